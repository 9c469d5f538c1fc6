"""When a task ends, and how: full, declined by too many, or past its lifetime."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from trigpoint.domain.job import Instant, Job
from trigpoint.domain.work import Label, Outcome, Task

DECLINED = "declined by all workers"
EXPIRED = "expired before a worker answered"
REASON_CHARACTERS = 1000
"""At most so much of what workers said goes into a failure reason."""


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

    A full task waits while its newest answer may be taken back. Declined and expired tasks wait for leases
    that still live, so that nobody works for nothing. Nothing can come to a sealed task: it waits no more.
    """
    if task.full:
        return Ending(consolidate=True) if _settled(task, job, now) else None
    if not task.sealed and any(lease.deadline >= now for lease in task.leases.values()):
        return None
    if len(task.declined) >= job.spec.workers:
        return _short(task, DECLINED)
    if task.opened + job.spec.lifetime_seconds < now:
        return _short(task, EXPIRED)
    return None


def _settled(task: Task, job: Job, now: Instant) -> bool:
    """Whether no answer of a full task may be taken back any more. Nobody waits in a job that has stopped.

    Without undo no clock is asked: the one that stamped the answer may run ahead of this one.
    """
    wait = job.spec.undo_seconds
    return task.sealed or not wait or not job.status.serves or now >= task.answered + wait


def _short(task: Task, how: str) -> Ending:
    said = _said(task)
    return Ending(consolidate=bool(task.done), partial=True, reason=f"{how}: {said}" if said else how)


def _said(task: Task) -> str:
    """Why workers declined the task, the most frequent reason first: `blurred (2); too dark`."""
    counted = Counter(reason.strip() for reason in task.reasons if reason.strip()).most_common()
    said = "; ".join(f"{reason} ({times})" if times > 1 else reason for reason, times in counted)
    return said if len(said) <= REASON_CHARACTERS else f"{said[: REASON_CHARACTERS - 1]}…"


def failed_label(task: Task, reason: str, now: Instant) -> Label:
    """The row of an object that ends without a result."""
    return Label(task.job, task.seq, Outcome.FAILED, now, wave=task.wave, reason=reason)


def wider(job: Job, task: Task) -> int | None:
    """How many answers to ask for when those so far leave the label unsure; None at the job's limit.

    Only jobs with the option `min-workers` start below `workers` (DESIGN 4, asking no more than needed).
    """
    return task.want + 1 if task.want < job.spec.workers else None


def widened(row: Task | None, seen: Task, want: int) -> Task | None:
    """The row with `want` slots, open to more answers; None when it was widened already or is gone."""
    if row is None or row.want != seen.want:
        return None
    return replace(row, want=want, open=row.open + want - row.want, sealed=False)
