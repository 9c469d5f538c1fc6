"""The simulated world: stores, clock, messages, and the faults between them and the actors."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

from trigpoint.domain.job import Instant, Job, JobSpec
from trigpoint.domain.work import SHARD_OBJECTS, Answer, Label, Outcome, Shard, Task
from trigpoint.ports import Blobs, Ledger, Queue, Workflow
from trigpoint.testing.baton import Baton
from trigpoint.testing.fakes import FakeClock, MemoryBlobs, MemoryQueue, MemoryWorkflow, SeededIds
from trigpoint.testing.invariants import Watch
from trigpoint.testing.memory_ledger import MemoryLedger

BUCKET = "data"
START = datetime(2026, 9, 30, 20, 0, tzinfo=UTC).timestamp()
"""Four hours before a month ends, so that closings fall on both sides."""

READS = frozenset({"job", "shards", "tasks", "task", "session", "answers", "own_answers", "draft", "label", "read"})
OBJECTS = (*range(6), *range(SHARD_OBJECTS, SHARD_OBJECTS + 6))
WAVES = (((0, 1, 500, 501), (2, 3, 502)), ((4, 5, 503), (504, 505)))
"""Two waves of two slices, over two shards."""

UNDO_SECONDS = 200
UNDO_EVERY = 3
"""Every third seed's job lets workers take answers back; its numbers draw nothing, so that the other seeds stay."""

LOST = 0.1
DOUBLED = 0.1


class Outage(Exception):
    """A call failed, before or after it took effect; the caller can not know which."""


class World:
    """One job and everything outside of the code under test. `faults` is the chance that a call fails."""

    def __init__(
        self,
        seed: int,
        faults: float,
        ledger: MemoryLedger,
        wrap: Callable[[Any, FakeClock], Ledger] | None = None,
    ) -> None:
        self.random = Random(seed)
        self.faults = faults
        self.wrap = wrap
        self.clock = FakeClock(START)
        self.ids = SeededIds(seed)
        self.ledger = ledger
        self.bad = frozenset(self.random.sample(OBJECTS, self.random.choice((0, 0, 1, 3))))
        self.blobs = MemoryBlobs(dict(_work_files(self.bad)))
        self.queue = LossyQueue(self)
        self.workflow = MemoryWorkflow()
        self.baton = Baton(self.random, 0)
        self.calls = self.actors = 0
        self.quiet = False
        self.job = _job(self.random, {"undo-seconds": str(UNDO_SECONDS)} if seed % UNDO_EVERY == 0 else {})
        ledger.create_job(self.job)
        ledger.put_shards(self.job.key, [Shard(n, 0, 0, SHARD_OBJECTS) for n in range(2)])
        self.watch = Watch(ledger, self.job)

    def enter(self) -> int:
        """The number of another actor, its place in the baton's order."""
        self.actors += 1
        return self.actors - 1

    def chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def pause(self, actor: int) -> None:
        """A moment in which anything else may happen. Nothing does once the world is quiet."""
        self.clock.time += self.random.random()
        if not self.quiet:
            if self.random.random() < 0.002:
                self.clock.advance(self.random.uniform(600, 20_000))
            self.baton.pass_on(actor)

    def fails(self) -> bool:
        """Whether a call fails at this point; called before and after the commit."""
        return not self.quiet and self.random.random() < self.faults / 2


class LossyQueue(MemoryQueue):
    """Loses and doubles messages, holds some back; they are taken out in any order."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.late: list[tuple[Instant, str, int]] = []

    def send(self, job: str, seqs: Sequence[int], delay: int = 0) -> None:
        for seq in seqs:
            if self.world.quiet or not self.world.chance(LOST):
                self._hold(job, seq, delay)
            if not self.world.quiet and self.world.chance(DOUBLED):
                self._hold(job, seq, delay)

    def _hold(self, job: str, seq: int, delay: int) -> None:
        self.late.append((self.world.clock.now() + delay, job, seq))
        self.arrive()

    def arrive(self) -> None:
        """Let messages be seen that were held back for long enough."""
        now = self.world.clock.now()
        due = [one for one in self.late if one[0] <= now]
        self.late = [one for one in self.late if one[0] > now]
        for _, job, seq in due:
            super().send(job, [seq])

    def take(self, most: int) -> list[int]:
        """Up to `most` object ids, out of order."""
        self.arrive()
        self.world.random.shuffle(self.messages)
        taken, self.messages = self.messages[:most], self.messages[most:]
        return [seq for _, seq in taken]


class Outside:
    """A port as one actor sees it: every call is a moment of interleaving and may fail."""

    def __init__(self, target: Any, world: World, actor: int, worker: str | None) -> None:
        self._target, self._world, self._actor, self._worker = target, world, actor, worker

    def __getattr__(self, name: str) -> Any:
        method, world, actor, worker = getattr(self._target, name), self._world, self._actor, self._worker
        watched = name not in READS

        def call(*args: Any, **kwargs: Any) -> Any:
            world.pause(actor)
            world.calls += 1
            if world.fails():
                raise Outage(f"{name} failed before it took effect")
            result = method(*args, **kwargs)
            if watched:
                world.watch.look(name, worker, world.clock.time)
            if world.fails():
                raise Outage(f"{name} took effect, its reply was lost")
            return result

        setattr(self, name, call)
        return call


@dataclass(frozen=True)
class Ports:
    """The ports of one actor, interleaved and failing."""

    ledger: Ledger
    blobs: Blobs
    queue: Queue
    workflow: Workflow


def ports(world: World, actor: int, worker: str | None = None) -> Ports:
    """The world's stores behind faults, as actor number `actor` sees them."""

    def behind(target: Any) -> Any:
        return Outside(target, world, actor, worker)

    inner = behind(world.ledger)
    ledger = world.wrap(inner, world.clock) if world.wrap else cast(Ledger, inner)
    return Ports(ledger, behind(world.blobs), behind(world.queue), behind(world.workflow))


def consolidate(world: World, tasks: Sequence[tuple[Task, Sequence[Answer]]]) -> Mapping[int, Label]:
    """Stands for the merge of answers: may fail, or be unsure of objects that can be asked for more."""
    if world.fails():
        raise Outage("the customer's function failed")
    sure = (
        one
        for one in tasks
        if one[0].want == world.job.spec.workers or one[0].declined or not one[0].full or world.chance(0.5)
    )
    return {task.seq: _label(task, answers, world.clock.now()) for task, answers in sure}


def _label(task: Task, answers: Iterable[Answer], now: float) -> Label:
    """A label that tells which answers it rests on: their tokens by worker."""
    tokens = {answer.worker: answer.token for answer in answers}
    return Label(task.job, task.seq, Outcome.LABELLED, now, tokens, 0.9, workers=tuple(tokens), wave=task.wave)


def _job(random: Random, undo: Mapping[str, str]) -> Job:
    options = {"min-workers": "2", **undo} if random.random() < 0.3 else undo
    spec = JobSpec(
        "custom", "label", "s3://data/in", "s3://data/out", "", "", "team", workers=3,
        task_seconds=300, lifetime_seconds=100_000, window=random.choice((3, 5, 8)), options=options,
    )  # fmt: skip
    return Job("Sim", spec, START, START, total=len(OBJECTS), shards=2, lanes=random.choice((1, 2, 3)))


def _work_files(bad: Collection[int]) -> Iterable[tuple[str, bytes]]:
    folder, number = f"s3://{BUCKET}/work/sim", 0
    for wave, slices in enumerate(WAVES, start=1):
        listed = []
        for seqs in slices:
            index = [[seq, seq, 1] for seq in seqs if seq not in bad]
            yield f"{folder}/slices/{number}.index.json", json.dumps(index).encode()
            listed.append({"job": "sim", "wave": wave, "slice": number})
            number += 1
        yield f"{folder}/waves/{wave}-slices.json", json.dumps(listed).encode()
