"""Use cases on the memory ledger and fakes: a small installation with one job, shared by their unit tests."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from trigpoint.domain.job import Job, JobSpec, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Answer
from trigpoint.ports import Ports
from trigpoint.testing import (
    FakeClock,
    FakeFunctions,
    MemoryBlobs,
    MemoryLedger,
    MemoryQueue,
    MemoryWorkflow,
    RecordedEvents,
    SeededIds,
)
from trigpoint.usecases.choose_wave import choose_wave
from trigpoint.usecases.next_task import Assignment, next_task
from trigpoint.usecases.open_wave import open_wave
from trigpoint.usecases.prepare_slice import prepare_slice
from trigpoint.usecases.split_manifest import split_manifest
from trigpoint.usecases.submit_answer import submit_answer

HERE = Deployment("data", "us-east-1", "000000000000", frozenset({"images"}))
MANIFEST = "s3://data/in.manifest"
SPEC = JobSpec(
    task_type="text_multi_class",
    label_attribute="verdict",
    manifest=MANIFEST,
    output="s3://data/output",
    categories="s3://data/categories.json",
    template="",
    team="team-a",
    workers=2,
    task_seconds=60,
    lifetime_seconds=3600,
    window=50,
)


class Installation:
    """Every port in memory; the attributes are the fakes themselves, `ports` what use cases get."""

    def __init__(self) -> None:
        self.ledger, self.blobs, self.queue = MemoryLedger(), MemoryBlobs(), MemoryQueue()
        self.workflow, self.functions, self.events = MemoryWorkflow(), FakeFunctions(), RecordedEvents()
        self.clock, self.ids = FakeClock(), SeededIds()
        self.ports = Ports(
            self.ledger, self.blobs, self.queue, self.workflow, self.functions, self.events, self.clock, self.ids
        )
        self.blobs.write(SPEC.categories, b'{"labels": [{"label": "spam"}, {"label": "ham"}]}')

    # -- making a job
    def job(self, lines: Sequence[Any] = (), name: str = "Job-1", **fields: Any) -> Job:
        """A job in progress over these lines (bytes as they are, anything else as JSON)."""
        raw = [line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines]
        self.blobs.write(MANIFEST, b"\n".join(raw))
        spec = replace(SPEC, **{key: fields.pop(key) for key in [*fields] if key in JobSpec.__dataclass_fields__})
        now = self.clock.now()
        wanted = {"status": JobStatus.IN_PROGRESS, "created": now, "modified": now, "lanes": 2, "spec": spec}
        self.ledger.create_job(Job(name, **(wanted | fields)))
        return split_manifest(name.lower(), self.ports) if lines else self.ledger.job(name.lower())

    def opened(self, lines: Sequence[Any], **fields: Any) -> Job:
        """A job whose first wave is in the window."""
        self.job(lines, **fields)
        wave = self.prepared()
        open_wave("job-1", wave, self.ports, HERE)
        return self.row

    def prepared(self) -> int:
        """Choose the next wave and prepare its slices; its number."""
        wave = int(choose_wave("job-1", self.ports, HERE)["wave"])
        for item in json.loads(self.blobs.read(HERE.wave_slices("job-1", wave))):
            prepare_slice("job-1", wave, item["slice"], self.ports, HERE)
        return wave

    @property
    def row(self) -> Job:
        return self.ledger.job("job-1")

    # -- people
    def take(self, worker: str = "ann") -> Assignment | None:
        return next_task(self.row, worker, ledger=self.ledger, clock=self.clock, ids=self.ids)

    def submit(self, one: Assignment, worker: str, category: str) -> None:
        content = {"category": {"label": category}}
        rest = {"ledger": self.ledger, "queue": self.queue, "clock": self.clock}
        submit_answer(self.row, worker, one.lease_id, content, self.clock.now(), **rest)

    def answer_all(self, worker: str, category: str = "spam", most: int = 10_000) -> int:
        """The worker answers what there is, at most so many; how many."""
        count = 0
        while count < most and (one := self.take(worker)):
            self.submit(one, worker, category)
            count += 1
        return count

    # -- looking
    def reason(self, seq: int) -> str:
        label = self.ledger.label("job-1", seq)
        assert label
        return label.reason

    def outcomes(self) -> dict[int, str]:
        return {seq: label.outcome.value for (_, seq), label in sorted(self.ledger.label_rows.items())}

    def json(self, uri: str) -> Any:
        return json.loads(self.blobs.read(uri))


def an_answer(seq: int, worker: str, category: str, at: float = 0.0) -> Answer:
    return Answer("job-1", seq, worker, {"category": {"label": category}}, at, at, f"{worker}-{seq}")


def texts(count: int) -> list[dict[str, Any]]:
    return [{"source": f"text {number}"} for number in range(count)]
