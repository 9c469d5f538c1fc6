"""Who may take which task, and what its row becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import islice

from trigpoint.domain.errors import Conflict
from trigpoint.domain.job import Instant
from trigpoint.domain.work import Lease, Task

CHOICES = 8
"""Workers draw among this many tasks, so that those who ask at once rarely collide."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A task a worker may take: an open slot of it, or the lapsed lease of worker `replaces`."""

    task: Task
    replaces: str | None = None


def candidate(task: Task, worker: str, now: Instant) -> Candidate | None:
    """The slot of a task that the worker may take, if any: an open one before a lapsed one."""
    if task.sealed or worker in task.done or worker in task.declined:
        return None
    own = task.leases.get(worker)
    if own is not None:
        return Candidate(task, worker) if own.deadline < now else None
    if task.open > 0:
        return Candidate(task)
    lapsed = (holder for holder, lease in task.leases.items() if lease.deadline < now)
    return next((Candidate(task, holder) for holder in lapsed), None)


def candidates(tasks: Iterable[Task], worker: str, now: Instant, draw: Callable[[int], int]) -> list[Candidate]:
    """The first eligible tasks in order of object id, rotated to a random start: try them in turn."""
    found = (candidate(task, worker, now) for task in tasks)
    first = list(islice((one for one in found if one), CHOICES))
    start = draw(len(first)) if len(first) > 1 else 0
    return first[start:] + first[:start]


def claimed(row: Task | None, seen: Task, worker: str, lease: Lease, replaces: str | None) -> Task | Conflict:
    """The row with the worker's lease. `seen` is the row as the worker read it before deciding."""
    if row is None or row.sealed or worker in row.done or worker in row.declined:
        return _conflict(seen, "is closed or was seen by this worker")
    if replaces is None:
        if row.open <= 0 or worker in row.leases:
            return _conflict(seen, "has no slot left for this worker")
        return replace(row, open=row.open - 1, leases={**row.leases, worker: lease})
    if _moved(row.leases.get(replaces), seen.leases[replaces]) or worker in {*row.leases} - {replaces}:
        return _conflict(seen, "was taken over by another worker")
    others = {holder: held for holder, held in row.leases.items() if holder != replaces}
    return replace(row, leases={**others, worker: lease})


def _moved(stored: Lease | None, seen: Lease) -> bool:
    """Whether a lease is no longer the one seen to lapse: taken over, or given a new deadline."""
    return stored is None or (stored.token, stored.deadline) != (seen.token, seen.deadline)


def _conflict(task: Task, why: str) -> Conflict:
    return Conflict(f"Object {task.seq} of job {task.job} {why}.", "Take another task.")
