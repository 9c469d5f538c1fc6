"""Give a task back for now: anybody may take it, this worker too."""

from __future__ import annotations

from trigpoint.domain.errors import LeaseExpired
from trigpoint.domain.job import Job
from trigpoint.domain.work import lane_of
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ports import Ledger


def release_task(job: Job, worker: str, lease_id: str, *, ledger: Ledger) -> bool:
    """Open the slot again. False when it was no longer the worker's, which is as good."""
    seq, token = parse_lease_id(lease_id)
    try:
        ledger.release(job.key, seq, lane_of(seq, job.lanes), worker, token)
    except LeaseExpired:
        return False
    return True
