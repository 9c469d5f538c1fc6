"""What the machine's label of an object says, from the number in its step's file and what a customer's model drew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.tasktypes.multi_choice import ChosenLabel
from trigpoint.tasktypes.predicted import PREDICTIONS
from trigpoint.tasktypes.verification import VERIFICATIONS, Verdict
from trigpoint.usecases.customer_model import kept_label, stored_predictions
from trigpoint.usecases.kinds_of_labels import MANY, RATED
from trigpoint.usecases.label_surroundings import stored_file

Value = Callable[[int, int, float], tuple[Any, str]]
"""(object id, number, confidence) -> the label's value, and the URI of its file if it has one."""


def machine_values(job: Job, categories: Sequence[str], ports: Ports, deployment: Deployment) -> Value:
    """Raises NotFound where a customer's model has said nothing."""
    if job.spec.task_type in RATED:
        return drawn(job, categories, ports, deployment)

    def chosen(_seq: int, number: int, confidence: float) -> tuple[Any, str]:
        if job.spec.task_type in MANY:
            return ChosenLabel(tuple((name, confidence) for name in named(number, categories))), ""
        category = categories[number]
        return (Verdict(category) if job.spec.task_type in VERIFICATIONS else category), ""

    return chosen


def named(number: int, categories: Sequence[str]) -> list[str]:
    return [name for bit, name in enumerate(categories) if number >> bit & 1]


def drawn(job: Job, categories: Sequence[str], ports: Ports, deployment: Deployment) -> Value:
    said, kind = stored_predictions(job, ports, deployment), PREDICTIONS[job.spec.task_type]

    def value(seq: int, _number: int, confidence: float) -> tuple[Any, str]:
        kept = kept_label(job, said.kept[str(seq)], ports, deployment)
        merged = kind.merged(kept, confidence, categories)
        # Named by what does not change: a group that is labelled again writes the same file.
        return merged.value, stored_file(job, seq, job.waves, job.created, merged, ports.blobs)

    return value
