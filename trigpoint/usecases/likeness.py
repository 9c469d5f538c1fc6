"""How much the boxes or masks of a customer's model are like people's, where people have labelled the object."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from trigpoint.domain.errors import BadInput, NotFound
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Label, Outcome
from trigpoint.ports import Ports
from trigpoint.tasktypes.predicted import PREDICTIONS
from trigpoint.usecases.customer_model import Said, kept_label
from trigpoint.usecases.learnable_objects import Learnable, peoples_labels

READS_AT_ONCE = 8
NOTHING_ALIKE = 0.0
"""A label that cannot be read counts against the machine: the careful side."""


def likeness_of(
    job: Job, objects: Learnable, said: Said, categories: Sequence[str], ports: Ports, deployment: Deployment
) -> NDArray[np.float64]:
    """(n,): mean intersection over union, NaN where people or the model have not labelled the object."""
    found = np.full(len(objects.seqs), np.nan)
    done = [one for one in peoples_labels(job, ports) if one.outcome is Outcome.LABELLED and str(one.seq) in said.kept]
    with ThreadPoolExecutor(READS_AT_ONCE) as pool:
        shares = list(pool.map(compared(job, said, categories, ports, deployment), done))
    for label, share in zip(done, shares, strict=True):
        found[objects.places([label.seq])] = share
    return found


def compared(
    job: Job, said: Said, categories: Sequence[str], ports: Ports, deployment: Deployment
) -> Callable[[Label], float]:
    kind, attribute = PREDICTIONS[job.spec.task_type], job.spec.label_attribute

    def share(label: Label) -> float:
        try:
            kept = kept_label(job, said.kept[str(label.seq)], ports, deployment)
            return kind.likeness(kept, label.content, attribute, categories, ports.blobs.read)
        except (NotFound, BadInput, ValueError):
            return NOTHING_ALIKE

    return share
