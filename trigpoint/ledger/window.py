"""The window: how many objects to open next, and where the cursor then stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from trigpoint.domain.job import Cursor, Instant, Job
from trigpoint.domain.work import InputPointer, Task, lane_of

CHUNK = 99
"""Task rows of one transaction: DynamoDB takes 100 actions, the cursor is one of them."""

Entry = tuple[int, int, int]
"""A line of a slice index: object id, start and length of its prepared input."""


@dataclass(frozen=True, slots=True)
class Opening:
    """Entries to open together and the cursor after them."""

    entries: tuple[Entry, ...]
    after: Cursor


def visible(job: Job) -> int:
    """Objects that workers can see now, by the job row's hints."""
    return job.opened - (job.closed - job.unopened)


def room(job: Job) -> int:
    """How many objects may still be opened; zero when the job serves no tasks or none are ready."""
    if not job.status.serves or job.cursor.slice >= job.slices:
        return 0
    return max(0, job.spec.window - visible(job))


def next_opening(cursor: Cursor, index: Sequence[Sequence[int]], free: int) -> Opening:
    """The next entries of the slice under the cursor: at most `free`, at most a transaction's worth.

    An exhausted (or empty) slice opens nothing and moves the cursor to the next slice.
    """
    end = min(cursor.position + min(free, CHUNK), len(index))
    entries = tuple((seq, start, length) for seq, start, length in index[cursor.position : end])
    after = Cursor(cursor.slice + 1) if end >= len(index) else Cursor(cursor.slice, end)
    return Opening(entries, after)


def opened_task(job: Job, entry: Entry, wave: int, now: Instant) -> Task:
    """The row of an object that enters the window."""
    seq, start, length = entry
    want = first_want(job)
    pointer = InputPointer(job.cursor.slice, start, length)
    return Task(job.key, seq, lane_of(seq, job.lanes), want, want, now, pointer, wave)


def first_want(job: Job) -> int:
    """Answers asked for at first: the option `min-workers` if given, at most the job's `workers`."""
    text = job.spec.options.get("min-workers", "")
    asked = int(text) if text.isascii() and text.isdigit() else job.spec.workers
    return max(1, min(asked, job.spec.workers))
