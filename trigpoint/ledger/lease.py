"""How long a lease lives, and whether it does.

A deadline only ever moves earlier than the one handed out with the claim. The worker's session keeps
that first deadline, so a lease it believes lapsed has lapsed for good: a late heartbeat can not bring
a third lease to life (DESIGN 4: at most two).
"""

from __future__ import annotations

from dataclasses import replace

from trigpoint.domain.errors import LeaseExpired
from trigpoint.domain.job import Instant
from trigpoint.domain.work import Lease, Task

FIX = "Ask for the next task."


def new_lease(token: str, now: Instant, task_seconds: int, *, prefetch: bool) -> Lease:
    """A lease from `now`; a prefetched one also outlives the task that is on the screen before it."""
    return Lease(token, now + task_seconds * (2 if prefetch else 1), shown=not prefetch)


def shown(lease: Lease, now: Instant, task_seconds: int) -> Lease:
    """The lease once its task is on the screen: the clock starts at the first showing only."""
    if lease.shown:
        return lease
    return replace(lease, deadline=min(now + task_seconds, lease.deadline), shown=True)


def gone() -> LeaseExpired:
    """The refusal of a lease whose row has no place for it any more."""
    return LeaseExpired("This task is no longer yours: its time ran out or it was given back.", FIX)


def live_lease(task: Task | None, worker: str, token: str, now: Instant) -> Lease | LeaseExpired:
    """The worker's lease if the row still holds it and its deadline has not passed."""
    lease = task.leases.get(worker) if task else None
    if lease is None or lease.token != token:
        return gone()
    if lease.deadline < now:
        return LeaseExpired("The time for this task has run out.", FIX)
    return lease


def held_lease(task: Task | None, worker: str, token: str) -> Lease | LeaseExpired:
    """The worker's lease if the row still holds it, lapsed or not."""
    return live_lease(task, worker, token, float("-inf"))
