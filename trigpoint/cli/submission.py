"""Making a job of a data set: categories, recipe and manifest, then waiting for intake's word on it."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from trigpoint.cli.dataset import Dataset
from trigpoint.cli.kinds import QUESTIONS, attribute_of, check_fit
from trigpoint.cli.pushing import data_uri, push_files
from trigpoint.cli.troubles import NotRunning, patiently
from trigpoint.domain.errors import BadInput, JobNameTaken, NotFound, TrigpointError
from trigpoint.domain.job import TARGET, UNDO_SECONDS, Job, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.formats.builtin_names import task_type_of
from trigpoint.formats.categories import parse_categories
from trigpoint.formats.job_options import TAG_PREFIX
from trigpoint.formats.job_request import job_spec
from trigpoint.ports import Blobs, Ports

BUILT_INS = "arn:aws:lambda:us-east-1:432418664414:function:"
"""Ground Truth's own functions in one Region; what counts is the name after it."""

SPECIFICATIONS = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/"

ANSWER_SECONDS = 120.0
POLL_SECONDS = 0.25


@dataclass(frozen=True, slots=True)
class Order:
    """What the customer asks for. Without `attribute` the label is named as the job; `kind` is a task type in
    Ground Truth's spelling, the data set's own where it is empty. `target` > 0: a model labels what it is certified
    to get right to this share."""

    name: str
    labels: tuple[str, ...]
    team: str
    workers: int = 3
    task_seconds: int = 300
    title: str = ""
    attribute: str = ""
    undo_seconds: int = 0
    kind: str = ""
    target: float = 0.0


def name_from(stem: str, stamp: str) -> str:
    """A job name of a file's name and a time: letters, digits and single hyphens, at most 63."""
    plain = re.sub(r"[^a-zA-Z0-9]+", "-", stem).strip("-") or "job"
    return f"{plain[: 62 - len(stamp)].rstrip('-')}-{stamp}"


def categories_document(labels: tuple[str, ...], kind: str) -> bytes:
    """A label category configuration file. Raises CategoriesError."""
    from trigpoint.tasktypes import task_type

    document = {"document-version": "2018-11-28", "labels": [{"label": label} for label in labels]}
    data = json.dumps(document, ensure_ascii=False, indent=1).encode()
    parse_categories(data, task_type(task_type_of(kind)).fewest_categories)
    return data


def recipe(order: Order, kind: str, deployment: Deployment) -> dict[str, Any]:
    """A CreateLabelingJob request without name and manifest."""
    title, description = QUESTIONS[kind]
    team = f"arn:aws:sagemaker:{deployment.region}:{deployment.account}:workteam/private-crowd/{order.team}"
    human = {
        "WorkteamArn": team,
        "PreHumanTaskLambdaArn": f"{BUILT_INS}PRE-{kind}",
        "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{BUILT_INS}ACS-{kind}"},
        "TaskTitle": order.title or title,
        "TaskDescription": description,
        "NumberOfHumanWorkersPerDataObject": order.workers,
        "TaskTimeLimitInSeconds": order.task_seconds,
    }
    return {
        "LabelAttributeName": order.attribute or attribute_of(order.name, kind),
        "OutputConfig": {"S3OutputPath": deployment.uri("output/")},
        "LabelCategoryConfigS3Uri": data_uri(order.name, deployment) + "categories.json",
        "HumanTaskConfig": human,
        "Tags": [tag(name, value) for name, value in options(order).items()],
        **(algorithm(kind) if order.target else {}),
    }


def options(order: Order) -> dict[str, str]:
    """What SageMaker has no field for."""
    wanted = {UNDO_SECONDS: order.undo_seconds, TARGET: order.target}
    return {name: str(value) for name, value in wanted.items() if value}


def tag(option: str, value: str) -> dict[str, str]:
    return {"Key": f"{TAG_PREFIX}{option}", "Value": value}


ALGORITHMS = {
    "ImageMultiClass": "image-classification",
    "TextMultiClass": "text-classification",
    "ImageMultiClassMultiLabel": "image-classification",
    "TextMultiClassMultiLabel": "text-classification",
}


def algorithm(kind: str) -> dict[str, Any]:
    """Ground Truth's field for automated labeling. Raises BadInput for a kind that no model knows."""
    if kind not in ALGORITHMS:
        known = ", ".join(ALGORITHMS)
        raise BadInput(f"automated labeling does not know {kind}.", f"Leave --auto-target out; it is for {known}.")
    name = f"{SPECIFICATIONS}{ALGORITHMS[kind]}"
    return {"LabelingJobAlgorithmsConfig": {"LabelingJobAlgorithmSpecificationArn": name}}


def place_order(order: Order, data: Dataset, ports: Ports, deployment: Deployment, *, quiet: bool = False) -> str:
    """Upload everything, the manifest last: it starts the job. The manifest's URI with its version.

    Raises JobNameTaken before anything is written, RecipeError or CategoriesError for a wrong order,
    BadInput for data of another sort than the task type.
    """
    kind = order.kind or data.kind
    check_fit(kind, data.kind)
    check_free(order.name, ports)
    document = recipe(order, kind, deployment)
    manifest = deployment.upload(order.name, order.name)
    job_spec(document, name=order.name, manifest=manifest, task_types=_task_types())
    categories = categories_document(order.labels, kind)
    push_files(data.files, ports.blobs, quiet=quiet)
    ports.blobs.write(document["LabelCategoryConfigS3Uri"], categories)
    ports.blobs.write(deployment.recipe(order.name), json.dumps(document, indent=1).encode())
    ports.blobs.write(manifest, data.manifest, "application/x-ndjson")
    return versioned(manifest, ports.blobs)


def _task_types() -> frozenset[str]:
    from trigpoint.tasktypes import names

    return names()


def check_free(name: str, ports: Ports) -> None:
    try:
        ports.ledger.job(name.lower())
    except NotFound:
        return
    raise JobNameTaken(f"a job named {name} exists.", "Choose another name with --name.")


def versioned(uri: str, blobs: Blobs) -> str:
    info = blobs.info(uri)
    return f"{uri}?versionId={info.version}" if info and info.version else uri


def await_job(
    name: str,
    source: str,
    ports: Ports,
    deployment: Deployment,
    *,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> Job:
    """The job once its manifest is split, or once it has ended.

    Raises what intake wrote into the error file of this very upload; NotRunning when nothing happens.
    """
    until = clock() + ANSWER_SECONDS
    while clock() < until:
        job = patiently(lambda: found(name, source, ports), sleep=sleep)
        if job and (job.status.ended or (job.total and job.status is not JobStatus.INITIALIZING)):
            return job
        if not job:
            patiently(lambda: raise_refusal(name, source, ports, deployment), sleep=sleep)
        sleep(POLL_SECONDS)
    raise NotRunning(f"the upload of {name} was not taken up within {ANSWER_SECONDS:.0f} s.", NotRunning.fix_up)


def found(name: str, source: str, ports: Ports) -> Job | None:
    """The job of this upload; None also while another upload has the name."""
    try:
        job = ports.ledger.job(name.lower())
    except NotFound:
        return None
    return job if job.source == source else None


def raise_refusal(name: str, source: str, ports: Ports, deployment: Deployment) -> None:
    """Raise the error in the upload's error file, if there is one of the same version."""
    try:
        document = json.loads(ports.blobs.read(deployment.upload_error(name, name)))
    except NotFound:
        return
    if document.get("version", "") == source.partition("?versionId=")[2]:
        raise refusal(document)


def refusal(document: dict[str, Any]) -> TrigpointError:
    error = BadInput(str(document.get("message", "")), str(document.get("fix", "")))
    error.code = str(document.get("code", error.code))
    return error
