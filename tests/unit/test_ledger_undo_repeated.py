"""An undo that is sent again answers as the first did and changes nothing, whatever happened before."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from ledger_bench import Bench, a_job

from trigpoint.domain.errors import TrigpointError
from trigpoint.usecases.next_task import Assignment
from trigpoint.usecases.undo_answer import undo_answer

WORKERS = st.sampled_from(("ann", "ben"))
STEPS = st.lists(st.tuples(st.sampled_from(("answer", "undo", "prefetch", "close", "wait")), WORKERS), max_size=25)


class Crew:
    """Two workers at a job of three objects and two answers each, where answers can be taken back for 30 s."""

    def __init__(self) -> None:
        self.bench = Bench(a_job(workers=2, options={"undo-seconds": "30"}), seqs=range(3))
        self.sent: dict[str, Assignment] = {}

    def step(self, what: str, worker: str) -> None:
        match what:
            case "answer":
                if one := self.bench.next(worker):
                    self.bench.submit(one, worker)
                    self.sent[worker] = one
            case "undo" if worker in self.sent:
                self.undo_twice(worker, self.sent[worker])
            case "prefetch":
                self.bench.next(worker, prefetch=True)
            case "close":
                self.bench.close(*range(3))
            case "wait":
                self.bench.clock.advance(11)

    def undo_twice(self, worker: str, one: Assignment) -> None:
        first, changed = self.undo(worker, one), self.rows()
        second = self.undo(worker, one)
        assert type(second) is type(first)
        assert isinstance(first, TrigpointError) or second == first
        assert self.rows() == changed

    def undo(self, worker: str, one: Assignment) -> Any:
        """Lease and object of the task, or the refusal."""
        ports = {"ledger": self.bench.ledger, "clock": self.bench.clock, "ids": self.bench.ids}
        try:
            found = undo_answer(self.bench.job, worker, one.task.seq, one.lease.token, **ports)
        except TrigpointError as error:
            return error
        return found.lease_id, found.lease

    def rows(self) -> Any:
        ledger = self.bench.ledger
        return dict(ledger.task_rows), dict(ledger.answer_rows), dict(ledger.session_rows), dict(ledger.label_rows)


@given(STEPS)
def test_an_undo_that_is_sent_twice_counts_once(steps: list[tuple[str, str]]) -> None:
    crew = Crew()
    for what, worker in steps:
        crew.step(what, worker)
