"""Pass on a task for good: other workers may take it, this one will not see it again."""

from __future__ import annotations

from trigpoint.domain.errors import LeaseExpired
from trigpoint.domain.job import Job
from trigpoint.domain.work import Task, lane_of
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ports import Ledger, Queue


def decline_task(job: Job, worker: str, lease_id: str, reason: str, *, ledger: Ledger, queue: Queue) -> None:
    """Decline with a reason; after as many declines as the job has workers an object, it is closed.

    Raises LeaseExpired when the task is not the worker's, unless they declined it before.
    """
    seq, token = parse_lease_id(lease_id)
    task = _decline(job, seq, worker, token, reason, ledger)
    if len(task.declined) >= job.spec.workers:
        queue.send(job.key, [seq])


def _decline(job: Job, seq: int, worker: str, token: str, reason: str, ledger: Ledger) -> Task:
    lane = lane_of(seq, job.lanes)
    try:
        return ledger.decline(job.key, seq, lane, worker, token, reason)
    except LeaseExpired:
        task = ledger.task(job.key, seq, lane)
        if task is None or worker not in task.declined:
            raise
        return task
