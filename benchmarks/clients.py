"""Simulated workers of the benchmarks: each a process with one kept connection, submit-and-next in a loop."""

from __future__ import annotations

import json
import multiprocessing
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import Connection as Pipe
from typing import Any


@dataclass
class Tally:
    """What one client saw: seconds of each call, acknowledged objects, errors."""

    calls: list[float] = field(default_factory=list)
    acknowledged: list[int] = field(default_factory=list)
    errors: int = 0


def label(port: int, token: str, job: str, until: float, pipe: Pipe) -> None:
    """Label until the time is over or nothing is left; the tally goes through the pipe."""
    tally, body = Tally(), dict[str, Any]()
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    idle = 0
    while time.time() < until and idle < 20:
        started = time.perf_counter()
        try:
            connection.request("POST", f"/portal/jobs/{job}/next", json.dumps(body), headers)
            reply = connection.getresponse()
            document = json.loads(reply.read())
        except (OSError, HTTPException, ValueError):
            tally.errors += 1
            connection.close()
            time.sleep(0.05)  # the server is down or just killed: as the page does, try again soon
            continue
        if reply.status != 200:
            tally.errors += 1
            body = {}
            continue
        if body:
            tally.calls.append(time.perf_counter() - started)
            tally.acknowledged.append(int(body["lease"].partition(".")[0]))
        task = document["task"]
        body = {} if task is None else {"lease": task["lease"], "answer": {"c": {"label": "ham"}}}
        idle = idle + 1 if task is None else 0
        if task is None:
            time.sleep(0.1)  # nothing for this worker now: asking without a pause would be a load no page makes
    pipe.send(tally)


def run_clients(port: int, tokens: list[str], job: str, seconds: float) -> list[Tally]:
    """One process a token, side by side."""
    until = time.time() + seconds
    context = multiprocessing.get_context("fork")
    running = []
    for token in tokens:
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=label, args=(port, token, job, until, theirs))
        process.start()
        running.append((process, ours))
    tallies: list[Tally] = []
    for process, pipe in running:
        tallies.append(pipe.recv())
        process.join()
    return tallies
