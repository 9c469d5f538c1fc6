"""From a folder of images to the output files, through a real browser."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

from seats import Seats, make_images
from stack import Stack

from trigpoint.testing.waiting import wait_until

TEXTS = ["win a prize now", "see you at six", "claim your reward", "thanks, got it 😀", "שלום, מה שלומך?"]
UNDO_SECONDS = "20"
TEAM_ARN = "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/"


def test_a_workers_first_day(seats: Seats, tmp_path: Path) -> None:
    team = ("--team", "first-day", "--workers", "1", "--undo-seconds", UNDO_SECONDS)
    images = make_images(tmp_path / "discs", 6)
    seats.cli("submit", str(images), "--labels", "red,green,blue", "--name", "Discs", "--title", "Discs", *team)
    texts = tmp_path / "texts.txt"
    texts.write_text("\n".join(TEXTS))
    seats.cli("submit", str(texts), "--labels", "spam,ham", "--name", "Mail", "--title", "Mail", *team)
    person = seats.cli("worker", "invite", "ada@example.com", "--team", "first-day")

    day = seats.run(
        "journey.ts",
        portal=person["portal"],
        email=person["email"],
        password=person["password"],
        newPassword="Correct-horse-7",
        images={"title": "Discs", "categories": ["red", "green", "blue"], "objects": 6},
        texts={"title": "Mail", "categories": ["spam", "ham"]},
    )

    assert day["troubles"] == []
    assert len(day["images"]["chosen"]) == 5
    assert len(day["texts"]["chosen"]) == 5
    declined = day["images"]["declined"]
    assert str(day["images"]["undone"]) in day["images"]["chosen"]
    assert str(declined) not in day["images"]["chosen"]

    stack = seats.stack
    assert stack.ended("Discs")["status"] == stack.ended("Mail")["status"] == "Completed"
    assert answers(stack, "Discs") == {int(seq): label for seq, label in day["images"]["chosen"].items()}
    assert answers(stack, "Mail") == {int(seq): label for seq, label in day["texts"]["chosen"].items()}
    assert (
        stack.manifest("Discs")[declined]["Discs-metadata"]["failure-reason"]
        == "declined by all workers: no-category: two of them"
    )


def test_an_operator_sees_what_failed_and_stops_a_job(seats: Seats) -> None:
    stack = seats.stack
    wim = stack.worker("wim", "watched")
    texts = [{"source": text} for text in ("fine", "odd", "left")]
    stack.drop("Watched", texts, stack.recipe("watched", WorkteamArn=f"{TEAM_ARN}watched"))
    task = wait_until(lambda: stack.call(wim, "/portal/jobs/watched/next", {})[1].get("task"), "a task of Watched")
    assert stack.call(wim, "/portal/jobs/watched/decline", {"lease": task["lease"], "reason": "unclear"})[0] == 200

    seen = seats.run("operator.ts", **seats.person("olga", "operators"), job="Watched")

    assert seen["troubles"] == []
    assert seen["failed"] == [f"#{task['object']} declined by all workers: unclear"]
    assert stack.ended("Watched")["status"] == "Stopped"


def test_a_worker_does_not_get_the_operators_view(seats: Seats) -> None:
    seen = seats.run("operator.ts", **seats.person("wim", "watched"), job="")
    assert seen == {"views": 0, "heading": "Open jobs", "refused": 403}


def answers(stack: Stack, job: str) -> dict[int, str]:
    """Object to label of the worker responses. Fails when an object has more than one answer."""
    prefix = f"output/{job}/annotations/worker-response/"
    keys = [key for key in stack.keys("") if f"/{job}/annotations/worker-response/" in key]
    assert keys, f"nothing under {prefix}"
    found = {}
    for key in keys:
        document: dict[str, Any] = json.loads(stack.get(key) or b"{}")
        contents = [answer["answerContent"] for answer in document["answers"]]
        assert len(contents) == 1, f"{key}: {contents}"
        (widget,) = contents[0].values()
        found[int(key.split("/")[-2])] = widget["label"]
    assert max(Counter(key.split("/")[-2] for key in keys).values()) == 1
    return found
