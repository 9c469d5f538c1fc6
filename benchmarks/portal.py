"""next + submit on one machine: Trigpoint beside Label Studio and doccano, interleaved rounds in one run.

`make bench-peers` first, then `python -m benchmarks portal [ROUNDS]` (default 5). One object has one answer, as in the
peers. Trigpoint's pair is one call (submit-and-next) through listener, API Gateway, JWT authoriser and fsynced journal;
the peers' are two or three calls. Each client is a process. Prints medians and ranges, and draws a plot.
"""

from __future__ import annotations

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

from benchmarks.peers import Doccano, LabelStudio, Pair, Peer
from benchmarks.plot import bars
from benchmarks.rig import installation, percentile, row, server_processes, submit_texts, tokens, usage
from trigpoint.testing.loopback import free_ports

CLIENTS = (1, 8)
SECONDS = 6.0
OBJECTS = 1000
JOB_OBJECTS = 20_000
JOB = "bench-portal"
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


def measure(make: Callable[[int], Pair], pids: Callable[[], list[int]], clients: int) -> Sample:
    context = multiprocessing.get_context("fork")
    pipes, processes = [], []
    before, started = usage(pids()), time.perf_counter()
    for number in range(clients):
        ours, theirs = context.Pipe(duplex=False)
        process = context.Process(target=client, args=(make, number, time.time() + SECONDS, theirs))
        process.start()
        processes.append(process)
        pipes.append(ours)
    received = [pipe.recv() for pipe in pipes]
    pairs, errors = [pair for done, _ in received for pair in done], sum(failed for _, failed in received)
    seconds, after = time.perf_counter() - started, usage(pids())
    for process in processes:
        process.join()
    cpu = 1e3 * (after.cpu - before.cpu) / max(1, len(pairs))
    return Sample(
        len(pairs) / seconds, cpu, [one for one, _ in pairs], [two for _, two in pairs], after.resident, errors
    )


def client(make: Callable[[int], Pair], number: int, until: float, pipe: object) -> None:
    pair, done, errors = make(number), [], 0
    while time.time() < until:
        try:
            done.append(pair())
        except OSError:
            errors += 1
    pipe.send((done, errors))  # type: ignore[attr-defined]


def our_pair(port: int, signed: list[str]) -> Callable[[int], Pair]:
    def make(number: int) -> Pair:
        connection = HTTPConnection("127.0.0.1", port, timeout=30)
        headers = {"authorization": f"Bearer {signed[number]}", "content-type": "application/json"}

        def call(body: dict[str, object]) -> dict[str, object]:
            connection.request("POST", f"/portal/jobs/{JOB}/next", dumps(body), headers)
            reply: dict[str, object] = loads(connection.getresponse().read())["task"]
            return reply

        while (task := call({})) is None:
            time.sleep(0.05)

        def one() -> tuple[float, float]:
            nonlocal task
            started = time.perf_counter()
            following = call({"lease": task["lease"], "answer": {"c": {"label": "ham"}}})
            while following is None:
                time.sleep(0.005)
                following = call({})
            task = following
            seconds = time.perf_counter() - started
            return seconds, seconds

        return one

    return make


def main() -> None:
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 5
    samples: dict[tuple[str, int], list[Sample]] = {}
    with installation() as (place, to), tempfile.TemporaryDirectory(prefix="trigpoint-peers-") as folder:
        signed = tokens(to, max(CLIENTS))
        submit_texts(to, JOB, JOB_OBJECTS, 1)
        while not to.ports.blobs.info(to.deployment.slice_index(JOB, 0)):
            time.sleep(0.1)
        peers: list[Peer] = [kind(Path(folder) / kind.__name__, free_ports(1)[0]) for kind in (LabelStudio, Doccano)]
        try:
            for peer in peers:
                peer.start(OBJECTS)
            systems: list[tuple[str, Callable[[int], Pair], Callable[[], list[int]]]] = [
                ("Trigpoint", our_pair(place.listener_port, signed), lambda: server_processes(place)),
                *((peer.name, peer.pair, peer.pids) for peer in peers),
            ]
            for _ in range(rounds):
                for clients in CLIENTS:
                    for name, make, pids in systems:
                        samples.setdefault((name, clients), []).append(measure(make, pids, clients))
        finally:
            for peer in peers:
                peer.stop()
    report(samples)


def report(samples: dict[tuple[str, int], list[Sample]]) -> None:
    widths = [13, 8, 8, 16, 8, 18, 18, 7, 7]
    print(
        row(
            [
                "system",
                "clients",
                "pairs/s",
                "range",
                "CPU ms",
                "next p50/p95 ms",
                "submit p50/p95 ms",
                "RSS MB",
                "errors",
            ],
            widths,
        )
    )
    for (name, clients), found in samples.items():
        rates = [one.pairs for one in found]
        nexts = [1e3 * value for one in found for value in one.nexts]
        submits = [1e3 * value for one in found for value in one.submits]
        cells = [
            name,
            clients,
            f"{statistics.median(rates):.1f}",
            f"{min(rates):.1f}-{max(rates):.1f}",
            f"{statistics.median(one.cpu for one in found):.1f}",
            f"{percentile(nexts, 0.5):.1f} / {percentile(nexts, 0.95):.1f}",
            f"{percentile(submits, 0.5):.1f} / {percentile(submits, 0.95):.1f}",
            f"{statistics.median(one.resident for one in found):.0f}",
            sum(one.errors for one in found),
        ]
        print(row(cells, widths))
    most = max(CLIENTS)
    ours = statistics.median(one.pairs for one in samples["Trigpoint", most])
    for name in ("Label Studio", "doccano"):
        theirs = statistics.median(one.pairs for one in samples[name, most])
        print(f"ratio   {ours / theirs:.1f}x {name} at {most} clients")
    rates_by_name = {
        name: [one.pairs for one in found] for (name, clients), found in samples.items() if clients == most
    }
    bars(rates_by_name, f"pairs a second, {most} clients", PLOT)
    print(f"plot    {PLOT}")


if __name__ == "__main__":
    main()
