"""A 10,000-object job, upload to output manifest, eight workers, one answer each (budget: 5 min, flat memory)."""

from __future__ import annotations

import sys
import time

from benchmarks.clients import run_clients
from benchmarks.rig import installation, server_processes, submit_texts, tokens, usage
from trigpoint.testing.waiting import wait_until

WORKERS = 8
LIMIT_SECONDS = 1200.0


def main() -> None:
    objects = int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    with installation() as (place, to):
        signed = tokens(to, WORKERS)
        before = usage(server_processes(place))
        started = time.perf_counter()
        submit_texts(to, "bench-job", objects, 1)
        wait_until(lambda: to.ports.blobs.info(to.deployment.slice_index("bench-job", 0)), "the first slice")
        tallies = run_clients(place.listener_port, signed, "bench-job", LIMIT_SECONDS)
        wait_until(lambda: to.ports.ledger.job("bench-job").status.ended, "the end of the job", LIMIT_SECONDS)
        seconds = time.perf_counter() - started
        after = usage(server_processes(place))
        answers = sum(len(one.acknowledged) for one in tallies)
    print(f"job     {objects:,} objects, {answers:,} answers by {WORKERS} workers: {seconds:.1f} s")
    errors = sum(one.errors for one in tallies)
    print(f"rate    {answers / seconds:.0f} answers/s, {1e3 * (after.cpu - before.cpu) / answers:.1f} CPU ms an answer")
    print(f"memory  {before.resident:.0f} MB before, {after.resident:.0f} MB after; {errors} errors")


if __name__ == "__main__":
    main()
