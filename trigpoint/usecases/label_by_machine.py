"""Infer: one group of the certified machine labels becomes labels and usage records.

Every step is put-if-absent, so a group that is labelled again changes nothing. Objects that people were asked for are
never among them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from trigpoint.autolabel.plan import Options
from trigpoint.domain.job import CERTAINTY, Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Label, Outcome, Source
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.ledger.usage import usage_of
from trigpoint.ports import Ports
from trigpoint.tasktypes import task_type
from trigpoint.usecases.close_object import counts_of
from trigpoint.usecases.job_files import categories_of
from trigpoint.usecases.kinds_of_labels import promise_key
from trigpoint.usecases.machine_values import Value, machine_values
from trigpoint.usecases.tell_machine_labels import is_told, tell_group

CONFIDENCE_DECIMALS = 2


def label_by_machine(key: str, group: int, ports: Ports, deployment: Deployment) -> int:
    """How many objects were labelled now; none in a job that was stopped meanwhile, or where all of it is done."""
    job = ports.ledger.job(key)
    if not job.status.serves or is_told(key, group, ports, deployment):
        return 0
    document = json.loads(ports.blobs.read(deployment.machine_labels(key, group)))
    categories = categories_of(job, ports.blobs)
    value = machine_values(job, categories, ports, deployment)
    labels = machine_labels(job, document, categories, value, ports.clock.now())
    closed = [label for label in labels if stored(label, ports)]
    if closed:
        ports.ledger.change_job(key, add=counts_of(closed) | {"unopened": len(closed)})
    tell_group(job, group, ports, deployment)
    return len(closed)


def machine_labels(
    job: Job, document: Mapping[str, Any], categories: Sequence[str], value: Value, now: float
) -> Iterator[Label]:
    """In Ground Truth's shape, `human-annotated: no`, with the certificate beside the confidence."""
    kind, attribute = task_type(job.spec.task_type), job.spec.label_attribute
    certified = {
        promise_key(job.spec.task_type): document["certificate"]["bound"],
        "certificate-confidence": float(job.spec.options.get(CERTAINTY) or Options().confidence),
    }
    for seq, code, confidence in document["labels"]:
        sure = round(confidence, CONFIDENCE_DECIMALS)
        found, uri = value(int(seq), int(code), sure)
        content = kind.label.label_content(
            found,
            sure,
            attribute=attribute,
            categories=categories,
            job_name=job.key,
            created=now,
            human=False,
            uri=uri,
        )
        content[metadata_key(attribute)] |= certified
        outcome, source = Outcome.LABELLED, Source.MACHINE
        yield Label(job.key, int(seq), outcome, now, content, confidence, source=source, wave=job.waves)


def stored(label: Label, ports: Ports) -> bool:
    """Whether the label was put now. Its usage record is put in any case: a crash may have come between."""
    now = ports.ledger.close_unopened(label)
    kept = label if now else ports.ledger.label(label.job, label.seq)
    record = usage_of(kept) if kept and kept.by_machine else None
    if record:
        ports.ledger.put_usage(record)
    return now
