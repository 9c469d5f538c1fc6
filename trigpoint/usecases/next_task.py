"""Give a worker the next task of a job: a lease they hold already, or a new one.

Ledger calls: session, one page of a lane, claim = 3 on the normal path. The most without collisions
is lanes + 3 (every lane looked at, the first one twice); lanes + 2 when nothing is left, and one more to
remember an answer that came with the question.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace

from trigpoint.domain.errors import Conflict, LeaseExpired
from trigpoint.domain.job import Job
from trigpoint.domain.work import Answer, HeldLease, Lease, Session, Task, lane_of
from trigpoint.ledger.claim import Candidate, candidates
from trigpoint.ledger.lease import live_lease, new_lease, shown
from trigpoint.ledger.lease_id import lease_id
from trigpoint.ledger.session import (
    MAX_LEASES,
    Look,
    Submitted,
    held,
    looks,
    missed,
    passed,
    remembering,
    with_claim,
)
from trigpoint.ports import Clock, Ids, Ledger

ROUNDS = 4
TRIES = 3


@dataclass(frozen=True, slots=True)
class Assignment:
    """A task and the worker's lease on it. `resumed`: the worker held it before this call. `earlier`: the answer
    that they have just taken back."""

    task: Task
    lease: Lease
    resumed: bool = False
    earlier: Answer | None = None

    @property
    def lease_id(self) -> str:
        return lease_id(self.task.seq, self.lease.token)


def next_task(
    job: Job,
    worker: str,
    holding: Collection[str] = (),
    finished: Collection[str] = (),
    *,
    prefetch: bool = False,
    submitted: Submitted | None = None,
    ledger: Ledger,
    clock: Clock,
    ids: Ids,
) -> Assignment | None:
    """The worker's next task, or None when there is none for them now.

    `holding` are the tokens on the client's screen, `finished` those of leases the worker has just
    submitted, released or declined. With `prefetch` the lease waits unshown, for up to twice the task time.
    `submitted` is what they have just answered: it is remembered in their session.
    None is also the answer to a worker who holds two leases, and in a job that no longer serves tasks.
    Raises Conflict when others were faster each time.
    """
    if not job.status.serves:
        return None
    seeker = _Seeker(job, worker, frozenset(holding), frozenset(finished), prefetch, submitted, ledger, clock, ids)
    for _ in range(ROUNDS):
        try:
            return seeker.seek()
        except Conflict:
            continue
    raise Conflict(f"The tasks of job {job.key} are in high demand.", "Ask again in a second.")


def remember_answer(job: Job, worker: str, submitted: Submitted, ledger: Ledger) -> None:
    """For the history, when no next task is asked for. Not worth a retry."""
    before = ledger.session(worker, job.key)
    after = remembering(before, submitted)
    if after is not before:
        with suppress(Conflict):
            ledger.put_session(before, replace(after, version=before.version + 1))


@dataclass(frozen=True, slots=True)
class _Seeker:
    job: Job
    worker: str
    holding: frozenset[str]
    finished: frozenset[str]
    prefetch: bool
    submitted: Submitted | None
    ledger: Ledger
    clock: Clock
    ids: Ids

    def seek(self) -> Assignment | None:
        """One round. Raises Conflict when it has to be begun anew."""
        before = self.ledger.session(self.worker, self.job.key)
        session, live = remembering(before, self.submitted), list[HeldLease]()
        for lease in held(session, self.finished, self.clock.now()):
            if lease.token in self.holding:
                live.append(lease)
            elif resumed := self.resume(lease):
                self.remember(before, session)
                return resumed
        taken = self.take(session, live) if len(live) < MAX_LEASES else None
        if taken is None:
            self.remember(before, session)
        return taken

    def remember(self, before: Session, after: Session) -> None:
        """Keep what was answered though no claim carries it. Not worth a retry: it only serves the history."""
        if after is not before:
            with suppress(Conflict):
                self.ledger.put_session(before, replace(after, version=before.version + 1))

    def resume(self, remembered: HeldLease) -> Assignment | None:
        """A lease that the client lost sight of (a reload), if its row still has it."""
        task = self.ledger.task(self.job.key, remembered.seq, lane_of(remembered.seq, self.job.lanes))
        now = self.clock.now()
        lease = live_lease(task, self.worker, remembered.token, now)
        if task is None or isinstance(lease, LeaseExpired):
            return None
        if self.prefetch or lease.shown:
            return Assignment(task, lease, resumed=True)
        return self.show(task, shown(lease, now, self.job.spec.task_seconds))

    def show(self, task: Task, lease: Lease) -> Assignment | None:
        try:
            self.ledger.extend(task, self.worker, lease)
        except LeaseExpired:
            return None
        return Assignment(task, lease, resumed=True)

    def take(self, session: Session, live: list[HeldLease]) -> Assignment | None:
        tries = 0
        for look, tasks in self.walk(session):
            cursor = passed(tasks, self.worker, look.after)
            for one in candidates(tasks, self.worker, self.clock.now(), self.ids.draw):
                tries += 1
                if taken := self.claim(one, session, live, cursor, last=tries == TRIES):
                    return taken
        if tries:
            raise Conflict(f"Every free task of job {self.job.key} went to somebody faster.")
        return None

    def walk(self, session: Session) -> Iterator[tuple[Look, list[Task]]]:
        unsure: Look | None = None
        for look in looks(session, self.job.lanes):
            tasks = self.ledger.tasks(self.job.key, look.lane, look.after, look.limit)
            unsure = unsure or (look if missed(look, len(tasks)) else None)
            yield look, tasks
        if unsure:
            again = Look(unsure.lane)
            yield again, self.ledger.tasks(self.job.key, again.lane, again.after, again.limit)

    def claim(
        self, one: Candidate, session: Session, live: list[HeldLease], cursor: int, *, last: bool
    ) -> Assignment | None:
        """The claimed task; None to try another one. Raises Conflict when this was the `last` try."""
        now = self.clock.now()
        lease = new_lease(self.ids.token(), now, self.job.spec.task_seconds, prefetch=self.prefetch)
        after = with_claim(session, live, one.task, lease, cursor)
        try:
            self.ledger.claim(one.task, self.worker, lease, one.replaces, session, after)
        except Conflict:
            if last:
                raise
            return None
        return Assignment(one.task, lease)
