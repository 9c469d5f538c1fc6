"""kill -9 under an 8-client load, again and again: what was acknowledged must be there (`--kills N`, default 20).

Prints for each kill the time until the portal serves again, at the end the answers lost, objects with too
many answers and differences between labels and usage records. All three must be 0.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections import Counter
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException

from benchmarks.clients import Tally, run_clients
from benchmarks.rig import installation, server_processes, submit_texts, tokens
from trigpoint.cli.connection import Connection
from trigpoint.domain.work import Outcome
from trigpoint.local import launcher
from trigpoint.local.place import Place
from trigpoint.testing.waiting import wait_until

WORKERS, ANSWERS = 8, 3
OBJECTS_A_KILL = 250
"""About as many as eight workers label between two kills, so that work is left after the last one."""
LOAD_SECONDS = 2.0
JOB = "bench-crash"


@dataclass(frozen=True, slots=True)
class Toll:
    """Seconds until it served again after each kill; answers acknowledged and lost; objects with too many
    answers; labels and usage records."""

    waits: list[float]
    acknowledged: int
    lost: int
    over_assigned: int
    labels: int
    usage_records: int


def main() -> None:
    kills = int(sys.argv[sys.argv.index("--kills") + 1]) if "--kills" in sys.argv else 20
    with installation() as (place, to):
        found = run(place, to, kills)
    print(f"kills   {kills}; serving again within {max(found.waits):.1f} s")
    print(
        f"answers {found.acknowledged:,} acknowledged, {found.lost} lost; {found.over_assigned} objects over-assigned"
    )
    difference = abs(found.labels - found.usage_records)
    print(f"bill    {found.labels:,} labels, {found.usage_records:,} usage records, difference {difference}")


def run(place: Place, to: Connection, kills: int) -> Toll:
    """Kill under load `kills` times, label the rest, wait for the end of the job, and count."""
    signed = tokens(to, WORKERS)
    submit_texts(to, JOB, OBJECTS_A_KILL * kills, ANSWERS)
    acknowledged: list[Tally] = []
    waits = [one_kill(place, signed, acknowledged) for _ in range(kills)]
    acknowledged += run_clients(place.listener_port, signed, JOB, 1200)
    wait_until(lambda: to.ports.ledger.job(JOB).status.ended, "the end of the job", 300)
    return count(to, acknowledged, waits)


def one_kill(place: Place, signed: list[str], acknowledged: list[Tally]) -> float:
    """Load, kill -9 of everything, up again; seconds from the kill to the first served request."""
    loading = threading.Thread(
        target=lambda: acknowledged.extend(run_clients(place.listener_port, signed, JOB, LOAD_SECONDS + 1))
    )
    loading.start()
    time.sleep(LOAD_SECONDS)  # the load itself: clients label meanwhile, and are cut at no point they choose
    for pid in [launcher.pid_of(place), *server_processes(place)]:
        if pid:
            os.kill(pid, signal.SIGKILL)
    started = time.perf_counter()
    launcher.start(place, detach=True, report=lambda _line: None)
    wait_until(lambda: serves(place, signed[0]), "an answer of the portal")
    seconds = time.perf_counter() - started
    loading.join()
    print(f"kill    serving again after {seconds:.1f} s")
    return seconds


def serves(place: Place, token: str) -> bool:
    connection = HTTPConnection("127.0.0.1", place.listener_port, timeout=5)
    try:
        connection.request("GET", "/portal/jobs", headers={"authorization": f"Bearer {token}"})
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()


def count(to: Connection, acknowledged: list[Tally], waits: list[float]) -> Toll:
    ledger, job = to.ports.ledger, to.ports.ledger.job(JOB)
    contents = [ledger.shard_contents(JOB, number) for number in range(job.shards)]
    stored = Counter({seq: len(answers) for one in contents for seq, answers in one.answers.items()})
    acked = Counter(seq for tally in acknowledged for seq in tally.acknowledged)
    labelled = sum(label.outcome is Outcome.LABELLED for one in contents for label in one.labels.values())
    month = time.strftime("%Y-%m", time.gmtime())
    return Toll(
        waits,
        acked.total(),
        lost=sum(max(0, count - stored[seq]) for seq, count in acked.items()),
        over_assigned=sum(count > ANSWERS for count in stored.values()),
        labels=labelled,
        usage_records=sum(record.job == JOB for record in ledger.usage(month)),
    )


if __name__ == "__main__":
    main()
