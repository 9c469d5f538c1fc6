"""The few Protocols that use cases need from the outside. Adapters and `testing` implement them.

Every method of `Ledger` is one call to the store, atomic on its own: the simulator interleaves
workers, sweepers and crashes between any two of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from trigpoint.domain.control import JobRequest, Kind
from trigpoint.domain.job import Cursor, Instant, Job, JobStatus
from trigpoint.domain.notice import Notice
from trigpoint.domain.work import Answer, Draft, Label, Lease, Session, Shard, Task, UsageRecord


@dataclass(frozen=True, slots=True)
class ShardContents:
    """All rows of one shard's objects: labels by object id, answers by object id in time order."""

    labels: Mapping[int, Label] = field(default_factory=dict)
    answers: Mapping[int, Sequence[Answer]] = field(default_factory=dict)


class Ledger(Protocol):
    """Rows are truth, counters are hints (facts: aws-architecture, single-table key schema)."""

    # -- jobs ---------------------------------------------------------------
    def create_job(self, job: Job, request: JobRequest | None = None) -> None:
        """Put the job row if absent, in any case of its name, with what asked for it and its place in
        every listing of control.JobDirectory. Raises JobNameTaken."""

    def job(self, key: str) -> Job:
        """The job row, read consistently. Raises NotFound."""

    def change_job(
        self,
        key: str,
        *,
        put: Mapping[str, Any] | None = None,
        add: Mapping[str, int] | None = None,
        expect: Mapping[str, Any] | None = None,
    ) -> Job:
        """Set and add fields named as in `Job` if every field of `expect` holds; the row after it.

        Raises Conflict when an expectation does not hold, NotFound without a row.
        """

    def jobs(self, status: JobStatus | None = None) -> Iterator[Job]:
        """All jobs, newest first within a status. Index read: may lag."""

    def team_jobs(self, team: str) -> Iterator[Job]:
        """Jobs of a work team that serve tasks. Index read: may lag."""

    # -- shards -------------------------------------------------------------
    def put_shards(self, job: str, shards: Sequence[Shard]) -> None:
        """Write shard rows that are not there yet; rows that are keep their tallies."""

    def shards(self, job: str, numbers: Iterable[int]) -> list[Shard]:
        """Shard rows by number, consistently; missing ones are left out."""

    def shard_contents(self, job: str, shard: int) -> ShardContents:
        """Every label and answer of a shard, consistently."""

    # -- window -------------------------------------------------------------
    def open_tasks(self, job: str, before: Cursor, after: Cursor, tasks: Sequence[Task]) -> None:
        """One transaction: move the job's cursor and put at most 99 task rows. Adds to `opened`.

        Raises Conflict when the cursor has moved or the job no longer serves tasks.
        """

    def tasks(self, job: str, lane: int, after: int = -1, limit: int = 16) -> list[Task]:
        """Tasks of a lane with ids greater than `after`, in order. May be slightly stale."""

    def task(self, job: str, seq: int, lane: int) -> Task | None:
        """One task row, read consistently."""

    # -- people -------------------------------------------------------------
    def session(self, worker: str, job: str) -> Session:
        """The worker's session in a job, read consistently; an empty one (version 0) if none."""

    def sessions(self, worker: str, jobs: Sequence[str]) -> list[Session]:
        """The worker's sessions in these jobs, in any order; jobs without one are left out."""

    def put_session(self, before: Session, after: Session) -> None:
        """Put the session if its stored version is `before.version`. Raises Conflict."""

    def claim(
        self, task: Task, worker: str, lease: Lease, replaces: str | None, before: Session, after: Session
    ) -> None:
        """One transaction: give `worker` the lease and put the session.

        Without `replaces`: conditional on an open slot and on the worker being new to the task.
        With it: on that worker's lease still being the one in `task`, deadline included (taken over in
        place; a worker may so replace a lapsed lease of their own).
        The session is put if its stored version is `before.version`. Raises Conflict.
        """

    def submit(self, answer: Answer, lane: int, *, drafted: bool = False) -> None:
        """One transaction: put the answer if absent, turn the lease into a done entry; where it was `drafted`,
        delete the worker's draft in the job.

        Conditional on the lease's token, on its deadline not lying before `answer.submitted`, and on no seal.
        Raises AlreadyAnswered when this worker's answer is stored, LeaseExpired otherwise.
        """

    def extend(self, task: Task, worker: str, lease: Lease) -> None:
        """Replace the worker's lease (same token) by one with another deadline. Raises LeaseExpired."""

    def release(self, job: str, seq: int, lane: int, worker: str, token: str) -> None:
        """Give the slot back. Raises LeaseExpired when the token is no longer the worker's."""

    def decline(self, job: str, seq: int, lane: int, worker: str, token: str, reason: str) -> Task:
        """Give the slot back for good; the task after it. Raises LeaseExpired."""

    def widen(self, task: Task, want: int) -> bool:
        """Ask for `want` answers instead of `task.want`, and take the seal off. False: asked already, or the
        task is gone."""

    def own_answers(self, job: str, worker: str, seqs: Sequence[int]) -> list[Answer]:
        """The worker's answers for these objects (at most 100), in any order, read consistently."""

    def undo(self, task: Task, answer: Answer, lease: Lease, before: Session, after: Session) -> None:
        """One transaction: delete the answer, turn its done entry in `task` into the lease, put the session.

        Conditional on the answer's token, on the entry's place, on no seal, on `before.version`.
        Raises LeaseExpired when the task is sealed or gone, Conflict when anything else has moved.
        """

    def draft(self, worker: str, job: str) -> Draft | None:
        """The worker's draft in a job, read consistently."""

    def put_draft(self, draft: Draft, not_since: Instant) -> None:
        """Keep a draft in place of the one before. Raises Conflict when that was saved after `not_since`."""

    def drop_draft(self, worker: str, job: str, token: str) -> None:
        """Delete the draft if it was written under the lease of this token."""

    # -- closing ------------------------------------------------------------
    def seal(self, task: Task) -> bool:
        """Keep the answers as they are if the row still has exactly `task.done`. False: they have changed."""

    def answers(self, job: str, seq: int) -> list[Answer]:
        """The answers of one object in time order, read consistently."""

    def put_label(self, label: Label) -> Label:
        """Put the label if absent; the stored one, which is the winner's."""

    def label(self, job: str, seq: int) -> Label | None:
        """The stored label, read consistently."""

    def put_usage(self, record: UsageRecord) -> None:
        """Put the usage record if absent."""

    def close_task(self, label: Label, lane: int) -> bool:
        """One transaction: delete the task row, add to its shard's tally. False: already closed."""

    def discard_task(self, job: str, seq: int, lane: int) -> None:
        """Delete the task row of an object that ends without a label (the job was stopped)."""

    def close_unopened(self, label: Label) -> bool:
        """One transaction for an object that never had a task: put the label if absent, add to
        its shard's tally and to the tally's `unopened`. False: the label was there."""

    def revise_label(self, label: Label) -> bool:
        """Replace a label whose stored revision is one less. False: somebody else was first."""

    def usage(self, month: str) -> Iterator[UsageRecord]:
        """Usage records of a calendar month (yyyy-mm)."""


@dataclass(frozen=True, slots=True)
class BlobInfo:
    uri: str
    size: int
    version: str = ""


class Blobs(Protocol):
    """Objects named by s3:// URIs, one version of them with `?versionId=`.

    Every read raises NotFound, naming the URI.
    """

    def read(self, uri: str, start: int = 0, length: int | None = None) -> bytes: ...

    def chunks(self, uri: str) -> Iterator[bytes]:
        """The object's bytes in pieces of bounded size."""

    def write(self, uri: str, data: bytes, content_type: str = "application/json") -> None: ...

    def write_once(self, uri: str, data: bytes) -> bool:
        """Write where there is nothing yet. False: somebody was first. Raises Conflict where that is not sure yet."""

    def info(self, uri: str) -> BlobInfo | None: ...

    def list(self, prefix: str) -> Iterator[BlobInfo]: ...

    def presign(self, uri: str, seconds: int) -> str: ...

    def begin_parts(self, uri: str, content_type: str) -> str:
        """Start a multipart upload; its id."""

    def put_part(self, uri: str, upload: str, number: int, data: bytes) -> str:
        """Upload a part (numbered from 1); its tag. All but the last are 5 MiB or more."""

    def finish_parts(self, uri: str, upload: str, tags: Sequence[str]) -> None: ...


class Queue(Protocol):
    """Object ids whose tasks may be closed: at least once, in any order."""

    def send(self, job: str, seqs: Sequence[int], delay: int = 0) -> None:
        """Send them, to be received after `delay` seconds (at most 900)."""

    def postpone(self, receipt: str, seconds: int) -> None:
        """Let a message that could not be handled come again after so many seconds."""


class Workflow(Protocol):
    """The state machine that drives jobs."""

    def start(self, name: str, payload: Mapping[str, Any]) -> None:
        """Start an execution; a name that is taken is not an error (duplicate start)."""

    def running(self, name: str) -> bool: ...

    def fire(self, token: str, payload: Mapping[str, Any]) -> bool:
        """Complete the waiting step. False when the token is no longer known."""


class UserFunction(Protocol):
    """Customer Lambdas (facts: ground-truth 4)."""

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        """The parsed reply. Raises FunctionFailed naming the function and what it raised."""


class Events(Protocol):
    def announce(self, detail: Mapping[str, Any]) -> None:
        """Put a labeling job state change on the event bus (facts: ground-truth 8, EventBridge)."""


class Clock(Protocol):
    def now(self) -> Instant: ...


class Ids(Protocol):
    def token(self) -> str:
        """An unguessable one-use token."""

    def draw(self, bound: int) -> int:
        """A random integer in [0, bound)."""


class Catalogue(Protocol):
    """Work teams, workforces and task UIs as documents, by kind and name in any case; tags of any resource."""

    def create(self, kind: Kind, name: str, document: Mapping[str, Any]) -> None:
        """Raises Refused when there is one of this name."""

    def put(self, kind: Kind, name: str, document: Mapping[str, Any]) -> None: ...

    def get(self, kind: Kind, name: str) -> dict[str, Any] | None:
        """Read consistently."""

    def all(self, kind: Kind) -> list[dict[str, Any]]:
        """In the order of their names."""

    def delete(self, kind: Kind, name: str) -> bool: ...

    def tags(self, resource: str) -> dict[str, str]:
        """Tags of a resource named as in its ARN, such as `workteam/private-crowd/birders`."""

    def put_tags(self, resource: str, tags: Mapping[str, str]) -> None: ...

    def delete_tags(self, resource: str, keys: Iterable[str]) -> None: ...


class Notices(Protocol):
    """The queue of notices: at least once, in any order, one message for each object and listener."""

    def send(self, notices: Sequence[Notice]) -> None: ...


@dataclass(frozen=True, slots=True)
class Ports:
    """Everything a use case may reach, built once by the composition root. `notices` is None where nobody is told."""

    ledger: Ledger
    blobs: Blobs
    queue: Queue
    workflow: Workflow
    functions: UserFunction
    events: Events
    clock: Clock
    ids: Ids
    notices: Notices | None = None
