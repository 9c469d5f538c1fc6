"""A small job on the memory ledger with every fake it needs, shared by the ledger's unit tests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trigpoint.domain.job import Job, JobSpec
from trigpoint.domain.work import Answer, InputPointer, Label, Outcome, Shard, Task, lane_of
from trigpoint.testing.fakes import FakeClock, MemoryBlobs, MemoryQueue, MemoryWorkflow, SeededIds
from trigpoint.testing.memory_ledger import MemoryLedger
from trigpoint.usecases.close_object import close_objects
from trigpoint.usecases.next_task import Assignment, next_task
from trigpoint.usecases.submit_answer import submit_answer
from trigpoint.usecases.sweep_job import Swept, sweep_job
from trigpoint.usecases.top_up_window import top_up_window

BUCKET = "data"
START = 1_790_000_000.0


class Counted:
    """Passes calls on and remembers their names; `fail_at` makes the call of that number fail."""

    def __init__(self, target: Any, fail_at: int = -1, after: bool = False) -> None:
        self._target, self._fail_at, self._after = target, fail_at, after
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> Any:
            fails = len(self.calls) == self._fail_at
            self.calls.append(name)
            if fails and not self._after:
                raise ConnectionError(name)
            result = getattr(self._target, name)(*args, **kwargs)
            if fails:
                raise ConnectionError(name)
            return result

        return call


def a_job(**fields: Any) -> Job:
    """A job of 3 workers an object; spec fields may be given as well."""
    wanted = {"workers": 3, "task_seconds": 300, "lifetime_seconds": 86_400, "window": 50}
    own = {name: fields.pop(name) for name in [*fields] if name in JobSpec.__dataclass_fields__}
    spec = JobSpec("custom", "label", "", "", "", "", "team", **(wanted | own))
    return Job(**({"name": "Job", "spec": spec, "created": START, "modified": START, "lanes": 2} | fields))


def a_task(seq: int = 0, **fields: Any) -> Task:
    base = {"want": 3, "open": 3, "opened": START, "input": InputPointer(0, 0, 1)}
    return Task(**({"job": "job", "seq": seq, "lane": lane_of(seq, 2)} | base | fields))


@dataclass
class Bench:
    """Objects `seqs` of a job, prepared as one slice and opened as far as the window goes."""

    job: Job = field(default_factory=a_job)
    seqs: Sequence[int] = tuple(range(6))
    ledger: Any = field(default_factory=MemoryLedger)
    clock: FakeClock = field(default_factory=lambda: FakeClock(START))
    ids: SeededIds = field(default_factory=SeededIds)
    blobs: MemoryBlobs = field(default_factory=MemoryBlobs)
    queue: MemoryQueue = field(default_factory=MemoryQueue)
    workflow: MemoryWorkflow = field(default_factory=MemoryWorkflow)
    consolidated: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.ledger.create_job(self.job)
        self.ledger.put_shards(self.job.key, [Shard(0, 0, 9, 500)])
        index = json.dumps([[seq, seq * 10, 10] for seq in self.seqs]).encode()
        self.blobs.write(f"s3://{BUCKET}/work/{self.job.key}/slices/0.index.json", index)
        put = {"slices": 1, "waves": 1, "shards": 1, "total": len(self.seqs), "low_water": len(self.seqs)}
        self.change(**put)
        self.top_up()

    def change(self, **put: Any) -> Job:
        self.job = self.ledger.change_job(self.job.key, put=put)
        return self.job

    def top_up(self) -> int:
        return top_up_window(self.job.key, ledger=self.ledger, blobs=self.blobs, clock=self.clock, bucket=BUCKET)

    def next(self, worker: str = "ann", holding: Sequence[str] = (), **more: Any) -> Assignment | None:
        ports = {"ledger": self.ledger, "clock": self.clock, "ids": self.ids}
        return next_task(self.job, worker, holding, **(ports | more))

    def take(self, worker: str = "ann", holding: Sequence[str] = (), **more: Any) -> Assignment:
        found = self.next(worker, holding, **more)
        assert found
        return found

    def submit(self, one: Assignment | str, worker: str = "ann", said: str = "crow") -> bool:
        lease_id = one if isinstance(one, str) else one.lease_id
        ports = {"ledger": self.ledger, "queue": self.queue, "clock": self.clock}
        return submit_answer(self.job, worker, lease_id, {"said": said}, self.clock.now(), **ports)

    def fill(self, *workers: str) -> None:
        """Let each worker answer every task there is for them."""
        for worker in workers:
            while one := self.next(worker):
                self.submit(one, worker)

    def consolidate(self, tasks: Sequence[tuple[Task, Sequence[Answer]]]) -> Mapping[int, Label]:
        self.consolidated += [task.seq for task, _ in tasks]
        return {task.seq: self.label(task, answers) for task, answers in tasks}

    def label(self, task: Task, answers: Sequence[Answer]) -> Label:
        workers = tuple(answer.worker for answer in answers)
        return Label(task.job, task.seq, Outcome.LABELLED, self.clock.now(), {"label": 1}, 1.0, workers=workers)

    def close(self, *seqs: int, **more: Any) -> list[Label]:
        ports = {"ledger": self.ledger, "blobs": self.blobs, "workflow": self.workflow, "clock": self.clock}
        consolidate = more.pop("consolidate", self.consolidate)
        return close_objects(self.job, seqs, consolidate, **(ports | more), bucket=BUCKET)

    def sweep(self) -> Swept:
        return sweep_job(
            self.job.key,
            ledger=self.ledger,
            blobs=self.blobs,
            queue=self.queue,
            workflow=self.workflow,
            clock=self.clock,
            bucket=BUCKET,
        )
