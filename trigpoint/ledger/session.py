"""A worker's place in a job: which leases to hand out again, and where to look next."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from trigpoint.domain.job import Instant
from trigpoint.domain.work import HeldLease, Lease, Session, Task

Submitted = tuple[int, Instant]
"""Object id and time of an answer."""

MAX_LEASES = 2
"""The task on the screen and the one prefetched."""

PAGE = 16
"""Tasks of the first look: enough for a free one in nearly every lane, cheap to read."""

RECENT = 20
"""Answers of a worker that are remembered in their session, newest first."""

WHOLE_LANE = 1000
"""Tasks of a look that must not miss any (DESIGN 1: a lane has at most about 1,000 rows)."""


@dataclass(frozen=True, slots=True)
class Look:
    """One query of a lane: object ids greater than `after`, at most `limit`."""

    lane: int
    after: int = -1
    limit: int = WHOLE_LANE


def held(session: Session, finished: Collection[str], now: Instant) -> tuple[HeldLease, ...]:
    """Leases that may still live: not just finished, deadline not passed."""
    return tuple(one for one in session.leases if one.token not in finished and one.deadline >= now)


def first_lane(session: Session, lanes: int) -> int:
    """Where a worker looks first: the lane of the last claim, or one that spreads new workers."""
    if session.version == 0:
        return crc32(session.worker.encode()) % lanes
    return session.lane % lanes


def looks(session: Session, lanes: int) -> Iterator[Look]:
    """First a page behind the cursor of the worker's lane, then every other lane."""
    start = first_lane(session, lanes)
    yield Look(start, session.after.get(start, -1), PAGE)
    for step in range(1, lanes):
        yield Look((start + step) % lanes)


def missed(look: Look, found: int) -> bool:
    """Whether a look of `found` tasks may have left tasks of its lane unseen."""
    return look.after >= 0 or found >= look.limit


def passed(tasks: Sequence[Task], worker: str, after: int) -> int:
    """The cursor moved over leading tasks that this worker can never take again."""
    for task in tasks:
        if not (task.full or worker in task.done or worker in task.declined):
            break
        after = task.seq
    return after


def with_claim(session: Session, live: Sequence[HeldLease], task: Task, lease: Lease, after: int) -> Session:
    """The session after a claim. Only the lane of the claim keeps its cursor: the other lanes start
    over, so that objects of lower id that enter the window later are found."""
    return Session(
        worker=session.worker,
        job=session.job,
        leases=(*live, HeldLease(task.seq, lease.token, lease.deadline)),
        lane=task.lane,
        after={task.lane: after} if after >= 0 else {},
        version=session.version + 1,
        recent=session.recent,
        answered=session.answered,
    )


def remembering(session: Session, submitted: Submitted | None) -> Session:
    """The session with an answer among the recent ones; one that is sent again keeps its place."""
    if submitted is None or any(seq == submitted[0] for seq, _ in session.recent):
        return session
    seq, time = submitted
    recent = ((seq, round(time, 3)), *session.recent)[:RECENT]
    return replace(session, recent=recent, answered=session.answered + 1)


def with_undone(session: Session, live: Sequence[HeldLease], seq: int, lease: Lease) -> Session:
    """The session after an answer was taken back: its task is held again."""
    return replace(
        session,
        leases=(*live, HeldLease(seq, lease.token, lease.deadline)),
        version=session.version + 1,
        recent=tuple(one for one in session.recent if one[0] != seq),
        answered=max(0, session.answered - 1),
    )
