"""What came out of one job of the demo: read from the ledger and S3, held against the truth."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from trigpoint.cli.demo.subjects import Subject
from trigpoint.cli.standing import Standing
from trigpoint.domain.job import Job
from trigpoint.domain.work import Answer
from trigpoint.formats.output_manifest import metadata_key, parse_output_line
from trigpoint.ledger.usage import month_of
from trigpoint.metering.bill import Bill, bill_of
from trigpoint.ports import Ledger, Ports
from trigpoint.tasktypes.classification import check_answer
from trigpoint.testing.crowd import Accuracy, Triple, measured

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Outcome:
    """`subject` is its short name, `output` a local copy of the output manifest; counts are of objects.

    `lost` counts answers that were acknowledged to a worker and are not in the ledger.
    """

    subject: str
    standing: Standing
    task_type: str
    output: Path | None
    accuracy: Accuracy
    answers: int
    lost: int
    over_assigned: int
    usage_records: int
    bill: Decimal

    def as_dict(self) -> dict[str, Any]:
        """A job's entry in the report."""
        found = self.accuracy
        return {
            "name": self.standing.job,
            "task_type": self.task_type,
            "objects": self.standing.total,
            "labelled": self.standing.labelled,
            "failed": self.standing.failed,
            "output_manifest": str(self.output) if self.output else None,
            "accuracy": {
                "worker_mean": round(found.worker_mean, DIGITS),
                "worker_best": round(found.worker_best, DIGITS),
                "majority": round(found.majority, DIGITS),
                "consolidated": round(found.consolidated, DIGITS),
            },
            "answers": self.answers,
            "over_assigned": self.over_assigned,
            "usage_records": self.usage_records,
            "bill_usd": float(self.bill),
        }


def outcome(
    standing: Standing,
    subject: Subject,
    acknowledged: Collection[Triple],
    ports: Ports,
    folder: Path,
    bills: Sequence[Bill],
) -> Outcome:
    """Copies the output manifest into `folder` too. `acknowledged` are what the portal told workers it had stored."""
    job = ports.ledger.job(standing.job.lower())
    by_object = answers_by_object(job, ports.ledger)
    triples = triples_of(by_object, subject.categories)
    output = copied(job, ports, folder)
    labels = published(output, job.spec.label_attribute)
    mine = [one for bill in bills for one in bill.jobs if one.job == job.key]
    return Outcome(
        subject.stem,
        standing,
        job.spec.task_type,
        output,
        measured(triples, labels, subject.truths, subject.categories),
        answers=len(triples),
        lost=len(set(acknowledged) - set(triples)),
        over_assigned=sum(len(answers) > job.spec.workers for answers in by_object.values()),
        usage_records=sum(one.objects for one in mine),
        bill=sum((one.amount for one in mine), Decimal(0)),
    )


def answers_by_object(job: Job, ledger: Ledger) -> dict[int, Sequence[Answer]]:
    found: dict[int, Sequence[Answer]] = {}
    for shard in range(job.shards):
        found.update(ledger.shard_contents(job.key, shard).answers)
    return found


def triples_of(by_object: dict[int, Sequence[Answer]], categories: Sequence[str]) -> list[Triple]:
    return [
        (seq, answer.worker, check_answer(answer.content, categories))
        for seq, answers in sorted(by_object.items())
        for answer in answers
    ]


def copied(job: Job, ports: Ports, folder: Path) -> Path | None:
    """The output manifest as a file; None where the job has none."""
    if job.output_manifest is None:
        return None
    path = folder / job.key / "output.manifest"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.writelines(ports.blobs.chunks(job.output_manifest))
    return path


def published(output: Path | None, attribute: str) -> dict[int, str]:
    """Class names by object id, of the lines that have one."""
    lines = output.read_bytes().splitlines() if output else []
    documents = [parse_output_line(line, number) for number, line in enumerate(lines)]
    metadata = {seq: document.get(metadata_key(attribute), {}) for seq, document in enumerate(documents)}
    return {seq: str(found["class-name"]) for seq, found in metadata.items() if "class-name" in found}


def bills_between(start: float, end: float, ledger: Ledger) -> list[Bill]:
    """The bills of the months the demo ran in: one, unless it ran over midnight on the last of a month."""
    return [bill_of(month, ledger.usage(month)) for month in sorted({month_of(start), month_of(end)})]
