"""The ledger's invariants as checks: after every write, and once at the end (docs/invariants.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from trigpoint.domain.job import Instant, Job
from trigpoint.domain.work import Answer, Label, Outcome, Task
from trigpoint.ledger.session import MAX_LEASES
from trigpoint.ledger.tally import Tally, tally
from trigpoint.ledger.usage import usage_of
from trigpoint.testing.memory_ledger import MemoryLedger

GIVING_UP = frozenset({"submit", "release", "decline"})
CHANGES_ANSWERS = frozenset({"submit", "undo"})


class Watch:
    """Looks at the rows of one job after each write and keeps the violations it finds."""

    def __init__(self, ledger: MemoryLedger, job: Job) -> None:
        self.ledger = ledger
        self.job = job
        self.rows: dict[tuple[str, int], Task] = {}
        self.opened: set[int] = set()
        self.first_labels: dict[tuple[str, int], Label] = {}
        self.acknowledged: dict[tuple[int, str], Mapping[str, Any]] = {}
        self.answers: dict[tuple[int, str], Answer] = {}
        self.undone: set[str] = set()
        self.violations: list[str] = []

    def acknowledge(self, seq: int, token: str, worker: str, content: Mapping[str, Any]) -> None:
        """A submit was answered with success: from now on this answer must be there, until it is undone."""
        if token not in self.undone:
            self.acknowledged[seq, worker] = content

    def look(self, call: str, worker: str | None, now: Instant) -> None:
        """Compare the task rows with those before the write `call`, made for `worker` if any."""
        rows, before = self.ledger.task_rows, self.rows
        for key in [*before, *(key for key in rows if key not in before)]:
            old, new = before.get(key), rows.get(key)
            if old is not new:
                self.violations += [
                    f"{call} on object {key[1]}: {found}" for found in self._moved(call, worker, now, old, new)
                ]
        self.rows = dict(rows)
        if call in CHANGES_ANSWERS:
            self._note_answers(call, worker)
        for key, label in self.ledger.label_rows.items():
            self.first_labels.setdefault(key, label)

    def _note_answers(self, call: str, worker: str | None) -> None:
        """What an undo took from its worker is not lost; anything else that is gone is."""
        stored = {(seq, who): one for (_, seq), rows in self.ledger.answer_rows.items() for who, one in rows.items()}
        for key in self.answers.keys() - stored.keys():
            if call == "undo" and key[1] == worker:
                self.undone.add(self.answers[key].token)
                self.acknowledged.pop(key, None)
        self.answers = stored

    def _moved(self, call: str, worker: str | None, now: Instant, old: Task | None, new: Task | None) -> Iterator[str]:
        if new is None:
            if old and (old.job, old.seq) not in self.ledger.label_rows:
                yield "I4 the task is gone before there is a label"
            return
        if call == "open_tasks":
            yield from self._entered(new)
        yield from self._slots(new, now)
        if old:
            yield from _taken(call, worker, now, old, new)
        if old and call == "undo":
            yield from self._given_back(old, new, worker)
        if call in ("claim", "extend", "undo") and worker and self._held(worker, now) > MAX_LEASES:
            yield f"I12 worker {worker} holds more than {MAX_LEASES} leases"

    def _given_back(self, old: Task, new: Task, worker: str | None) -> Iterator[str]:
        if old.sealed:
            yield f"I17 an answer of {worker} is undone though the task is sealed"
        stored = self.ledger.answer_rows.get((new.job, new.seq), {})
        if worker in stored or worker in new.done or worker not in new.leases:
            yield f"I16 the answer of {worker} is undone, but is still there or its slot is not theirs"

    def _entered(self, task: Task) -> Iterator[str]:
        if task.seq in self.opened:
            yield "I13 the object enters the window twice"
        self.opened.add(task.seq)

    def _slots(self, task: Task, now: Instant) -> Iterator[str]:
        if task.open < 0 or task.open + len(task.leases) + len(task.done) != task.want:
            yield f"I14 open {task.open}, leases {len(task.leases)}, done {len(task.done)}, want {task.want}"
        if len(set(task.done)) != len(task.done):
            yield "I2 a worker is done twice"
        live = sum(lease.deadline >= now for lease in task.leases.values())
        answers = len(self.ledger.answer_rows.get((task.job, task.seq), ()))
        if live + answers > self.job.spec.workers:
            yield f"I1 {live} live leases and {answers} answers"

    def _held(self, worker: str, now: Instant) -> int:
        leases = (row.leases.get(worker) for row in self.ledger.task_rows.values())
        return sum(lease is not None and lease.deadline >= now for lease in leases)

    # -- at the end
    def at_the_end(self) -> list[str]:
        """Everything found while the run went on, and what is wrong now that it is over."""
        checks = (self._answers(), self._labels(), self._bases(), self._usage(), self._tallies())
        return self.violations + [found for check in checks for found in check]

    def _answers(self) -> Iterator[str]:
        for (seq, worker), content in self.acknowledged.items():
            stored = self.ledger.answer_rows.get((self.job.key, seq), {}).get(worker)
            if stored is None or stored.content != content:
                yield f"I6 the acknowledged answer of {worker} for object {seq} is lost"
        for (seq, worker), answer in self.answers.items():
            if answer.token in self.undone:
                yield f"I16 the undone answer of {worker} for object {seq} is back"

    def _labels(self) -> Iterator[str]:
        if len(self.ledger.label_rows) != self.job.total:
            yield f"I4 {len(self.ledger.label_rows)} labels for {self.job.total} objects"
        for key, first in self.first_labels.items():
            if self.ledger.label_rows.get(key) != first:
                yield f"I4 the label of object {key[1]} was replaced"

    def _bases(self) -> Iterator[str]:
        """Labels as `world.consolidate` makes them: they name the answers they rest on.

        A label may rest on fewer answers than are stored: of an object that was asked once more while it was
        closed, or, without undo, of one that expired. It never rests on others.
        """
        options = self.job.spec.options
        for (job, seq), label in self.ledger.label_rows.items():
            stored = {who: one.token for who, one in self.ledger.answer_rows.get((job, seq), {}).items()}
            basis = dict(label.content)
            whole = basis == stored or not self.job.spec.undo_seconds or "min-workers" in options
            if label.outcome is Outcome.LABELLED and not (whole and basis.items() <= stored.items()):
                yield f"I18 the label of object {seq} rests on {basis}, stored are {stored}"

    def _usage(self) -> Iterator[str]:
        labels = self.ledger.label_rows.values()
        wanted = {record for label in labels if (record := usage_of(label))}
        labelled = sum(label.outcome is Outcome.LABELLED for label in labels)
        found = list(self.ledger.usage_rows.values())
        if len(found) != labelled or set(found) != wanted:
            yield f"I4 {len(found)} usage records for {labelled} labelled objects"

    def _tallies(self) -> Iterator[str]:
        rows = self.ledger.shards(self.job.key, range(self.job.shards))
        exact, unopened = tally(rows), self.job.total - len(self.opened)
        if exact != Tally(len(self.ledger.label_rows), unopened):
            yield f"I5 shard tallies say {exact}, there are {len(self.ledger.label_rows)} labels"
        job = self.ledger.job(self.job.key)
        if (job.closed, job.unopened) != (exact.closed, exact.unopened):
            yield f"I15 the job's hints {job.closed} and {job.unopened} differ from {exact}"
        if self.ledger.task_rows or not job.status.ended:
            yield f"I7 the job has not ended: {len(self.ledger.task_rows)} tasks left, {job.status}"


def _taken(call: str, worker: str | None, now: Instant, old: Task, new: Task) -> Iterator[str]:
    for holder, lease in old.leases.items():
        after = new.leases.get(holder)
        if after is not None and after.token == lease.token:
            continue
        own = holder == worker and call in GIVING_UP
        if lease.deadline >= now and not own:
            yield f"I11 the live lease of {holder} is taken"
