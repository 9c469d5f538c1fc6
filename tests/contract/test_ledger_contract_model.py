"""The memory ledger is the model: random steps on it and on DynamoDB give the same results and rows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from ledger_table import NOW, a_job, a_task, dynamo_table

from trigpoint.adapters.dynamo_ledger import DynamoLedger
from trigpoint.domain.errors import TrigpointError
from trigpoint.domain.job import Cursor, JobStatus
from trigpoint.domain.work import Answer, Label, Lease, Outcome, Session, Shard, Task
from trigpoint.ports import Ledger
from trigpoint.testing.memory_ledger import MemoryLedger

SEQS = st.sampled_from((0, 1, 2, 503))
PEOPLE = st.sampled_from(("ann", "b.c#d[0]", "ü :x"))
TOKENS = st.sampled_from(("t1", "t2"))
TIMES = st.sampled_from((NOW, NOW + 0.1, NOW + 600))
OUTCOMES = st.sampled_from(Outcome)
MOSTLY_NOT = st.sampled_from((False, False, False, True))


def outcome_of(call: Callable[[], Any]) -> Any:
    """What a call returned, or the kind of error that refused it."""
    try:
        return call()
    except TrigpointError as error:
        return type(error)


class SideBySide(RuleBasedStateMachine):
    """Steps both ledgers; claims act on rows read at any earlier time."""

    def __init__(self) -> None:
        super().__init__()
        # A table for each example: moto copies every row it has for each transaction.
        self.closing = ExitStack()
        self.dynamo: Ledger = DynamoLedger(*self.closing.enter_context(dynamo_table()))

    @initialize()
    def begin(self) -> None:
        self.model = MemoryLedger()
        self.job = a_job(slices=9)
        self.seen: dict[int, Task] = {}
        self.both(lambda ledger: ledger.create_job(self.job))
        self.both(lambda ledger: ledger.put_shards(self.job.key, [Shard(n, 0, 9, 500) for n in (0, 1)]))

    def both(self, call: Callable[[Ledger], Any]) -> Any:
        expected = outcome_of(lambda: call(self.model))
        assert outcome_of(lambda: call(self.dynamo)) == expected
        return expected

    def lane(self, seq: int) -> int:
        return seq % self.job.lanes

    @rule(seqs=st.sets(SEQS, min_size=1), stale=MOSTLY_NOT)
    def open(self, seqs: set[int], stale: bool) -> None:
        cursor = self.model.job(self.job.key).cursor
        if self.model.task_rows.keys() & {(self.job.key, seq) for seq in seqs}:
            return
        before = replace(cursor, position=cursor.position + stale)
        after = Cursor(0, cursor.position + 1)
        tasks = [a_task(self.job, seq) for seq in sorted(seqs)]
        self.both(lambda ledger: ledger.open_tasks(self.job.key, before, after, tasks))

    @rule(seq=SEQS)
    def read(self, seq: int) -> None:
        task = self.both(lambda ledger: ledger.task(self.job.key, seq, self.lane(seq)))
        if task:
            self.seen[seq] = task

    @rule(seq=SEQS, worker=PEOPLE, token=TOKENS, deadline=TIMES, takeover=st.booleans(), version=st.integers(0, 1))
    def claim(self, seq: int, worker: str, token: str, deadline: float, takeover: bool, version: int) -> None:
        task = self.seen.get(seq)
        if task is None:
            return
        replaces = next(iter(task.leases), None) if takeover else None
        stored = self.model.session(worker, self.job.key).version
        before = Session(worker, self.job.key, version=max(0, stored - version))
        after = replace(before, version=stored + 1, after={1: seq})
        lease = Lease(token, deadline, shown=takeover)
        self.both(lambda ledger: ledger.claim(task, worker, lease, replaces, before, after))
        self.both(lambda ledger: ledger.session(worker, self.job.key))
        self.read(seq)

    @rule(seq=SEQS, worker=PEOPLE, token=TOKENS, submitted=TIMES)
    def submit(self, seq: int, worker: str, token: str, submitted: float) -> None:
        answer = Answer(self.job.key, seq, worker, {"said": [token, None]}, NOW, submitted, token)
        self.both(lambda ledger: ledger.submit(answer, self.lane(seq)))

    @rule(seq=SEQS, worker=PEOPLE, token=TOKENS, regret=st.booleans())
    def work(self, seq: int, worker: str, token: str, regret: bool) -> None:
        """Take the task as it stands, answer it at once, and perhaps take the answer back."""
        if (self.job.key, seq) not in self.model.task_rows:
            self.open({seq}, stale=False)
        self.read(seq)
        self.claim(seq, worker, token, NOW + 600, takeover=False, version=0)
        self.submit(seq, worker, token, NOW)
        for answer in self.model.own_answers(self.job.key, worker, [seq]) if regret else ():
            self.read(seq)
            self.take_back(answer, behind=False)

    @rule(seq=SEQS, again=st.booleans())
    def seal(self, seq: int, again: bool) -> None:
        if again:
            self.read(seq)
        if seq in self.seen:
            self.both(lambda ledger: ledger.seal(self.seen[seq]))

    @rule(which=st.integers(0, 9), worker=PEOPLE, forged=MOSTLY_NOT, again=st.booleans(), version=MOSTLY_NOT)
    def undo(self, which: int, worker: str, forged: bool, again: bool, version: bool) -> None:
        """Of a stored answer, mostly with its own token and session, of the row as it is or as it was."""
        stored = [one for rows in self.model.answer_rows.values() for one in rows.values()]
        if not stored:
            return
        answer = stored[which % len(stored)]
        answer = replace(answer, worker=worker, token="t0") if forged else answer
        if again:
            self.read(answer.seq)
        self.take_back(answer, behind=version)

    def take_back(self, answer: Answer, behind: bool) -> None:
        if task := self.seen.get(answer.seq):
            before, after = self.sessions(answer.worker, behind)
            lease = Lease("t1", NOW + 600)
            self.both(lambda ledger: ledger.undo(task, answer, lease, before, after))
            self.both(lambda ledger: ledger.session(answer.worker, self.job.key))

    @rule(worker=PEOPLE, version=st.integers(0, 1))
    def remember(self, worker: str, version: int) -> None:
        before, after = self.sessions(worker, version)
        self.both(lambda ledger: ledger.put_session(before, after))
        self.both(lambda ledger: ledger.session(worker, self.job.key))

    def sessions(self, worker: str, behind: int) -> tuple[Session, Session]:
        """A session as it was `behind` versions ago, and what follows it."""
        stored = self.model.session(worker, self.job.key)
        before = replace(stored, version=max(0, stored.version - behind))
        return before, replace(before, version=before.version + 1, recent=((3, NOW + 0.5), *stored.recent)[:2])

    @rule(worker=PEOPLE)
    def own(self, worker: str) -> None:
        def by_object(ledger: Ledger) -> list[Answer]:
            return sorted(ledger.own_answers(self.job.key, worker, (0, 1, 2, 503)), key=lambda one: one.seq)

        self.both(by_object)

    @rule(seq=SEQS, worker=PEOPLE, token=TOKENS, deadline=TIMES)
    def extend(self, seq: int, worker: str, token: str, deadline: float) -> None:
        task = a_task(self.job, seq)
        self.both(lambda ledger: ledger.extend(task, worker, Lease(token, deadline)))

    @rule(seq=SEQS, worker=PEOPLE, token=TOKENS, good=st.booleans())
    def give_back(self, seq: int, worker: str, token: str, good: bool) -> None:
        place = (self.job.key, seq, self.lane(seq), worker, token)
        if good:
            self.both(lambda ledger: ledger.decline(*place, "blurred"))
        else:
            self.both(lambda ledger: ledger.release(*place))

    @rule(seq=SEQS, want=st.integers(3, 4))
    def widen(self, seq: int, want: int) -> None:
        if seq in self.seen:
            self.both(lambda ledger: ledger.widen(self.seen[seq], want))

    @rule(seq=SEQS, outcome=OUTCOMES, revision=st.integers(0, 2), how=st.integers(0, 3))
    def label(self, seq: int, outcome: Outcome, revision: int, how: int) -> None:
        label = Label(self.job.key, seq, outcome, NOW, {"label": seq}, 0.5, wave=how, revision=revision)
        calls: tuple[Callable[[Ledger], Any], ...] = (
            lambda ledger: ledger.put_label(label),
            lambda ledger: ledger.close_task(label, self.lane(seq)),
            lambda ledger: ledger.close_unopened(label),
            lambda ledger: ledger.revise_label(label),
        )
        self.both(calls[how])
        self.both(lambda ledger: ledger.label(self.job.key, seq))

    @rule(token=st.sampled_from((None, "a", "b")), status=st.sampled_from(JobStatus), closed=st.integers(-1, 2))
    def change(self, token: str | None, status: JobStatus, closed: int) -> None:
        put = {"token": token} | ({"status": status} if status.serves else {})
        expect = {"token": self.model.job(self.job.key).token, "closed": max(closed, 0)}
        self.both(lambda ledger: ledger.change_job(self.job.key, put=put, add={"closed": closed}, expect=expect))

    @invariant()
    def rows_agree(self) -> None:
        for lane in range(self.job.lanes):
            self.both(lambda ledger, lane=lane: ledger.tasks(self.job.key, lane))

    def teardown(self) -> None:
        with self.closing:
            self.both(lambda ledger: ledger.job(self.job.key))
            self.both(lambda ledger: ledger.shards(self.job.key, (0, 1)))
            for shard in (0, 1):
                self.both(lambda ledger, shard=shard: ledger.shard_contents(self.job.key, shard))


def test_dynamo_follows_the_model() -> None:
    run_state_machine_as_test(
        SideBySide,
        settings=settings(
            max_examples=25,
            stateful_step_count=40,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
