"""kill -9 at any moment, then `trigpoint up`: nothing acknowledged is lost, and work goes on."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

from stack import Stack

from trigpoint.cli.connection import Connection
from trigpoint.cli.demo.run import run
from trigpoint.testing.waiting import wait_until

OBJECTS, WORKERS, ANSWERS = 80, 8, 3


class Crowd:
    """Workers that label over HTTP through a restart, and remember what was acknowledged."""

    def __init__(self, stack: Stack, job: str) -> None:
        self.stack, self.job = stack, job
        self.acknowledged: list[tuple[int, str]] = []
        self.ended = threading.Event()
        self.tokens = {name: stack.worker(name) for name in (f"k{number}" for number in range(WORKERS))}
        self.threads = [threading.Thread(target=self.work, args=(name,)) for name in self.tokens]

    def start(self) -> None:
        for thread in self.threads:
            thread.start()

    def finish(self) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def work(self, name: str) -> None:
        body: dict[str, Any] = {}
        while not self.ended.is_set():
            try:
                status, reply = self.stack.call(self.tokens[name], f"/portal/jobs/{self.job}/next", body)
            except (OSError, HTTPException, ValueError):
                self.ended.wait(0.1)
                continue
            if status == 200 and body:
                self.acknowledged.append((int(body["lease"].partition(".")[0]), name))
            task = reply["task"] if status == 200 else None
            if status >= 500 or task is None:
                body = body if status >= 500 else {}
                self.ended.wait(0.1)
                continue
            answer = {"category": {"label": "ham"}}
            body = {"lease": task["lease"], "accepted": task["accepted"], "answer": answer}


def answers(stack: Stack, job: str) -> list[tuple[int, str]]:
    """(object, worker) of every stored answer."""
    found = []
    for row in stack.rows():
        if row["pk"]["S"].startswith(f"J#{job}#S#") and "#A#" in row["sk"]["S"]:
            _, seq, _, worker = row["sk"]["S"].split("#", 3)
            found.append((int(seq), worker))
    return found


def subject(token: str) -> str:
    import base64
    import json

    part = token.split(".")[1]
    return str(json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))["sub"])


def test_a_killed_deploy_is_done_again(mortal: Stack) -> None:
    assert mortal.output("ApiId")
    mortal.drop("reborn", [{"source": "x"}], mortal.recipe("reborn"))
    assert mortal.label_all(mortal.worker("r1"), "reborn", lambda _: "ham") == 1


def test_an_upload_that_was_acknowledged_runs_though_its_event_died(mortal: Stack) -> None:
    mortal.drop("uploaded", [{"source": "x"}], mortal.recipe("uploaded"))
    mortal.kill()
    mortal.up()
    token = mortal.worker("u1")
    assert mortal.label_all(token, "uploaded", lambda _: "ham") == 1
    assert mortal.job("uploaded")["status"] == "Completed"


def test_a_kill_under_load_loses_nothing(mortal: Stack) -> None:
    before = mortal.output("ApiId")
    recipe = mortal.recipe("load", NumberOfHumanWorkersPerDataObject=ANSWERS)
    mortal.drop("load", [{"source": f"text {n}"} for n in range(OBJECTS)], recipe)
    crowd = Crowd(mortal, "load")
    crowd.start()
    try:
        for share in (4, 2):
            wait_until(lambda n=share: len(crowd.acknowledged) > OBJECTS * ANSWERS // (n + 1), "answers", 60)
            late = mortal.worker(f"late-{share}")
            mortal.kill()
            mortal.up()
            assert mortal.call(late, "/portal/jobs")[0] == 200, "an old token still works"
            assert mortal.sign_in(f"late-{share}"), "a user made just before the kill is still there"
        row = mortal.ended("load", 120)
    finally:
        crowd.finish()
    assert row["status"] == "Completed"
    stored = answers(mortal, "load")
    subjects = {name: subject(token) for name, token in crowd.tokens.items()}
    lost = {(seq, subjects[name]) for seq, name in crowd.acknowledged} - set(stored)
    assert lost == set()
    assert set(Counter(seq for seq, _ in stored).values()) == {ANSWERS}
    usage = [row for row in mortal.rows() if row["pk"]["S"].startswith("U#") and row["sk"]["S"].startswith("load#")]
    assert len(usage) == OBJECTS
    assert [line["source"] for line in mortal.manifest("load")] == [f"text {n}" for n in range(OBJECTS)]
    assert all(line["verdict"] == 1 for line in mortal.manifest("load"))
    assert mortal.output("ApiId") == before


def test_a_graceful_stop_keeps_everything(mortal: Stack) -> None:
    mortal.drop("paused", [{"source": f"text {n}"} for n in range(5)], mortal.recipe("paused"))
    token = mortal.worker("g1")
    wait_until(lambda: mortal.call(token, "/portal/jobs/paused/next", {})[1].get("task"), "a task")
    mortal.down()
    assert mortal.processes() == []
    mortal.up()
    assert mortal.label_all(token, "paused", lambda _: "ham") >= 5
    assert mortal.job("paused")["status"] == "Completed"
    assert Path(mortal.place.home / "journal").exists()


def demo_answers(stack: Stack) -> int:
    return sum("#A#" in row["sk"]["S"] and row["pk"]["S"].startswith("J#demo-") for row in stack.rows())


def test_the_demo_survives_a_kill(mortal: Stack) -> None:
    with mortal.connected() as (ports, deployment), ThreadPoolExecutor(1) as pool:
        pool_id, client = mortal.output("UserPoolId"), mortal.output("UserPoolClientId")
        connection = Connection(ports, deployment, pool_id, client, mortal.place)
        running = pool.submit(run, connection, mortal.place.home, 60, 7, quiet=True)
        wait_until(lambda: demo_answers(mortal) > 60, "the middle of the demo")
        mortal.kill()
        mortal.up()
        demo = running.result(timeout=180)
    for one in demo.outcomes:
        assert one.lost == one.over_assigned == 0
        report = one.as_dict()
        assert report["labelled"] == report["objects"] == report["usage_records"] == 60
        assert report["answers"] == 60 * ANSWERS
