"""A customer's model as the machine: their Lambda is asked once about every object, in batches.

In:  {"version", "labelingJobArn", "labelCategories": [name], "dataObjects": [{"datasetObjectId", "dataObject": line}]}
Out: {"predictions": [{"datasetObjectId", "label": name, "confidence": 0..1}]}

`label` is a category, a list of them, a list of boxes, or a mask, as the task type has it. Objects without a
prediction, or with one that cannot be used, go to people (`model_replies`). Masks are files until they are given.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.rated import Foreign
from trigpoint.domain.errors import NotFound
from trigpoint.domain.job import MODEL_FUNCTION, Job
from trigpoint.domain.places import Deployment
from trigpoint.formats.pre_annotation import EVENT_VERSION
from trigpoint.ports import Ports
from trigpoint.tasktypes.predicted import Kept
from trigpoint.usecases.learnable_objects import Learnable
from trigpoint.usecases.model_replies import Line, Understand, careful, parse_reply, understanding

BATCH, BATCH_PAINTED = 100, 20
"""Objects of one call; a Lambda's reply ends at 6 MB, and masks are large."""

REASON = 160
"""Characters of a reason that the job repeats."""

CALLS_AT_ONCE = 8
NAME_DIGITS = 16
Pairs = Sequence[tuple[int, Line]]


@dataclass(frozen=True, slots=True)
class Said:
    """What the model said: [number, confidence] by object id as text, the JSON of boxes or the names of masks, and why
    predictions could not be used."""

    labels: Mapping[str, tuple[int, float]]
    kept: Mapping[str, Any]
    unusable: Mapping[str, str]

    @property
    def note(self) -> str:
        """In words for the job; empty where all could be used."""
        if not self.unusable:
            return ""
        first = min(self.unusable, key=int)
        reason = self.unusable[first][:REASON]
        return f"{len(self.unusable):,} predictions could not be used, first object {first}: {reason}"

    def foreign(self, objects: Learnable, right: NDArray[Any] | None = None) -> Foreign:
        found = [self.labels.get(str(seq), (0, np.nan)) for seq in objects.seqs.tolist()]
        classes, confidence = np.array([one[0] for one in found], dtype=np.intp), np.array([one[1] for one in found])
        return Foreign(classes, confidence, right)


def predictions_of(
    job: Job, objects: Learnable, categories: Sequence[str], ports: Ports, deployment: Deployment
) -> Said:
    """Asked once a job, then kept: a function thought lost that comes second takes what stands, for that is what is
    certified. Raises FunctionFailed, FunctionReplyError."""
    try:
        return stored_predictions(job, ports, deployment)
    except NotFound:
        said = asked(job, objects, categories, ports, deployment)
        return standing(predictions_uri(job, deployment), said, ports)


def standing(uri: str, said: Said, ports: Ports) -> Said:
    document = {"labels": said.labels, "kept": said.kept, "unusable": said.unusable}
    return said if ports.blobs.write_once(uri, json.dumps(document).encode()) else stored(uri, ports)


def stored_predictions(job: Job, ports: Ports, deployment: Deployment) -> Said:
    return stored(predictions_uri(job, deployment), ports)


def stored(uri: str, ports: Ports) -> Said:
    return Said(**json.loads(ports.blobs.read(uri)))


def predictions_uri(job: Job, deployment: Deployment) -> str:
    return deployment.work(job.key, "autolabel/predictions.json")


def mask_uri(job: Job, name: str, deployment: Deployment) -> str:
    return deployment.work(job.key, f"autolabel/masks/{name}.png")


def kept_label(job: Job, kept: Any, ports: Ports, deployment: Deployment) -> Kept:
    """The box list or mask of an object, as `Said` has it, with its file. Raises NotFound."""
    if isinstance(kept, str):
        return Kept(None, ports.blobs.read(mask_uri(job, kept, deployment)))
    return Kept(kept)


def keep(job: Job, seq: int, kept: Kept, ports: Ports, deployment: Deployment) -> Any:
    """A mask becomes a file named by what is in it, so that no other answer of the model takes its place."""
    if kept.file is None:
        return kept.document
    name = f"{seq}-{sha256(kept.file).hexdigest()[:NAME_DIGITS]}"
    ports.blobs.write(mask_uri(job, name, deployment), kept.file, "image/png")
    return name


def asked(job: Job, objects: Learnable, categories: Sequence[str], ports: Ports, deployment: Deployment) -> Said:
    pairs = list(zip(objects.seqs.tolist(), objects.lines, strict=True))
    size = BATCH_PAINTED if job.spec.task_type == "semantic_segmentation" else BATCH
    batches = [pairs[start : start + size] for start in range(0, len(pairs), size)]
    read, may_use = ports.blobs.read, deployment.may_use
    head = careful(lambda uri, length: read(uri, 0, length), may_use)
    understand = understanding(job.spec.task_type, categories, head, careful(read, may_use))
    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        parts = list(pool.map(lambda batch: answered(job, batch, categories, understand, ports, deployment), batches))
    return Said(
        {seq: one for part in parts for seq, one in part.labels.items()},
        {seq: one for part in parts for seq, one in part.kept.items()},
        {seq: one for part in parts for seq, one in part.unusable.items()},
    )


def answered(
    job: Job, batch: Pairs, categories: Sequence[str], understand: Understand, ports: Ports, deployment: Deployment
) -> Said:
    """What the model said of a batch stands as soon as it is said: a step that is cut off goes on from there."""
    uri = deployment.work(job.key, f"autolabel/predictions-{batch[0][0]}.json")
    try:
        return stored(uri, ports)
    except NotFound:
        return standing(uri, predicted(job, batch, categories, understand, ports, deployment), ports)


def predicted(
    job: Job, batch: Pairs, categories: Sequence[str], understand: Understand, ports: Ports, deployment: Deployment
) -> Said:
    event = {
        "version": EVENT_VERSION,
        "labelingJobArn": deployment.job_arn(job.key),
        "labelCategories": list(categories),
        "dataObjects": [{"datasetObjectId": str(seq), "dataObject": dict(line)} for seq, line in batch],
    }
    found = parse_reply(ports.functions.invoke(job.spec.options[MODEL_FUNCTION], event), dict(batch), understand)
    return Said(
        {str(seq): one for seq, one in found.said.items()},
        {str(seq): keep(job, seq, kept, ports, deployment) for seq, kept in found.kept.items()},
        {str(seq): why for seq, why in found.unusable.items()},
    )
