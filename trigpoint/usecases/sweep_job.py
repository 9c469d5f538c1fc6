"""Repair what crashes and lost messages left behind. Run every minute while a job has a window."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from trigpoint.domain.job import Job
from trigpoint.domain.work import Task
from trigpoint.ledger.close import ending
from trigpoint.ledger.session import WHOLE_LANE
from trigpoint.ports import Blobs, Clock, Ledger, Queue, Workflow
from trigpoint.usecases.close_object import exact, go_on
from trigpoint.usecases.top_up_window import top_up_window


@dataclass(frozen=True, slots=True)
class Swept:
    """What a sweep did: objects counted as ended, sent again to be closed, opened; execution woken."""

    closed: int = 0
    resent: int = 0
    opened: int = 0
    fired: bool = False


def sweep_job(
    job_key: str,
    *,
    ledger: Ledger,
    blobs: Blobs,
    queue: Queue,
    workflow: Workflow,
    clock: Clock,
    bucket: str,
) -> Swept:
    """Make the job's counts exact, send on tasks that are due, top up the window, wake the execution.

    Of a job that has ended only the counts are looked at.
    """
    job = exact(ledger.job(job_key), ledger)
    if job.status.ended:
        return Swept(job.closed)
    resent = sum(_resend(job, lane, ledger, queue, clock) for lane in range(job.lanes))
    opened = top_up_window(job_key, ledger=ledger, blobs=blobs, clock=clock, bucket=bucket)
    return Swept(job.closed, resent, opened, go_on(job, ledger=ledger, workflow=workflow))


def _resend(job: Job, lane: int, ledger: Ledger, queue: Queue, clock: Clock) -> int:
    found = [task.seq for task in _lane(job, lane, ledger) if ending(task, job, clock.now())]
    if found:
        queue.send(job.key, found)
    return len(found)


def _lane(job: Job, lane: int, ledger: Ledger) -> Iterator[Task]:
    after = -1
    while rows := ledger.tasks(job.key, lane, after, WHOLE_LANE):
        yield from rows
        if len(rows) < WHOLE_LANE:
            return
        after = rows[-1].seq
