"""The simulator catches each planted bug within 150 seeds: it is itself under test."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from trigpoint.domain.job import Cursor
from trigpoint.domain.work import Answer, Label, Lease, Session, Task, UsageRecord
from trigpoint.ledger.usage import month_of
from trigpoint.testing.fakes import FakeClock
from trigpoint.testing.memory_ledger import MemoryLedger
from trigpoint.testing.simulator import simulate

SEEDS = 150


class ClaimUnconditional(MemoryLedger):
    """Gives out a slot whether one is open or not."""

    def claim(
        self, task: Task, worker: str, lease: Lease, replaces: str | None, before: Session, after: Session
    ) -> None:
        row = self.task_rows.get((task.job, task.seq))
        if row and replaces is None and worker not in row.leases:
            self.task_rows[task.job, task.seq] = replace(row, open=row.open - 1, leases={**row.leases, worker: lease})
            self.session_rows[worker, task.job] = after
        else:
            super().claim(task, worker, lease, replaces, before, after)


class SessionUnconditional(MemoryLedger):
    """Puts the session whatever version is stored: two tabs can each take two leases."""

    def claim(self, task: Task, worker: str, lease: Lease, replaces: str | None, _: Session, after: Session) -> None:
        super().claim(task, worker, lease, replaces, self.session(worker, task.job), after)


class SubmitWithoutToken(MemoryLedger):
    """Settles whichever lease the worker has, or none at all."""

    def submit(self, answer: Answer, lane: int, *, drafted: bool = False) -> None:
        row = self.task(answer.job, answer.seq, lane)
        stored = self.answer_rows.get((answer.job, answer.seq), {})
        if row is None or answer.worker in stored:
            super().submit(answer, lane, drafted=drafted)
            return
        rest = {worker: lease for worker, lease in row.leases.items() if worker != answer.worker}
        self.task_rows[answer.job, answer.seq] = replace(row, leases=rest, done=(*row.done, answer.worker))
        self.answer_rows[answer.job, answer.seq] = {**stored, answer.worker: answer}


class TakeoverWithoutToken(MemoryLedger):
    """Takes a lease over though it is no longer the one that was seen to lapse."""

    def claim(
        self, task: Task, worker: str, lease: Lease, replaces: str | None, before: Session, after: Session
    ) -> None:
        row = self.task_rows.get((task.job, task.seq))
        if row and replaces and replaces in row.leases:
            task = replace(task, leases={**task.leases, replaces: row.leases[replaces]})
        super().claim(task, worker, lease, replaces, before, after)


class SplitRows(MemoryLedger):
    """Offers halves of transactions, for the wrappers below."""

    def delete_task(self, label: Label, _: int) -> bool:
        return self.task_rows.pop((label.job, label.seq), None) is not None

    def add_tally(self, label: Label) -> None:
        self._count(label, unopened=0)

    def put_tasks(self, job: str, tasks: list[Task]) -> None:
        self.task_rows.update({(job, task.seq): task for task in tasks})

    def move_cursor(self, job: str, before: Cursor, after: Cursor, opened: int) -> None:
        super().open_tasks(job, before, after, [])
        self.change_job(job, add={"opened": opened})


class Wrapper:
    """Passes every call on; subclasses break one of them."""

    def __init__(self, inner: Any, clock: FakeClock) -> None:
        self.inner = inner
        self.clock = clock

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inner, name)


class TallyOutside(Wrapper):
    def close_task(self, label: Label, lane: int) -> bool:
        if not self.inner.delete_task(label, lane):
            return False
        self.inner.add_tally(label)
        return True


class TaskBeforeLabel(Wrapper):
    def put_label(self, label: Label) -> Label:
        lane = label.seq % self.inner.job(label.job).lanes
        self.inner.close_task(label, lane)
        return self.inner.put_label(label)

    def close_task(self, *_: object) -> bool:
        return True


class RowsOutsideCursor(Wrapper):
    def open_tasks(self, job: str, before: Cursor, after: Cursor, tasks: list[Task]) -> None:
        self.inner.put_tasks(job, tasks)
        self.inner.move_cursor(job, before, after, len(tasks))


class UsageMonthFromNow(Wrapper):
    def put_usage(self, record: UsageRecord) -> None:
        self.inner.put_usage(replace(record, month=month_of(self.clock.now())))


class LabelOverwrites(MemoryLedger):
    """The last closer wins instead of the first."""

    def put_label(self, label: Label) -> Label:
        self.label_rows[label.job, label.seq] = label
        return label


class UndoIgnoresSeal(MemoryLedger):
    """Takes an answer back though it is being merged."""

    def undo(self, task: Task, answer: Answer, lease: Lease, before: Session, after: Session) -> None:
        row = self.task_rows.get((task.job, task.seq))
        if row:
            self.task_rows[task.job, task.seq] = replace(row, sealed=False)
        super().undo(task, answer, lease, before, after)


class SealsNothing(MemoryLedger):
    """Closing looks at the answers, and does not keep them as they are."""

    def seal(self, task: Task) -> bool:
        row = self.task_rows.get((task.job, task.seq))
        return row is not None and row.done == task.done


class UndoKeepsAnswer(MemoryLedger):
    """Gives the task back and forgets to delete the answer."""

    def undo(self, task: Task, answer: Answer, lease: Lease, before: Session, after: Session) -> None:
        super().undo(task, answer, lease, before, after)
        stored = self.answer_rows.get((task.job, task.seq), {})
        self.answer_rows[task.job, task.seq] = {**stored, answer.worker: answer}


class UndoOpensSlot(MemoryLedger):
    """Opens the slot to all instead of giving it back to its worker."""

    def undo(self, task: Task, answer: Answer, lease: Lease, before: Session, after: Session) -> None:
        super().undo(task, answer, lease, before, after)
        self.release(task.job, task.seq, task.lane, answer.worker, lease.token)


BUGS: dict[str, tuple[dict[str, Any], str]] = {
    "claim without condition": ({"make_ledger": ClaimUnconditional}, "I14"),
    "session without version": ({"make_ledger": SessionUnconditional}, "I12"),
    "submit without lease token": ({"make_ledger": SubmitWithoutToken}, "I14"),
    "takeover without lease token": ({"make_ledger": TakeoverWithoutToken}, "I11"),
    "tally outside the transaction": ({"make_ledger": SplitRows, "wrap": TallyOutside}, "I5"),
    "task row removed before the label": ({"wrap": TaskBeforeLabel}, "I4"),
    "no sweeper": ({"sweep": False}, "I7"),
    "window rows outside the cursor": ({"make_ledger": SplitRows, "wrap": RowsOutsideCursor}, "I11"),
    "usage month from now": ({"wrap": UsageMonthFromNow}, "I4"),
    "label overwritten": ({"make_ledger": LabelOverwrites}, "I4"),
    "undo without the seal condition": ({"make_ledger": UndoIgnoresSeal}, "I17"),
    "closing without sealing": ({"make_ledger": SealsNothing}, "I18"),
    "undo leaves the answer": ({"make_ledger": UndoKeepsAnswer}, "I16"),
    "undo opens the slot to all": ({"make_ledger": UndoOpensSlot}, "I16"),
}


@pytest.mark.parametrize("bug", BUGS)
def test_planted_bug_is_caught(bug: str) -> None:
    planted, invariant = BUGS[bug]
    runs = (simulate(seed, 0.1, **planted) for seed in range(SEEDS))
    caught = any(invariant in found for run in runs for found in run.violations)
    assert caught, f"{SEEDS} seeds did not catch: {bug} ({invariant})"


def test_wrapper_alone_changes_nothing() -> None:
    assert not simulate(3, 0.1, wrap=Wrapper).violations
