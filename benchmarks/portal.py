"""next + submit on one machine: Trigpoint beside Label Studio and doccano, interleaved rounds in one run.

`make bench-peers` first, then `python -m benchmarks portal [ROUNDS]` (default 5). One object has one answer, as in the
peers, and at 8 clients also three, Trigpoint's usual number. Its pair is one call (submit-and-next) through listener,
API Gateway, JWT authoriser and fsynced journal, and every object is consolidated, counted and billed meanwhile; the
peers' are two or three calls. Each client is a process. Prints medians and ranges, and draws a plot.
"""

from __future__ import annotations

import functools
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from json import dumps, loads
from pathlib import Path
from typing import Any

from benchmarks.peers import Doccano, LabelStudio, Pair, Peer
from benchmarks.plot import bars
from benchmarks.rig import installation, percentile, row, server_processes, submit_texts, tokens, usage
from trigpoint.cli.connection import Connection
from trigpoint.local.place import Place
from trigpoint.testing.loopback import free_ports
from trigpoint.testing.waiting import wait_until

CLIENTS = (1, 8)
SECONDS = 4.0
JOB_OBJECTS = 20_000
OURS, OURS_BY_THREE = "Trigpoint", "Trigpoint, 3 answers"
JOBS = {OURS: ("bench-portal", 1), OURS_BY_THREE: ("bench-portal-by-three", 3)}
PLOT = Path(__file__).resolve().parents[1] / "docs" / "images" / "portal-benchmark.png"


@dataclass(frozen=True, slots=True)
class Sample:
    """One round of one system: pairs a second, CPU ms a pair, seconds of each next and submit, resident MB, errors."""

    pairs: float
    cpu: float
    nexts: list[float]
    submits: list[float]
    resident: float
    errors: int


@dataclass(frozen=True, slots=True)
class System:
    """What is measured: a loop body for each client, its processes, the numbers of clients it is asked for."""

    name: str
    pair: Callable[[int], Pair]
    pids: Callable[[], list[int]]
    clients: tuple[int, ...] = CLIENTS


def measure(system: System, clients: int) -> Sample:
    """One round. Signing in and the first task come before the clock starts."""
    context = multiprocessing.get_context("fork")
    ready, pipes, processes = context.Barrier(clients + 1), [], []
    for number in range(clients):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=client, args=(system.pair, number, ready, theirs))
        process.start()
        theirs.close()
        processes.append(process)
        pipes.append(ours)
    ready.wait(60)
    before, started = usage(system.pids()), time.perf_counter()
    received = [pipe.recv() for pipe in pipes]
    seconds, after = time.perf_counter() - started, usage(system.pids())
    for process in processes:
        process.join()
    pairs, errors = [pair for done, _ in received for pair in done], sum(failed for _, failed in received)
    return Sample(
        len(pairs) / seconds,
        1e3 * (after.cpu - before.cpu) / max(1, len(pairs)),
        [one for one, _ in pairs],
        [two for _, two in pairs],
        after.resident,
        errors,
    )


def client(make: Callable[[int], Pair], number: int, ready: Any, pipe: Any) -> None:
    pair, done, errors = make(number), [], 0
    ready.wait(60)
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        try:
            done.append(pair())
        except OSError:
            errors += 1
    pipe.send((done, errors))


def our_pair(port: int, signed: list[str], job: str) -> Callable[[int], Pair]:
    def make(number: int) -> Pair:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"authorization": f"Bearer {signed[number]}", "content-type": "application/json"}

        def call(body: dict[str, object]) -> dict[str, object]:
            connection.request("POST", f"/portal/jobs/{job}/next", dumps(body), headers)
            reply: dict[str, object] = loads(connection.getresponse().read())["task"]
            if reply is None:
                raise ConnectionError("no task is free: the window was not filled up in time")
            return reply

        task = call({})

        def one() -> tuple[float, float]:
            nonlocal task
            started = time.perf_counter()
            try:
                task = call({"lease": task["lease"], "answer": {"c": {"label": "ham"}}})
            except ConnectionError:
                task = call({})
            seconds = time.perf_counter() - started
            return seconds, seconds

        return one

    return make


def main() -> None:
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    samples: dict[tuple[str, int], list[Sample]] = {}
    with installation() as (place, to), tempfile.TemporaryDirectory(prefix="trigpoint-peers-") as folder:
        peers: list[Peer] = [kind(Path(folder) / kind.__name__, free_ports(1)[0]) for kind in (LabelStudio, Doccano)]
        try:
            systems = [*start_ours(place, to), *start_peers(peers)]
            for number in range(rounds):
                for clients in CLIENTS:
                    for system in (one for one in systems if clients in one.clients):
                        samples.setdefault((system.name, clients), []).append(measure(system, clients))
                print(f"round   {number + 1} of {rounds}", file=sys.stderr)
            over = {peer.name: peer.over_assigned() for peer in peers} | our_over_assignments(to)
        finally:
            for peer in peers:
                peer.stop()
    report(samples, over)


def start_ours(place: Place, to: Connection) -> list[System]:
    signed, systems = tokens(to, max(CLIENTS)), list[System]()
    for name, (job, answers) in JOBS.items():
        submit_texts(to, job, JOB_OBJECTS, answers)
        last = to.deployment.slice_index(job, JOB_OBJECTS // 500 - 1)
        wait_until(functools.partial(to.ports.blobs.info, last), f"the last slice of {job}", 300)
        # One worker alone would soon have answered all of a window whose tasks want three.
        clients = CLIENTS if answers == 1 else CLIENTS[-1:]
        pair = our_pair(place.listener_port, signed, job)
        systems.append(System(name, pair, lambda: server_processes(place), clients))
    return systems


def start_peers(peers: list[Peer]) -> list[System]:
    for peer in peers:
        peer.start()
    return [System(peer.name, peer.pair, peer.pids) for peer in peers]


def our_over_assignments(to: Connection) -> dict[str, int | None]:
    found: dict[str, int | None] = {}
    for name, (job, answers) in JOBS.items():
        contents = (to.ports.ledger.shard_contents(job, shard) for shard in range(to.ports.ledger.job(job).shards))
        found[name] = sum(len(given) > answers for one in contents for given in one.answers.values())
    return found


COLUMNS = {
    "system": 20,
    "clients": 7,
    "pairs/s": 8,
    "range": 13,
    "CPU ms": 7,
    "next p50/p95 ms": 16,
    "submit p50/p95 ms": 17,
    "RSS MB": 6,
    "over": 4,
    "errors": 6,
}


def report(samples: dict[tuple[str, int], list[Sample]], over: dict[str, int | None]) -> None:
    print(row(list(COLUMNS), list(COLUMNS.values())))
    for (name, clients), found in samples.items():
        print(row(cells(name, clients, found, over[name]), list(COLUMNS.values())))
    most = max(CLIENTS)
    rates = {name: [one.pairs for one in found] for (name, clients), found in samples.items() if clients == most}
    for ours in (OURS, OURS_BY_THREE):
        for theirs in ("Label Studio", "doccano"):
            ratio = statistics.median(rates[ours]) / statistics.median(rates[theirs])
            print(f"ratio   {ours}: {ratio:.1f}x {theirs} at {most} clients")
    bars(rates, f"pairs a second, {most} clients", PLOT)
    print(f"plot    {PLOT}")


def cells(name: str, clients: int, found: list[Sample], over: int | None) -> list[object]:
    rates = [one.pairs for one in found]
    nexts = [1e3 * value for one in found for value in one.nexts]
    submits = [1e3 * value for one in found for value in one.submits]
    return [
        name,
        clients,
        f"{statistics.median(rates):.1f}",
        f"{min(rates):.1f}-{max(rates):.1f}",
        f"{statistics.median(one.cpu for one in found):.1f}",
        f"{percentile(nexts, 0.5):.1f} / {percentile(nexts, 0.95):.1f}",
        f"{percentile(submits, 0.5):.1f} / {percentile(submits, 0.95):.1f}",
        f"{statistics.median(one.resident for one in found):.0f}",
        "-" if over is None else over,
        sum(one.errors for one in found),
    ]


if __name__ == "__main__":
    main()
