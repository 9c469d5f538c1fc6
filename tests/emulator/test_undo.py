"""Undo, history and the operators' endpoints, through the deployed stack."""

from __future__ import annotations

import json
from typing import Any

import pytest
from stack import Stack

from trigpoint.testing.waiting import wait_until

UNDO_SECONDS = 5


def drop(stack: Stack, job: str, count: int, seconds: int = UNDO_SECONDS, **human: Any) -> None:
    recipe = stack.recipe(job, **human)
    recipe["Tags"] = [{"Key": "trigpoint:undo-seconds", "Value": str(seconds)}]
    stack.drop(job, [{"source": f"text {number}"} for number in range(count)], recipe)


def ask(stack: Stack, token: str, job: str, **body: Any) -> Any:
    """The next task; waits for one."""

    def asked() -> Any:
        status, reply = stack.call(token, f"/portal/jobs/{job}/next", body)
        return status == 200 and reply["task"]

    return wait_until(asked, f"a task of {job}")


def submit(stack: Stack, token: str, job: str, task: dict[str, Any], label: str) -> Any:
    body = {"lease": task["lease"], "accepted": task["accepted"], "answer": said(label)}
    status, reply = stack.call(token, f"/portal/jobs/{job}/next", body)
    assert status == 200, reply
    return reply["task"]


def said(label: str) -> dict[str, Any]:
    return {"category": {"label": label}}


def history(stack: Stack, token: str, job: str) -> list[dict[str, Any]]:
    status, reply = stack.call(token, f"/portal/jobs/{job}/history")
    assert status == 200, reply
    answers: list[dict[str, Any]] = reply["answers"]
    return answers


def undo(stack: Stack, token: str, job: str, seq: int) -> tuple[int, Any]:
    return stack.call(token, f"/portal/jobs/{job}/undo", {"object": seq})


def rows(stack: Stack, prefix: str, ending: str = "") -> list[dict[str, Any]]:
    """Rows of a partition that begins so, whose sort key ends so."""
    return [row for row in stack.rows() if row["pk"]["S"].startswith(prefix) and row["sk"]["S"].endswith(ending)]


def test_an_answer_is_undone_and_the_other_one_becomes_the_label(stack: Stack) -> None:
    drop(stack, "regret", 2)
    token = stack.worker("u1")
    first = ask(stack, token, "regret")
    second = submit(stack, token, "regret", first, "spam")
    (listed,) = history(stack, token, "regret")
    assert (listed["object"], listed["answer"]) == (first["object"], said("spam"))
    assert listed["undoUntil"] == pytest.approx(listed["submitted"] + UNDO_SECONDS)
    status, reply = undo(stack, token, "regret", first["object"])
    assert (status, reply["task"]["object"], reply["task"]["html"]) == (200, first["object"], first["html"])
    for repeat in ({"object": first["object"]}, {"lease": first["lease"]}):
        status, again = stack.call(token, "/portal/jobs/regret/undo", repeat)
        assert (status, again["task"]["lease"]) == (200, reply["task"]["lease"])
    assert history(stack, token, "regret") == []
    assert rows(stack, "J#regret#S#", f"#A#{stack_worker(stack, 'u1')}") == []
    stale = {"lease": first["lease"], "answer": said("spam")}
    assert stack.call(token, "/portal/jobs/regret/next", stale)[0] == 409
    submit(stack, token, "regret", reply["task"], "ham")
    submit(stack, token, "regret", second, "spam")
    assert [one["object"] for one in history(stack, token, "regret")] == [second["object"], first["object"]]
    assert rows(stack, "J#regret#S#", "#L") == [], "labels wait while answers may be taken back"
    assert stack.ended("regret")["status"] == "Completed"
    output = stack.manifest("regret")
    assert output[first["object"]]["verdict-metadata"]["class-name"] == "ham"
    assert output[second["object"]]["verdict-metadata"]["class-name"] == "spam"
    billed = [row["sk"]["S"] for row in rows(stack, "U#") if row["sk"]["S"].startswith("regret#")]
    assert sorted(billed) == ["regret#000000000#human", "regret#000000001#human"]
    assert [one["undoUntil"] for one in history(stack, token, "regret")] == [None, None]
    status, reply = undo(stack, token, "regret", first["object"])
    assert (status, reply["error"]["code"]) == (409, "JobClosed")


def stack_worker(stack: Stack, name: str) -> str:
    """The id under which a person's answers are stored."""
    found = stack.client("cognito-idp").admin_get_user(
        UserPoolId=stack.output("UserPoolId"), Username=f"{name}@example.com"
    )
    return next(str(one["Value"]) for one in found["UserAttributes"] if one["Name"] == "sub")


def test_an_answer_among_others_is_undone_and_the_prefetched_task_makes_room(stack: Stack) -> None:
    drop(stack, "among", 4, 600, NumberOfHumanWorkersPerDataObject=3)
    first, token, last = (stack.worker(f"a{number}") for number in range(3))
    answer_all(stack, first, "among")
    task = ask(stack, token, "among")
    screen = submit(stack, token, "among", task, "spam")
    ahead = {"holding": [screen["lease"]], "prefetch": True}
    unseen = stack.call(token, "/portal/jobs/among/next", ahead)[1]["task"]
    answer_all(stack, last, "among")
    ids = [stack_worker(stack, f"a{number}") for number in range(3)]
    before = task_row(stack, "among", task["object"])
    assert [one["S"] for one in before["D"]["L"]] == ids
    status, reply = undo(stack, token, "among", task["object"])
    assert status == 200, reply
    after = task_row(stack, "among", task["object"])
    assert [one["S"] for one in after["D"]["L"]] == [ids[0], ids[2]]
    assert list(after["L"]["M"]) == [ids[1]]
    beats = [
        stack.call(token, "/portal/jobs/among/heartbeat", {"lease": one["lease"]})[0]
        for one in (screen, reply["task"], unseen)
    ]
    assert beats == [200, 200, 409]


def answer_all(stack: Stack, token: str, job: str) -> None:
    task = ask(stack, token, job)
    while task is not None:
        task = submit(stack, token, job, task, "ham")


def task_row(stack: Stack, job: str, seq: int) -> dict[str, Any]:
    (row,) = rows(stack, f"Q#{job}#", f"{seq:09d}")
    return row


def test_a_merged_answer_is_not_undone(stack: Stack) -> None:
    """Closing is made to come early: what refuses is the seal, not the clock."""
    drop(stack, "merged", 2, 600)
    token = stack.worker("m1")
    first = ask(stack, token, "merged")
    second = submit(stack, token, "merged", first, "spam")
    row = task_row(stack, "merged", first["object"])
    stack.client("dynamodb").update_item(
        TableName=stack.output("TableName"),
        Key={"pk": row["pk"], "sk": row["sk"]},
        UpdateExpression="SET e = :past",
        ExpressionAttributeValues={":past": {"N": "1"}},
    )
    body = json.dumps({"job": "merged", "seqs": [first["object"]]})
    record = {"messageId": "1", "receiptHandle": "1", "body": body, "attributes": {"ApproximateReceiveCount": "1"}}
    stack.invoke("consolidation", {"Records": [record]})
    assert len(rows(stack, "J#merged#S#", "#L")) == 1
    status, reply = undo(stack, token, "merged", first["object"])
    assert (status, reply["error"]["code"]) == (409, "LeaseExpired")
    assert reply["error"]["fix"]
    assert len(history(stack, token, "merged")) == 1
    assert undo(stack, token, "merged", second["object"])[0] == 404
    stranger = stack.worker("m2", "team-b")
    assert undo(stack, stranger, "merged", first["object"])[0] == 403


def test_an_operator_sees_jobs_and_failures_and_stops(stack: Stack) -> None:
    recipe = stack.recipe("watched")
    recipe["Tags"] = [{"Key": "trigpoint:undo-seconds", "Value": "600"}]
    stack.drop("Watched", b'{"source": "a"}\nnot json\n{"source": "c"}\n', recipe, "watched")
    boss, worker = stack.worker("boss", "operators"), stack.worker("w1")
    submit(stack, worker, "watched", ask(stack, worker, "watched"), "ham")
    assert stack.call(boss, "/portal/jobs/watched/next", {})[0] == 403
    job = listed(stack, boss, "watched")
    assert (job["name"], job["status"], job["taskType"]) == ("Watched", "InProgress", "text_multi_class")
    assert (job["total"], job["labelled"], job["failed"], job["exact"], job["failure"]) == (3, 0, 1, True, None)
    (failed,) = stack.call(boss, "/console/jobs/watched/failed")[1]["objects"]
    assert failed["object"] == 1
    assert failed["reason"]
    status, reply = stack.call(boss, "/console/jobs/watched/stop", {})
    assert (status, reply) == (200, {"status": "Stopping"})
    assert stack.ended("watched")["status"] == "Stopped"
    job = listed(stack, boss, "watched")
    assert (job["status"], job["labelled"], job["failed"]) == ("Stopped", 1, 1), "an answer that could be undone counts"
    status, reply = stack.call(boss, "/console/jobs/watched/stop", {})
    assert (status, reply["error"]["code"]) == (409, "JobClosed")
    created = [job["created"] for job in stack.call(boss, "/console/jobs")[1]["jobs"]]
    assert created == sorted(created, reverse=True)


def listed(stack: Stack, token: str, key: str) -> dict[str, Any]:
    status, reply = stack.call(token, "/console/jobs")
    assert status == 200, reply
    return next(job for job in reply["jobs"] if job["job"] == key)


@pytest.mark.parametrize("path", ["/console/jobs", "/console/jobs/guarded/failed", "/console/jobs/guarded/stop"])
def test_others_neither_see_nor_stop(stack: Stack, path: str) -> None:
    if not stack.job("guarded"):
        drop(stack, "guarded", 1)
        wait_until(lambda: stack.job("guarded").get("status") == "InProgress", "the start of the job")
    body = {} if path.endswith("stop") else None
    status, reply = stack.call(stack.worker("g1"), path, body)
    assert (status, reply["error"]["code"]) == (403, "NotAllowed")
    assert stack.call("", path, body)[0] == 401
    assert stack.job("guarded")["status"] == "InProgress"
