"""A customer's model as the machine: their Lambda is asked once about every object, in batches.

In:  {"version", "labelingJobArn", "labelCategories": [name], "dataObjects": [{"datasetObjectId", "dataObject": line}]}
Out: {"predictions": [{"datasetObjectId", "label": name, "confidence": 0..1}]}

Objects without a prediction, or with a confidence that is no number between 0 and 1, go to people. A label that is no
category, or an id that was not asked about, is an error that names it: the model then labels nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from math import isfinite
from typing import Any

import numpy as np

from trigpoint.autolabel.loop import Foreign
from trigpoint.domain.errors import FunctionReplyError, NotFound
from trigpoint.domain.job import MODEL_FUNCTION, Job
from trigpoint.domain.places import Deployment
from trigpoint.formats.pre_annotation import EVENT_VERSION
from trigpoint.ports import Ports
from trigpoint.usecases.learnable_objects import Learnable

BATCH = 100
CALLS_AT_ONCE = 8
FIX = 'Return {"predictions": [{"datasetObjectId": "0", "label": "<category>", "confidence": 0.9}]}.'

Said = dict[int, tuple[int, float]]
"""Category number and confidence by object id."""


def customer_predictions(
    job: Job, objects: Learnable, categories: Sequence[str], ports: Ports, deployment: Deployment
) -> Foreign:
    """Asked once a job, then kept. Raises FunctionFailed, FunctionReplyError."""
    uri = deployment.work(job.key, "autolabel/predictions.json")
    try:
        document = json.loads(ports.blobs.read(uri))
    except NotFound:
        document = asked(job, objects, categories, ports, deployment)
        ports.blobs.write(uri, json.dumps(document).encode())
    said = {int(seq): (int(code), float(sure)) for seq, (code, sure) in document.items()}
    classes = np.array([said.get(int(seq), (0, np.nan))[0] for seq in objects.seqs], dtype=np.intp)
    confidence = np.array([said.get(int(seq), (0, np.nan))[1] for seq in objects.seqs])
    return Foreign(classes, confidence)


def asked(
    job: Job, objects: Learnable, categories: Sequence[str], ports: Ports, deployment: Deployment
) -> dict[str, tuple[int, float]]:
    pairs = list(zip(objects.seqs.tolist(), objects.lines, strict=True))
    batches = [pairs[start : start + BATCH] for start in range(0, len(pairs), BATCH)]

    def predicted(batch: Sequence[tuple[int, Mapping[str, Any]]]) -> Said:
        event = {
            "version": EVENT_VERSION,
            "labelingJobArn": deployment.job_arn(job.key),
            "labelCategories": list(categories),
            "dataObjects": [{"datasetObjectId": str(seq), "dataObject": dict(line)} for seq, line in batch],
        }
        reply = ports.functions.invoke(job.spec.options[MODEL_FUNCTION], event)
        return parse_predictions(reply, {seq for seq, _ in batch}, categories)

    with ThreadPoolExecutor(CALLS_AT_ONCE) as pool:
        return {str(seq): one for said in pool.map(predicted, batches) for seq, one in said.items()}


def parse_predictions(reply: Any, wanted: set[int], categories: Sequence[str]) -> Said:
    """Raises FunctionReplyError naming the entry."""
    entries = reply.get("predictions") if isinstance(reply, Mapping) else None
    if not isinstance(entries, list):
        raise FunctionReplyError("The model function returned no list of predictions.", FIX)
    numbers = {name: code for code, name in enumerate(categories)}
    found: Said = {}
    for place, entry in enumerate(entries):
        seq, code = named(place, entry, wanted, numbers)
        if is_share(entry.get("confidence")):
            found[seq] = (code, float(entry["confidence"]))
    return found


def named(place: int, entry: Any, wanted: set[int], numbers: Mapping[str, int]) -> tuple[int, int]:
    """Object id and category number of an entry."""
    where, known = f"predictions[{place}]", entry if isinstance(entry, Mapping) else {}
    seq, label = str(known.get("datasetObjectId")), known.get("label")
    if not seq.isdigit() or int(seq) not in wanted:
        raise FunctionReplyError(f"{where}.datasetObjectId is {seq!r}, which was not asked about.", FIX)
    if not isinstance(label, str) or label not in numbers:
        raise FunctionReplyError(f"{where}.label is {label!r}, which is not a category.", FIX)
    return int(seq), numbers[label]


def is_share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value) and 0 <= value <= 1
