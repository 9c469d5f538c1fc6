"""A job from upload to output manifest, through the deployed stack."""

from __future__ import annotations

import io
import json
from typing import Any

from PIL import Image
from stack import Stack

from trigpoint.testing.waiting import wait_until


def by_word(task_input: dict[str, Any]) -> str:
    return "spam" if "win" in task_input["taskObject"] else "ham"


def lines_of_text(count: int) -> list[dict[str, Any]]:
    return [
        {"source": f"text {n} {'win' if n % 3 == 0 else 'hello'}", "row": n, "é": [1.50, None]} for n in range(count)
    ]


def labels(stack: Stack, job: str) -> int:
    """How many objects of the job have a label row."""
    shard = f"J#{job}#S#"
    return sum(row["pk"]["S"].startswith(shard) and row["sk"]["S"].endswith("#L") for row in stack.rows())


def test_texts_three_answers_each(stack: Stack) -> None:
    lines = lines_of_text(25)
    stack.drop("Texts-1", lines, stack.recipe("texts", NumberOfHumanWorkersPerDataObject=3), "texts")
    tokens = [stack.worker(f"t{n}") for n in range(3)]
    for token in tokens[:2]:
        answer_every_task(stack, token, "texts-1", 25)
    assert stack.job("texts-1")["status"] == "InProgress"
    stack.label_all(tokens[2], "Texts-1", by_word)
    output = stack.manifest("Texts-1")
    assert [{key: line[key] for key in ("source", "row", "é")} for line in output] == lines
    assert [line["verdict"] for line in output] == [0 if n % 3 == 0 else 1 for n in range(25)]
    metadata = output[0]["verdict-metadata"]
    assert set(metadata) == {"confidence", "job-name", "class-name", "human-annotated", "creation-date", "type"}
    assert metadata["class-name"] == "spam"
    assert metadata["human-annotated"] == "yes"
    assert metadata["type"] == "groundtruth/text-classification"
    assert 0 < metadata["confidence"] <= 0.95
    check_answer_files(stack)
    check_usage(stack, "texts-1", 25)


def answer_every_task(stack: Stack, token: str, job: str, count: int) -> None:
    body: dict[str, Any] = {}
    answered = 0

    def one_more() -> bool:
        nonlocal body, answered
        status, reply = stack.call(token, f"/portal/jobs/{job}/next", body)
        if status != 200 or reply["task"] is None:
            body = {}
            return answered >= count
        task = reply["task"]
        choice = {"category": {"label": by_word(task["input"])}}
        body = {"lease": task["lease"], "accepted": task["accepted"], "answer": choice}
        answered += 1
        return False

    wait_until(one_more, f"{count} answers")


def check_answer_files(stack: Stack) -> None:
    keys = stack.keys("output/Texts-1/")
    answers = [key for key in keys if "/annotations/worker-response/iteration-1/" in key]
    assert len(answers) == 25
    document = json.loads(stack.get(answers[0]) or b"")
    assert len(document["answers"]) == 3
    first = document["answers"][0]
    assert first["workerId"].startswith("private.us-east-1.")
    assert set(first["answerContent"]["category"]) == {"label"}
    assert first["acceptanceTime"].endswith("Z")
    folder = "output/Texts-1/annotations/consolidated-annotation/"
    requests = [key for key in keys if key.startswith(f"{folder}consolidation-request/iteration-1/")]
    assert len(requests) == 1
    entries = json.loads(stack.get(requests[0]) or b"")
    assert len(entries) == 25
    assert json.loads(entries[0]["annotations"][0]["annotationData"]["content"])["category"]["label"] == "spam"


def check_usage(stack: Stack, job: str, count: int) -> None:
    records = [row for row in stack.rows() if row["pk"]["S"].startswith("U#") and row["sk"]["S"].startswith(f"{job}#")]
    assert len(records) == count


def test_images_are_shown_by_a_signed_address(stack: Stack) -> None:
    lines = []
    for number in range(4):
        file = io.BytesIO()
        Image.new("RGB", (8, 8), "red" if number % 2 else "blue").save(file, "PNG")
        lines.append({"source-ref": stack.put(f"data/pics/{number}.png", file.getvalue()), "n": number})
    stack.drop("pics-1", lines, stack.recipe("pics", "ImageMultiClass", ("red", "blue")), "pics")
    token = stack.worker("p1")
    wait_until(lambda: stack.call(token, "/portal/jobs/pics-1/next", {})[1].get("task"), "a task")
    task = stack.call(token, "/portal/jobs/pics-1/next", {})[1]["task"]
    assert "X-Amz-Signature=" in task["html"]
    assert "s3://" not in task["html"].split("<crowd-image-classifier", 1)[1].split(">", 1)[0]
    stack.label_all(token, "pics-1", lambda given: "red" if int(given["manifestLine"]["n"]) % 2 else "blue")
    output = stack.manifest("pics-1")
    assert [line["verdict-metadata"]["class-name"] for line in output] == ["blue", "red", "blue", "red"]
    assert output[0]["verdict-metadata"]["type"] == "groundtruth/image-classification"
    assert output[0]["verdict-metadata"]["confidence"] == 0


def test_a_chained_job_copies_labelled_lines(stack: Stack) -> None:
    lines = [{"source": "a", "verdict": 1, "verdict-metadata": {"class-name": "ham"}}, {"source": "win"}]
    stack.drop("chained", lines, stack.recipe("chained"))
    stack.label_all(stack.worker("c1"), "chained", by_word)
    output = stack.manifest("chained")
    assert output[0] == lines[0]
    assert output[1]["verdict"] == 0
    check_usage(stack, "chained", 1)


def test_stopping_keeps_and_bills_what_is_labelled(stack: Stack) -> None:
    stack.drop("halted", lines_of_text(10), stack.recipe("halted"))
    token = stack.worker("h1")
    answer_every_task_times(stack, token, "halted", 4)
    wait_until(lambda: labels(stack, "halted") == 4, "four labels")
    held = stack.call(token, "/portal/jobs/halted/next", {})[1]["task"]
    stack.stop_job("halted")
    row = stack.ended("halted")
    assert row["status"] == "Stopped"
    output = stack.manifest("halted")
    assert len(output) == 10
    assert sum("verdict" in line for line in output) == 4
    assert [line["row"] for line in output] == list(range(10))
    check_usage(stack, "halted", 4)
    late = {"lease": held["lease"], "answer": {"category": {"label": "ham"}}}
    status, reply = stack.call(token, "/portal/jobs/halted/next", late)
    assert (status, reply["error"]["code"]) == (409, "LeaseExpired")


def answer_every_task_times(stack: Stack, token: str, job: str, count: int) -> None:
    for _ in range(count):
        task = wait_until(lambda: stack.call(token, f"/portal/jobs/{job}/next", {})[1].get("task"), "a task")
        answer = {"lease": task["lease"], "answer": {"category": {"label": by_word(task["input"])}}}
        status, _ = stack.call(token, f"/portal/jobs/{job}/next", answer | {"holding": []})
        assert status == 200


def test_objects_that_nobody_answers_in_time_fail_and_partial_answers_count(stack: Stack) -> None:
    recipe = stack.recipe("late", NumberOfHumanWorkersPerDataObject=2, TaskAvailabilityLifetimeInSeconds=60)
    stack.drop("late", lines_of_text(2), recipe)
    token = stack.worker("l1")
    task = wait_until(lambda: stack.call(token, "/portal/jobs/late/next", {})[1].get("task"), "a task")
    answer = {"category": {"label": "ham"}}
    other = stack.call(token, "/portal/jobs/late/next", {"lease": task["lease"], "answer": answer})[1]["task"]
    stack.call(token, "/portal/jobs/late/release", {"lease": other["lease"]})
    stack.age_job("late", 61)
    stack.sweep()
    assert stack.ended("late")["status"] == "Completed"
    output = stack.manifest("late")
    assert output[task["object"]]["verdict"] == 1
    unanswered = output[other["object"]]
    assert "verdict" not in unanswered
    assert "failure-reason" in unanswered["verdict-metadata"]
    assert unanswered["verdict-metadata"]["human-annotated"] == "true"
    check_usage(stack, "late", 1)


def test_an_object_declined_by_all_fails_with_the_reason(stack: Stack) -> None:
    stack.drop("declined", lines_of_text(1), stack.recipe("declined"))
    token = stack.worker("d1")
    task = wait_until(lambda: stack.call(token, "/portal/jobs/declined/next", {})[1].get("task"), "a task")
    status, _ = stack.call(token, "/portal/jobs/declined/decline", {"lease": task["lease"], "reason": "unreadable"})
    assert status == 200
    assert stack.ended("declined")["status"] == "Completed"
    failed = stack.manifest("declined")[0]["verdict-metadata"]["failure-reason"]
    assert failed == "declined by all workers: unreadable"


def test_release_gives_the_task_to_somebody_else_and_heartbeat_confirms(stack: Stack) -> None:
    stack.drop("shared", lines_of_text(1), stack.recipe("shared"))
    first, second = stack.worker("s1"), stack.worker("s2")
    task = wait_until(lambda: stack.call(first, "/portal/jobs/shared/next", {})[1].get("task"), "a task")
    assert stack.call(second, "/portal/jobs/shared/next", {})[1]["task"] is None
    status, beat = stack.call(first, "/portal/jobs/shared/heartbeat", {"lease": task["lease"]})
    assert (status, beat["deadline"]) == (200, task["deadline"])
    assert stack.call(first, "/portal/jobs/shared/release", {"lease": task["lease"]})[1] == {"released": True}
    assert stack.call(second, "/portal/jobs/shared/next", {})[1]["task"]["object"] == 0


def test_nobody_reads_a_job_of_a_team_they_are_not_in(stack: Stack) -> None:
    stack.drop("private", lines_of_text(1), stack.recipe("private"))
    stranger = stack.worker("x1", "team-b")
    wait_until(lambda: stack.job("private").get("opened") == "1", "an open task")
    assert stack.call(stranger, "/portal/jobs/private/next", {})[0] == 403
    assert "private" not in [job["job"] for job in stack.call(stranger, "/portal/jobs")[1]["jobs"]]
    assert "private" in [job["job"] for job in stack.call(stack.worker("x2"), "/portal/jobs")[1]["jobs"]]


def test_without_a_token_or_with_a_forged_one_nothing_is_served(stack: Stack) -> None:
    token = stack.worker("f1")
    head, body, signature = token.split(".")
    for bad in ("", "nonsense", f"{head}.{body}.{signature[:-4]}AAAA", f"{head}.{body[:-2]}.{signature}"):
        assert stack.call(bad, "/portal/jobs")[0] == 401
