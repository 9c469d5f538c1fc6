"""Refit: all answers so far inform each other; labels may be revised until they are exported.

A revised label's row carries a revision; its usage record never changes, and customer functions are never
called again. The workers' model is kept for the objects that close next.
"""

from __future__ import annotations

import json
from dataclasses import replace

from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Answer, Label, Outcome, Source
from trigpoint.ports import Blobs, Ports
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.merging import Merged
from trigpoint.usecases.job_files import categories_of
from trigpoint.usecases.label_surroundings import every_surroundings, stored_file


def refit(key: str, ports: Ports, deployment: Deployment) -> int:
    """How many labels were revised."""
    job = ports.ledger.job(key)
    if job.spec.post_function is not None:
        return 0
    categories = categories_of(job, ports.blobs)
    labels, answers = _labelled(job, ports)
    found = task_type(job.spec.task_type).merging.refit(answers, categories, every_surroundings(job, ports, deployment))
    model = json.dumps(found.model.as_json()).encode()
    ports.blobs.write(deployment.worker_model(key), model)
    revised = (_revision(job, labels[seq], merged, categories, ports.blobs) for seq, merged in found.labels.items())
    return sum(ports.ledger.revise_label(label) for label in revised if label)


def _labelled(job: Job, ports: Ports) -> tuple[dict[int, Label], list[Answer]]:
    """People's labels, and the answers behind them."""
    labels: dict[int, Label] = {}
    answers: list[Answer] = []
    for number in range(job.shards):
        contents = ports.ledger.shard_contents(job.key, number)
        for seq, label in contents.labels.items():
            if label.outcome is Outcome.LABELLED and label.source is Source.HUMAN:
                labels[seq] = label
                answers.extend(contents.answers.get(seq, ()))
    return labels, answers


def _revision(job: Job, label: Label, merged: Merged, categories: tuple[str, ...], blobs: Blobs) -> Label | None:
    content = task_type(job.spec.task_type).label.label_content(
        merged.value,
        merged.confidence,
        attribute=job.spec.label_attribute,
        categories=categories,
        job_name=job.key,
        created=label.created,
        uri=stored_file(job, label.seq, label.wave, label.created, merged, blobs),
    )
    if content == label.content:
        return None
    return replace(label, content=content, confidence=merged.confidence, revision=label.revision + 1)
