"""What moves between people and the ledger: tasks, leases, answers, labels, usage records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from trigpoint.domain.job import Instant

SHARD_OBJECTS = 500
"""Objects of one shard; an object's shard follows from its id alone."""


def shard_of(seq: int) -> int:
    return seq // SHARD_OBJECTS


def lane_of(seq: int, lanes: int) -> int:
    """The lane an object's task lies in. Consecutive objects spread over all lanes."""
    return seq % lanes


@dataclass(frozen=True, slots=True)
class InputPointer:
    """Where a task's prepared input lies: bytes [start, start + length) of slice `slice`'s file."""

    slice: int
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Lease:
    """One worker's claim on a task. `token` is one-use; `shown` is False while only prefetched."""

    token: str
    deadline: Instant
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Task:
    """An object in the window that still wants answers.

    `want` answers are asked for; `open` slots are neither leased nor answered, so that
    open + len(leases) + len(done) == want at all times. `declined` lists workers who passed, `reasons` why.
    `answered` is the time of the newest answer; `sealed` keeps the answers as they are from then on.
    """

    job: str
    seq: int
    lane: int
    want: int
    open: int
    opened: Instant
    input: InputPointer
    wave: int = 1
    leases: Mapping[str, Lease] = field(default_factory=dict)
    done: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    answered: Instant = 0.0
    sealed: bool = False

    @property
    def shard(self) -> int:
        return shard_of(self.seq)

    @property
    def full(self) -> bool:
        return len(self.done) >= self.want


@dataclass(frozen=True, slots=True)
class HeldLease:
    """A lease as its worker's session remembers it."""

    seq: int
    token: str
    deadline: Instant


@dataclass(frozen=True, slots=True)
class Session:
    """One worker's place in one job: up to two leases, and where to look next.

    `after` maps a lane to the last object id of it that was passed over for good.
    `version` guards against two calls of the same worker at once; 0 means no row yet.
    `recent` are the last objects they answered, newest first, each with its time; `answered` how many in all.
    """

    worker: str
    job: str
    leases: tuple[HeldLease, ...] = ()
    lane: int = 0
    after: Mapping[int, int] = field(default_factory=dict)
    version: int = 0
    recent: tuple[tuple[int, Instant], ...] = ()
    answered: int = 0


@dataclass(frozen=True, slots=True)
class Answer:
    """What one worker submitted for one object. `content` is {widget name: value}."""

    job: str
    seq: int
    worker: str
    content: Mapping[str, Any]
    accepted: Instant
    submitted: Instant
    token: str


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer that is not finished: one for each worker and job, of the lease it was written under.

    `seq` and `token` name that lease; a draft of another one than the worker holds is nothing.
    """

    worker: str
    job: str
    seq: int
    token: str
    content: Mapping[str, Any]
    saved: Instant


class Outcome(StrEnum):
    """How an object ended."""

    LABELLED = "labelled"
    FAILED = "failed"
    SKIPPED = "skipped"


class Source(StrEnum):
    HUMAN = "human"
    MACHINE = "machine"


@dataclass(frozen=True, slots=True)
class Label:
    """The result for one object. `content` holds the manifest keys to add: {L: ..., "L-metadata": ...}.

    A failed or skipped object has a row too, with its `reason` and no content of its own.
    """

    job: str
    seq: int
    outcome: Outcome
    created: Instant
    content: Mapping[str, Any] = field(default_factory=dict)
    confidence: float = 0.0
    source: Source = Source.HUMAN
    workers: tuple[str, ...] = ()
    wave: int = 1
    reason: str = ""
    revision: int = 0

    @property
    def by_machine(self) -> bool:
        return self.outcome is Outcome.LABELLED and self.source is Source.MACHINE

    @property
    def shard(self) -> int:
        return shard_of(self.seq)


@dataclass(frozen=True, slots=True)
class Shard:
    """A byte range [start, end) of the manifest with its tally of ended objects.

    `unopened` counts those among them that ended without ever having a task, `machine` those the model labelled.
    """

    number: int
    start: int
    end: int
    count: int
    labelled: int = 0
    failed: int = 0
    skipped: int = 0
    unopened: int = 0
    machine: int = 0

    @property
    def closed(self) -> int:
        return self.labelled + self.failed + self.skipped


class UsageKind(StrEnum):
    HUMAN = "human"
    AUTO = "auto"


@dataclass(frozen=True, slots=True)
class UsageRecord:
    """One billable fact. `month` (yyyy-mm, UTC) is read from the stored label's `created`."""

    month: str
    job: str
    seq: int
    kind: UsageKind
    created: Instant
    answers: int = 0
