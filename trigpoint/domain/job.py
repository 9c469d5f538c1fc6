"""A job: one manifest, one task type, one work team, one label attribute."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from trigpoint.domain.allow_list import ALLOW_BUCKETS, ALLOW_HOSTS, buckets_of, hosts_of
from trigpoint.domain.places import bucket_of

Instant = float
"""Seconds since the epoch, UTC."""


UNDO_SECONDS = "undo-seconds"
WEBHOOK = "webhook"
SNS_TOPIC = "sns-topic"
TASK_PAY = "task-pay"
CONSOLIDATION = "consolidation"
GOLD_ATTRIBUTE = "gold-attribute"
AUTOMATED = "automated-labeling"
TARGET, CERTAINTY, HUMAN_SHARE = "target-accuracy", "certificate-confidence", "human-budget"
AUDIT, SEED, EMBEDDING = "audit-objects", "seed", "embedding-attribute"
MODEL_FUNCTION, INITIAL_MODEL = "model-function", "initial-model"
MOST_HUMAN, MOST_PERCENT = "max-human-labelled", "max-percent-labelled"
"""Options of a job, as they stand in JobSpec.options."""

MOST_UNDO_SECONDS = 900
"""As long as a queue can hold a message back."""


class JobStatus(StrEnum):
    INITIALIZING = "Initializing"
    IN_PROGRESS = "InProgress"
    STOPPING = "Stopping"
    COMPLETED = "Completed"
    FAILED = "Failed"
    STOPPED = "Stopped"

    @property
    def ended(self) -> bool:
        return self in (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.STOPPED)

    @property
    def serves(self) -> bool:
        """Whether workers may still take and answer tasks of the job."""
        return self in (JobStatus.INITIALIZING, JobStatus.IN_PROGRESS)


@dataclass(frozen=True, slots=True)
class JobSpec:
    """What a job request asks for, checked and in our words.

    `pre_function` and `post_function` are the customer's Lambda ARNs or names; None means the
    task type's own. `options` are the `trigpoint:<option>` tags without their prefix.
    """

    task_type: str
    label_attribute: str
    manifest: str
    output: str
    categories: str
    template: str
    team: str
    role: str = ""
    pre_function: str | None = None
    post_function: str | None = None
    workers: int = 3
    task_seconds: int = 300
    lifetime_seconds: int = 2_592_000
    window: int = 1000
    title: str = ""
    description: str = ""
    kms_key: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def undo_seconds(self) -> int:
        """How long a worker may take an answer back, from the option `undo-seconds`; 0: not at all."""
        text = self.options.get(UNDO_SECONDS, "")
        return min(int(text), MOST_UNDO_SECONDS) if text.isascii() and text.isdigit() else 0

    @property
    def pay(self) -> str:
        """What a worker gets for a task, as `0.036 USD`; empty: not said."""
        return self.options.get(TASK_PAY, "")

    @property
    def allowed_hosts(self) -> tuple[str, ...]:
        """Outside hosts that the job's pages may load from, from the option `allow-hosts`."""
        return hosts_of(self.options.get(ALLOW_HOSTS, ""))

    @property
    def buckets(self) -> frozenset[str]:
        """Buckets that its template may read from: those of its own files, and the option `allow-buckets`."""
        own = {bucket_of(uri) for uri in (self.manifest, self.output, self.categories, self.template)}
        return frozenset({*own, *buckets_of(self.options.get(ALLOW_BUCKETS, ""))} - {""})

    @property
    def automated(self) -> bool:
        """Whether a model labels what it is certified to get right."""
        return bool(self.options.get(AUTOMATED) or self.options.get(MODEL_FUNCTION))

    @property
    def topic(self) -> str:
        """ARN of the SNS topic that hears of every labelled object; empty: none."""
        return self.options.get(SNS_TOPIC, "")

    @property
    def webhook(self) -> str:
        """Name of the webhook that hears of every labelled object and of the job's end; empty: none."""
        return self.options.get(WEBHOOK, "")


@dataclass(frozen=True, slots=True, order=True)
class Cursor:
    """How far the window has moved: `position` lies in the index of slice number `slice`."""

    slice: int = 0
    position: int = 0


@dataclass(frozen=True, slots=True)
class Job:
    """The job row. `name` is as the customer wrote it; `key` identifies it, in any case.

    `lanes` is pinned when the job is created. `waves` counts waves planned, `planned` the objects
    in them, `slices` the slices ready to enter the window. `opened` is exact (it moves in one
    transaction with the cursor); `closed` counts ended objects, `unopened` those among them that
    never had a task, `labelled` and `failed` how they ended: hints that the sweeper makes exact.
    `low_water` is the number of closed objects at which the waiting execution's `token` fires.
    `source` is what began the job: the upload's URI with its version, or the request's mark.
    `warnings` are what its template may surprise with, a line each.
    `iteration` is the wave count of Ground Truth's output layout. `machine` counts those labelled by the model, and
    `promise` says in words how sure they are, or why there are none.
    """

    name: str
    spec: JobSpec
    created: Instant
    modified: Instant
    status: JobStatus = JobStatus.INITIALIZING
    source: str = ""
    attempt: int = 1
    total: int = 0
    shards: int = 0
    lanes: int = 4
    waves: int = 0
    planned: int = 0
    slices: int = 0
    cursor: Cursor = Cursor()
    opened: int = 0
    closed: int = 0
    unopened: int = 0
    labelled: int = 0
    failed: int = 0
    machine: int = 0
    low_water: int = 0
    token: str | None = None
    failure: str | None = None
    warnings: str = ""
    promise: str | None = None
    output_manifest: str | None = None

    @property
    def key(self) -> str:
        return self.name.lower()


def lanes_for(window: int, workers_expected: int = 0) -> int:
    """Number of lanes of a job: at most about 128 rows a lane, at least four (DESIGN 4)."""
    return max(4, -(-workers_expected // 250), -(-window // 128))
