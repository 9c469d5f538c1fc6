"""Take an answer back for a while: it is deleted, and its task is on the worker's screen again."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

from trigpoint.domain.errors import Conflict, JobClosed, LeaseExpired, NotFound, Refused
from trigpoint.domain.job import Instant, Job
from trigpoint.domain.work import Answer, HeldLease, Lease, Session, Task, lane_of
from trigpoint.ledger.lease import live_lease, new_lease
from trigpoint.ledger.session import MAX_LEASES, held, with_undone
from trigpoint.ledger.undo import FIX, came_of, may_undo, sealed, undo_token
from trigpoint.ports import Clock, Ids, Ledger
from trigpoint.usecases.next_task import Assignment

TRIES = 4


def undo_answer(
    job: Job, worker: str, seq: int, token: str = "", *, ledger: Ledger, clock: Clock, ids: Ids
) -> Assignment:
    """The task as the worker holds it again; whoever else holds or answered it is not touched.

    With `token` only the answer submitted under that lease is taken back, never a later one. Repeated while the
    lease it gave lives, it gives that lease again and changes nothing. A worker who holds two tasks gives back
    the one they have not seen yet. Raises NotFound without an answer of theirs, LeaseExpired when it
    is too late, Refused when both their tasks were shown, JobClosed, Conflict.
    """
    if not job.status.serves:
        raise JobClosed(f"job {job.key} takes no more answers.", "Choose another job.")
    undoing = _Undoing(job, worker, seq, token, ledger, clock, ids)
    for _ in range(TRIES):
        try:
            return undoing.once()
        except Conflict:
            continue
    raise Conflict(f"The answers of object {seq} of job {job.key} keep moving.", "Undo again.")


@dataclass(frozen=True, slots=True)
class _Undoing:
    job: Job
    worker: str
    seq: int
    token: str
    ledger: Ledger
    clock: Clock
    ids: Ids

    def once(self) -> Assignment:
        """One try. Raises Conflict when it has to be begun anew."""
        now = self.clock.now()
        answer, task = self.answer(), self.task(self.seq)
        if answer is None:
            return self.held_again(task, now)
        self.check(answer, now)
        if task is None or task.sealed:
            raise sealed(self.seq)
        before = self.ledger.session(self.worker, self.job.key)
        live = self.with_room(before, now)
        token = undo_token(self.ids.token(), answer)
        lease = new_lease(token, now, self.job.spec.task_seconds, prefetch=False)
        self.ledger.undo(task, answer, lease, before, with_undone(before, live, self.seq, lease))
        return Assignment(task, lease, earlier=answer)

    def answer(self) -> Answer | None:
        found = self.ledger.own_answers(self.job.key, self.worker, [self.seq])
        return found[0] if found else None

    def held_again(self, task: Task | None, now: Instant) -> Assignment:
        """What this undo left behind when it came before: no answer, and a lease in its place."""
        lease = task.leases.get(self.worker) if task else None
        if task is None or lease is None or lease.deadline < now or not came_of(lease, self.token):
            raise NotFound(f"you have no answer for object {self.seq} of job {self.job.key}.", "Read your history.")
        return Assignment(task, lease, resumed=True)

    def check(self, answer: Answer, now: Instant) -> None:
        if self.token not in ("", answer.token):
            raise LeaseExpired(f"That answer for object {self.seq} was taken back, and another one given.", FIX)
        if not may_undo(self.job, answer, now):
            seconds = self.job.spec.undo_seconds
            raise LeaseExpired(f"It is too late to undo: answers can be taken back for {seconds} s.", FIX)

    def task(self, seq: int) -> Task | None:
        return self.ledger.task(self.job.key, seq, lane_of(seq, self.job.lanes))

    def with_room(self, session: Session, now: Instant) -> list[HeldLease]:
        """The worker's leases that live, one less than they may hold."""
        live = [(one, lease) for one in held(session, (), now) if (lease := self.lives(one, now))]
        if len(live) < MAX_LEASES:
            return [one for one, _ in live]
        unseen = next((one for one, lease in live if not lease.shown), None)
        if unseen is None:
            raise Refused(f"You hold {len(live)} tasks already.", "Finish or release the task on your screen first.")
        with suppress(LeaseExpired):
            lane = lane_of(unseen.seq, self.job.lanes)
            self.ledger.release(self.job.key, unseen.seq, lane, self.worker, unseen.token)
        return [one for one, _ in live if one is not unseen]

    def lives(self, one: HeldLease, now: Instant) -> Lease | None:
        lease = live_lease(self.task(one.seq), self.worker, one.token, now)
        return None if isinstance(lease, LeaseExpired) else lease
