"""The ledger in memory: the executable reference that the DynamoDB adapter is compared with.

Rows live in plain dictionaries that tests and the simulator may read. Every method is atomic;
what a row becomes is decided by the pure functions of `trigpoint.ledger`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeVar

from trigpoint.domain.control import JobRequest
from trigpoint.domain.errors import AlreadyAnswered, Conflict, JobNameTaken, NotFound, TrigpointError
from trigpoint.domain.job import Cursor, Instant, Job, JobStatus
from trigpoint.domain.work import (
    Answer,
    Draft,
    Label,
    Lease,
    Session,
    Shard,
    Task,
    UsageKind,
    UsageRecord,
    shard_of,
)
from trigpoint.ledger.claim import claimed
from trigpoint.ledger.close import widened
from trigpoint.ledger.give_back import declined, released
from trigpoint.ledger.lease import held_lease
from trigpoint.ledger.settle import settled
from trigpoint.ledger.undo import moved, undone
from trigpoint.ports import ShardContents

Row = TypeVar("Row")


def granted(decision: Row | TrigpointError) -> Row:
    """The row of a decision; raises the error of a refusal."""
    if isinstance(decision, TrigpointError):
        raise decision
    return decision


class MemoryLedger:
    """Implements `ports.Ledger`. Tasks, answers and labels are keyed by (job, object id)."""

    def __init__(self) -> None:
        self.job_rows: dict[str, Job] = {}
        self.job_requests: dict[str, JobRequest] = {}
        self.shard_rows: dict[tuple[str, int], Shard] = {}
        self.task_rows: dict[tuple[str, int], Task] = {}
        self.session_rows: dict[tuple[str, str], Session] = {}
        self.draft_rows: dict[tuple[str, str], Draft] = {}
        self.answer_rows: dict[tuple[str, int], dict[str, Answer]] = {}
        self.label_rows: dict[tuple[str, int], Label] = {}
        self.usage_rows: dict[tuple[str, str, int, UsageKind], UsageRecord] = {}

    # -- jobs
    def create_job(self, job: Job, request: JobRequest | None = None) -> None:
        if job.key in self.job_rows:
            raise JobNameTaken(f"A job named {job.key} exists.", "Choose another name.")
        self.job_rows[job.key] = job
        if request is not None:
            self.job_requests[job.key] = request

    def job(self, key: str) -> Job:
        if key not in self.job_rows:
            raise NotFound(f"There is no job {key}.", "Check the name.")
        return self.job_rows[key]

    def change_job(
        self,
        key: str,
        *,
        put: Mapping[str, Any] | None = None,
        add: Mapping[str, int] | None = None,
        expect: Mapping[str, Any] | None = None,
    ) -> Job:
        row = self.job(key)
        for name, value in (expect or {}).items():
            if getattr(row, name) != value:
                raise Conflict(f"Field {name} of job {key} has changed.", "Read the job again.")
        sums = {name: getattr(row, name) + step for name, step in (add or {}).items()}
        self.job_rows[key] = replace(row, **(put or {}), **sums)
        return self.job_rows[key]

    def jobs(self, status: JobStatus | None = None) -> Iterator[Job]:
        for each in JobStatus if status is None else (status,):
            rows = [row for row in self.job_rows.values() if row.status is each]
            yield from sorted(rows, key=lambda row: (row.created, row.key), reverse=True)

    def team_jobs(self, team: str) -> Iterator[Job]:
        rows = [row for row in self.job_rows.values() if row.spec.team == team and row.status.serves]
        yield from sorted(rows, key=lambda row: row.key)

    # -- shards
    def put_shards(self, job: str, shards: Sequence[Shard]) -> None:
        for shard in shards:
            self.shard_rows.setdefault((job, shard.number), shard)

    def shards(self, job: str, numbers: Iterable[int]) -> list[Shard]:
        rows = (self.shard_rows.get((job, number)) for number in numbers)
        return [row for row in rows if row]

    def shard_contents(self, job: str, shard: int) -> ShardContents:
        def here(key: tuple[str, int]) -> bool:
            return key[0] == job and shard_of(key[1]) == shard

        labels = {key[1]: label for key, label in sorted(self.label_rows.items()) if here(key)}
        answers = {key[1]: self.answers(*key) for key in sorted(self.answer_rows) if here(key)}
        return ShardContents(labels, answers)

    # -- window
    def open_tasks(self, job: str, before: Cursor, after: Cursor, tasks: Sequence[Task]) -> None:
        row = self.job(job)
        if row.cursor != before or not row.status.serves:
            raise Conflict(f"The window of job {job} has moved.", "Read the job again.")
        self.job_rows[job] = replace(row, cursor=after, opened=row.opened + len(tasks))
        self.task_rows.update({(job, task.seq): task for task in tasks})

    def tasks(self, job: str, lane: int, after: int = -1, limit: int = 16) -> list[Task]:
        rows = (row for row in self.task_rows.values() if row.job == job and row.lane == lane)
        found = sorted((row for row in rows if row.seq > after), key=lambda row: row.seq)
        return found[:limit]

    def task(self, job: str, seq: int, lane: int) -> Task | None:
        row = self.task_rows.get((job, seq))
        return row if row and row.lane == lane else None

    # -- people
    def session(self, worker: str, job: str) -> Session:
        return self.session_rows.get((worker, job)) or Session(worker, job)

    def sessions(self, worker: str, jobs: Sequence[str]) -> list[Session]:
        return [row for job in jobs if (row := self.session_rows.get((worker, job)))]

    def put_session(self, before: Session, after: Session) -> None:
        if self.session(before.worker, before.job).version != before.version:
            raise Conflict(f"Worker {before.worker} took another task meanwhile.", "Read the session again.")
        self.session_rows[after.worker, after.job] = after

    def claim(
        self, task: Task, worker: str, lease: Lease, replaces: str | None, before: Session, after: Session
    ) -> None:
        if self.session(worker, task.job).version != before.version:
            raise Conflict(f"Worker {worker} took another task meanwhile.", "Read the session again.")
        row = self.task_rows.get((task.job, task.seq))
        self._put_task(granted(claimed(row, task, worker, lease, replaces)))
        self.session_rows[worker, task.job] = after

    def submit(self, answer: Answer, lane: int, *, drafted: bool = False) -> None:
        stored = self.answer_rows.get((answer.job, answer.seq), {})
        if answer.worker in stored:
            raise AlreadyAnswered(
                f"Worker {answer.worker} has answered object {answer.seq} of job {answer.job}.",
                "Go on with the next task.",
            )
        self._put_task(granted(settled(self.task(answer.job, answer.seq, lane), answer)))
        self.answer_rows[answer.job, answer.seq] = {**stored, answer.worker: answer}
        if drafted:
            self.draft_rows.pop((answer.worker, answer.job), None)

    def extend(self, task: Task, worker: str, lease: Lease) -> None:
        row = self.task(task.job, task.seq, task.lane)
        granted(held_lease(row, worker, lease.token))
        if row:
            self._put_task(replace(row, leases={**row.leases, worker: lease}))

    def release(self, job: str, seq: int, lane: int, worker: str, token: str) -> None:
        self._put_task(granted(released(self.task(job, seq, lane), worker, token)))

    def decline(self, job: str, seq: int, lane: int, worker: str, token: str, reason: str) -> Task:
        return self._put_task(granted(declined(self.task(job, seq, lane), worker, token, reason)))

    def widen(self, task: Task, want: int) -> bool:
        row = widened(self.task(task.job, task.seq, task.lane), task, want)
        if row:
            self._put_task(row)
        return row is not None

    def own_answers(self, job: str, worker: str, seqs: Sequence[int]) -> list[Answer]:
        rows = (self.answer_rows.get((job, seq), {}).get(worker) for seq in seqs)
        return [row for row in rows if row]

    def undo(self, task: Task, answer: Answer, lease: Lease, before: Session, after: Session) -> None:
        row = granted(undone(self.task(task.job, task.seq, task.lane), task, answer.worker, lease))
        stored = self.answer_rows.get((task.job, task.seq), {})
        mine = stored.get(answer.worker)
        if mine is None or mine.token != answer.token:
            raise moved(task)
        self.put_session(before, after)
        rest = {who: one for who, one in stored.items() if who != answer.worker}
        self.answer_rows |= {(task.job, task.seq): rest}
        if not rest:
            del self.answer_rows[task.job, task.seq]
        self._put_task(row)

    def draft(self, worker: str, job: str) -> Draft | None:
        return self.draft_rows.get((worker, job))

    def put_draft(self, draft: Draft, not_since: Instant) -> None:
        before = self.draft(draft.worker, draft.job)
        if before and before.saved > not_since:
            raise Conflict(f"A draft of {draft.worker} was saved a moment ago.", "Save the next one later.")
        self.draft_rows[draft.worker, draft.job] = draft

    def drop_draft(self, worker: str, job: str, token: str) -> None:
        before = self.draft(worker, job)
        if before and before.token == token:
            del self.draft_rows[worker, job]

    # -- closing
    def seal(self, task: Task) -> bool:
        row = self.task(task.job, task.seq, task.lane)
        if row is None or row.done != task.done:
            return False
        self._put_task(replace(row, sealed=True))
        return True

    def answers(self, job: str, seq: int) -> list[Answer]:
        rows = self.answer_rows.get((job, seq), {}).values()
        return sorted(rows, key=lambda row: (row.submitted, row.worker))

    def put_label(self, label: Label) -> Label:
        return self.label_rows.setdefault((label.job, label.seq), label)

    def label(self, job: str, seq: int) -> Label | None:
        return self.label_rows.get((job, seq))

    def put_usage(self, record: UsageRecord) -> None:
        self.usage_rows.setdefault((record.month, record.job, record.seq, record.kind), record)

    def close_task(self, label: Label, lane: int) -> bool:
        if self.task(label.job, label.seq, lane) is None:
            return False
        del self.task_rows[label.job, label.seq]
        self._count(label, unopened=0)
        return True

    def discard_task(self, job: str, seq: int, lane: int) -> None:
        if self.task(job, seq, lane):
            del self.task_rows[job, seq]

    def close_unopened(self, label: Label) -> bool:
        if (label.job, label.seq) in self.label_rows:
            return False
        self.label_rows[label.job, label.seq] = label
        self._count(label, unopened=1)
        return True

    def revise_label(self, label: Label) -> bool:
        stored = self.label_rows.get((label.job, label.seq))
        if stored is None or stored.revision != label.revision - 1:
            return False
        self.label_rows[label.job, label.seq] = label
        return True

    def usage(self, month: str) -> Iterator[UsageRecord]:
        for key, record in sorted(self.usage_rows.items()):
            if key[0] == month:
                yield record

    def _put_task(self, task: Task) -> Task:
        self.task_rows[task.job, task.seq] = task
        return task

    def _count(self, label: Label, unopened: int) -> None:
        row = self.shard_rows[label.job, label.shard]
        step = {label.outcome.value: getattr(row, label.outcome.value) + 1}
        self.shard_rows[label.job, label.shard] = replace(
            row, **step, unopened=row.unopened + unopened, machine=row.machine + label.by_machine
        )
