"""When a task ends, and how: full, declined by too many, or past its lifetime."""

from __future__ import annotations

from dataclasses import dataclass, replace

from trigpoint.domain.job import Instant, Job
from trigpoint.domain.work import Label, Outcome, Task

DECLINED = "declined by all workers"
EXPIRED = "expired before a worker answered"


@dataclass(frozen=True, slots=True)
class Ending:
    """How a task ends: its answers are consolidated, or without any the object fails for `reason`.

    `partial` marks fewer answers than were asked for.
    """

    consolidate: bool
    partial: bool = False
    reason: str = ""


def ending(task: Task, job: Job, now: Instant) -> Ending | None:
    """How the task ends now, or None while it wants more answers.

    Declined and expired tasks wait for leases that still live, so that nobody works for nothing.
    """
    if task.full:
        return Ending(consolidate=True)
    if any(lease.deadline >= now for lease in task.leases.values()):
        return None
    if len(task.declined) >= job.spec.workers:
        return _short(task, DECLINED)
    if task.opened + job.spec.lifetime_seconds < now:
        return _short(task, EXPIRED)
    return None


def _short(task: Task, reason: str) -> Ending:
    return Ending(consolidate=bool(task.done), partial=True, reason=reason)


def failed_label(task: Task, reason: str, now: Instant) -> Label:
    """The row of an object that ends without a result."""
    return Label(task.job, task.seq, Outcome.FAILED, now, wave=task.wave, reason=reason)


def wider(job: Job, task: Task) -> int | None:
    """How many answers to ask for when those so far leave the label unsure; None at the job's limit.

    Only jobs with the option `min-workers` start below `workers` (DESIGN 4, asking no more than needed).
    """
    return task.want + 1 if task.want < job.spec.workers else None


def widened(row: Task | None, seen: Task, want: int) -> Task | None:
    """The row with `want` slots; None when it was widened already or is gone."""
    if row is None or row.want != seen.want:
        return None
    return replace(row, want=want, open=row.open + want - row.want)
