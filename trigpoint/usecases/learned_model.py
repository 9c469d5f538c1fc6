"""What a job has learned, kept as a file when its run ends; the export lays it into the job's output."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.artefact import Artefact, packed
from trigpoint.domain.job import EMBEDDING, MODEL_FUNCTION, Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases.earlier_labels import examples_of
from trigpoint.usecases.job_files import categories_of
from trigpoint.usecases.kinds_of_labels import LEARNABLE, MANY
from trigpoint.usecases.learnable_objects import Lines, embeddings, images, is_text, reader, text_of


def write_model(job: Job, ports: Ports, deployment: Deployment) -> None:
    """Once a job. A customer's model is theirs; of fewer than two examples nothing is to be learned."""
    uri = deployment.learned_model(job.key)
    foreign = job.spec.options.get(MODEL_FUNCTION) or job.spec.task_type not in LEARNABLE
    if foreign or ports.blobs.info(uri) is not None:
        return
    categories = categories_of(job, ports.blobs)
    lines, classes = examples_of(job, categories, ports, deployment)
    if len(lines) > 1:
        model = model_of(job, lines, classes, categories, ports, deployment)
        ports.blobs.write(uri, packed(model), "application/gzip")


def model_of(
    job: Job, lines: Lines, classes: NDArray[np.intp], categories: Sequence[str], ports: Ports, deployment: Deployment
) -> Artefact:
    """Examples that cannot be read are left out."""
    kind, examples = contents(job, lines, ports, deployment)
    if kind != "text":
        readable = np.isfinite(examples).reshape(len(examples), -1).all(axis=1)
        examples, classes = examples[readable], classes[readable]
    if kind == "image":
        examples = examples.round().astype(np.uint8)
    return Artefact(kind, tuple(categories), classes, examples, many=job.spec.task_type in MANY)


def contents(job: Job, lines: Lines, ports: Ports, deployment: Deployment) -> tuple[str, Any]:
    """What the learner sees of the lines."""
    attribute, read = job.spec.options.get(EMBEDDING, ""), reader(ports.blobs, deployment)
    if attribute:
        return "embedding", embeddings(lines, attribute)
    if is_text(job):
        return "text", [text_of(line, read) for line in lines]
    return "image", images(lines, read)
