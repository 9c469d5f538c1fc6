"""Warm start: what people labelled in an earlier job teaches the model of this one, and checks nothing.

The model of a job is what people said in it: a kernel machine is its examples. `InitialActiveLearningModelArn` names
the job by the ARN that `FinalActiveLearningModelArn` gave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.domain.errors import BadInput, NotFound
from trigpoint.domain.job import INITIAL_MODEL, Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases.learnable_objects import classes_of, learnable

MOST_EXAMPLES = 3_000
"""The learner's memory grows with the square of its examples; of more, an even selection is taken."""

Examples = tuple[list[Mapping[str, Any]], NDArray[np.intp]]


def earlier_labels(job: Job, categories: Sequence[str], ports: Ports, deployment: Deployment) -> Examples:
    """Manifest lines and category numbers; none where the job names no earlier one. Raises BadInput."""
    key = job.spec.options.get(INITIAL_MODEL, "")
    if not key:
        return [], np.zeros(0, dtype=np.intp)
    return examples_of(named(job, key, ports), categories, ports, deployment, reader=job)


def examples_of(
    job: Job, categories: Sequence[str], ports: Ports, deployment: Deployment, *, reader: Job | None = None
) -> Examples:
    """What people have labelled in a job, and what its `reader`, the job itself or a later one, learns from."""
    objects = learnable(job, ports, deployment, reader=reader)
    classes = classes_of(job, objects, categories, ports)
    known = np.flatnonzero(classes >= 0)
    chosen = known[:: max(1, -(-len(known) // MOST_EXAMPLES))]
    return [objects.lines[row] for row in chosen], np.asarray(classes[chosen], dtype=np.intp)


def named(job: Job, key: str, ports: Ports) -> Job:
    try:
        earlier = ports.ledger.job(key)
    except NotFound:
        raise BadInput(f"InitialActiveLearningModelArn names job {key}, which is not here.", "Leave it out.") from None
    if earlier.spec.task_type != job.spec.task_type:
        what = f"InitialActiveLearningModelArn names job {key}, which is of type {earlier.spec.task_type}."
        raise BadInput(what, f"Name a job of type {job.spec.task_type}, or leave it out.")
    return earlier
