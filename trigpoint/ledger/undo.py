"""Taking an answer back: a done entry becomes its worker's lease again."""

from __future__ import annotations

from dataclasses import replace

from trigpoint.domain.errors import Conflict, LeaseExpired
from trigpoint.domain.job import Instant, Job
from trigpoint.domain.work import Answer, Lease, Task

FIX = "Go on with the next task."

FROM = "~"
"""In a token, before that of the lease whose answer was taken back. No id that is drawn has it."""


def may_undo(job: Job, answer: Answer, now: Instant) -> bool:
    """Whether the time for taking the answer back has not run out."""
    return job.spec.undo_seconds > 0 and now <= answer.submitted + job.spec.undo_seconds


def undo_token(drawn: str, answer: Answer) -> str:
    """Token of the lease that takes the answer's place. It names the answer, so that a repeat is known as one."""
    return f"{drawn}{FROM}{_drawn(answer.token)}"


def came_of(lease: Lease, token: str) -> bool:
    """Whether the lease came of taking back the answer given under `token`; with "", of any answer."""
    _, undone, origin = lease.token.partition(FROM)
    return bool(undone) and _drawn(token) in ("", origin)


def _drawn(token: str) -> str:
    return token.partition(FROM)[0]


def undone(row: Task | None, seen: Task, worker: str, lease: Lease) -> Task | LeaseExpired | Conflict:
    """The row with the worker's lease in place of their done entry. `seen` is the row they decided on."""
    if row is None or row.sealed:
        return sealed(seen.seq)
    place = done_place(seen, worker)
    if place is None or row.done[place : place + 1] != (worker,) or worker in row.leases:
        return moved(seen)
    done = row.done[:place] + row.done[place + 1 :]
    return replace(row, done=done, leases={**row.leases, worker: lease})


def done_place(task: Task, worker: str) -> int | None:
    """Where in the task's done list the worker stands."""
    return task.done.index(worker) if worker in task.done else None


def sealed(seq: int) -> LeaseExpired:
    return LeaseExpired(f"It is too late to undo: the answers of object {seq} are being merged or were.", FIX)


def moved(task: Task) -> Conflict:
    return Conflict(f"The answers of object {task.seq} of job {task.job} have moved.", "Read the task again.")
