"""Confirm that a worker still has a task, and start its clock when it is first shown."""

from __future__ import annotations

from trigpoint.domain.errors import LeaseExpired
from trigpoint.domain.job import Job
from trigpoint.domain.work import Lease, lane_of
from trigpoint.ledger.lease import gone, live_lease, shown
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ports import Clock, Ledger


def heartbeat(job: Job, worker: str, lease_id: str, *, ledger: Ledger, clock: Clock) -> Lease:
    """The lease as it now stands. Only the first call for a prefetched task moves its deadline.

    Raises LeaseExpired when the time has run out or the slot went to somebody else.
    """
    seq, token = parse_lease_id(lease_id)
    now = clock.now()
    task = ledger.task(job.key, seq, lane_of(seq, job.lanes))
    if task is None:
        raise gone()
    lease = live_lease(task, worker, token, now)
    if isinstance(lease, LeaseExpired):
        raise lease
    if not lease.shown:
        lease = shown(lease, now, job.spec.task_seconds)
        ledger.extend(task, worker, lease)
    return lease
