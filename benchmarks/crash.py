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
from http.client import HTTPConnection, HTTPException

from benchmarks.clients import Tally, run_clients
from benchmarks.rig import installation, server_processes, submit_texts, tokens
from trigpoint.cli.connection import Connection
from trigpoint.domain.work import Outcome
from trigpoint.local import launcher
from trigpoint.local.place import Place

WORKERS, ANSWERS, OBJECTS = 8, 3, 3000
LOAD_SECONDS = 2.0
JOB = "bench-crash"


def main() -> None:
    kills = int(sys.argv[sys.argv.index("--kills") + 1]) if "--kills" in sys.argv else 20
    with installation() as (place, to):
        signed = tokens(to, WORKERS)
        submit_texts(to, JOB, OBJECTS, ANSWERS)
        acknowledged: list[Tally] = []
        waits = [one_kill(place, signed, acknowledged) for _ in range(kills)]
        acknowledged += run_clients(place.listener_port, signed, JOB, 1200)
        while not to.ports.ledger.job(JOB).status.ended:
            time.sleep(0.2)
        report(to, acknowledged, waits)


def one_kill(place: Place, signed: list[str], acknowledged: list[Tally]) -> float:
    """Load, kill -9 of everything, up again; seconds from the kill to the first served request."""
    loading = threading.Thread(
        target=lambda: acknowledged.extend(run_clients(place.listener_port, signed, JOB, LOAD_SECONDS + 1))
    )
    loading.start()
    time.sleep(LOAD_SECONDS)
    for pid in [launcher.pid_of(place), *server_processes(place)]:
        if pid:
            os.kill(pid, signal.SIGKILL)
    started = time.perf_counter()
    launcher.start(place, detach=True, report=lambda _line: None)
    while not serves(place, signed[0]):
        time.sleep(0.02)
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


def report(to: Connection, acknowledged: list[Tally], waits: list[float]) -> None:
    ledger, job = to.ports.ledger, to.ports.ledger.job(JOB)
    contents = [ledger.shard_contents(JOB, number) for number in range(job.shards)]
    stored = Counter({seq: len(answers) for one in contents for seq, answers in one.answers.items()})
    acked = Counter(seq for tally in acknowledged for seq in tally.acknowledged)
    labelled = sum(label.outcome is Outcome.LABELLED for one in contents for label in one.labels.values())
    month = time.strftime("%Y-%m", time.gmtime())
    billed = sum(record.job == JOB for record in ledger.usage(month))
    lost = sum(max(0, count - stored[seq]) for seq, count in acked.items())
    over = sum(count > ANSWERS for count in stored.values())
    print(f"kills   {len(waits)}; serving again within {max(waits):.1f} s")
    print(f"answers {acked.total():,} acknowledged, {lost} lost; {over} objects over-assigned")
    print(f"bill    {labelled:,} labels, {billed:,} usage records, difference {abs(labelled - billed)}")


if __name__ == "__main__":
    main()
