"""Consolidation as tasks fill: a label and its usage record within seconds, one batch at a time.

Built-in task types merge with what is known of the workers so far. A customer's post-annotation function
gets the batch through Ground Truth's files and is called once an object.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.domain.errors import AnswerError, FunctionFailed, FunctionReplyError, FunctionSilent, NotFound
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Answer, Label, Outcome, Task
from trigpoint.formats.consolidation_files import (
    custom_content,
    parse_post_reply,
    post_event,
    request_item,
    request_payload,
    response_file,
)
from trigpoint.formats.output_layout import consolidation_request, consolidation_response
from trigpoint.formats.worker_response import private_worker_id
from trigpoint.ports import Ports
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.merging import Model
from trigpoint.usecases.close_object import Answered, Consolidate, close_objects
from trigpoint.usecases.deliver_notice import teller
from trigpoint.usecases.job_files import categories_of
from trigpoint.usecases.label_surroundings import stored_file, surroundings
from trigpoint.usecases.mask_files import whole

Batch = Sequence[Answered]


def consolidate_objects(
    key: str, seqs: Sequence[int], ports: Ports, deployment: Deployment, *, last_try: bool = True
) -> list[Label]:
    """Close those of the objects that are due; their labels.

    When a customer's function fails, FunctionFailed goes up unless this is the `last_try`: then the objects
    fail with its reason.
    """
    job = ports.ledger.job(key)
    return close_objects(
        job,
        seqs,
        consolidation_of(job, ports, deployment, last_try=last_try),
        ledger=ports.ledger,
        blobs=ports.blobs,
        workflow=ports.workflow,
        clock=ports.clock,
        bucket=deployment.bucket,
        tell=teller(job, ports),
    )


def consolidation_of(job: Job, ports: Ports, deployment: Deployment, *, last_try: bool) -> Consolidate:
    if job.spec.post_function is None:
        return lambda batch: built_in(job, batch, ports, deployment)

    return lambda batch: customer(job, batch, ports, deployment, last_try=last_try)


# -- built-in ------------------------------------------------------------------
def built_in(job: Job, batch: Batch, ports: Ports, deployment: Deployment) -> dict[int, Label]:
    categories = categories_of(job, ports.blobs)
    model = worker_model(job, ports, deployment)
    return {task.seq: _merged(job, task, answers, categories, model, ports, deployment) for task, answers in batch}


def worker_model(job: Job, ports: Ports, deployment: Deployment) -> Model | None:
    """What the last refit learned of the workers; None in the first wave, before the first."""
    if job.waves <= 1:
        return None
    try:
        document = json.loads(ports.blobs.read(deployment.worker_model(job.key)))
    except NotFound:
        return None
    return task_type(job.spec.task_type).merging.restore(document)


def _merged(
    job: Job,
    task: Task,
    answers: Sequence[Answer],
    categories: Sequence[str],
    model: Model | None,
    ports: Ports,
    deployment: Deployment,
) -> Label:
    now = ports.clock.now()
    kind = task_type(job.spec.task_type)
    around = surroundings(job, lambda: prepared_line(job, task, ports, deployment)["dataObject"], ports, deployment)
    try:
        found = kind.merging.merge(answers, categories, model, around)
    except AnswerError as error:
        return failed(job, task, answers, f"ConsolidationFailed: {error}", ports)
    content = kind.label.label_content(
        found.value,
        found.confidence,
        attribute=job.spec.label_attribute,
        categories=categories,
        job_name=job.key,
        created=now,
        uri=stored_file(job, task.seq, task.wave, now, found, ports.blobs),
    )
    return labelled(job, task, found.workers, content, found.confidence, ports)


# -- customer's function ---------------------------------------------------------
def customer(
    job: Job, batch: Batch, ports: Ports, deployment: Deployment, *, last_try: bool = True
) -> dict[int, Label]:
    """Labels from the customer's function, called once for each wave in the batch.

    A call that fails leaves the objects of the other waves alone: their function was called and is not
    called again. Raises FunctionFailed when no call succeeded, unless this is the `last_try`. One that was silent may
    still be at work: it is not called again either, and its objects fail.
    """
    by_wave: dict[int, list[Answered]] = {}
    for task, answers in batch:
        by_wave.setdefault(task.wave, []).append((task, answers))
    labels: dict[int, Label] = {}
    failure: FunctionFailed | None = None
    for wave, some in by_wave.items():
        try:
            labels |= _customer_wave(job, wave, some, ports, deployment)
        except FunctionFailed as error:
            failure = error
            if last_try or isinstance(error, FunctionSilent):
                labels |= {task.seq: failed(job, task, answers, str(error), ports) for task, answers in some}
    if failure and not labels:
        raise failure
    return labels


def _customer_wave(
    job: Job, wave: int, batch: Sequence[Answered], ports: Ports, deployment: Deployment
) -> dict[int, Label]:
    now, mark = ports.clock.now(), ports.ids.token()
    payload = consolidation_request(job.spec.output, job.name, wave, now, mark)
    ports.blobs.write(payload, request_payload(request_items(job, batch, ports, deployment)))
    event = post_event(
        job_arn=deployment.job_arn(job.key),
        attribute=job.spec.label_attribute,
        categories=categories_of(job, ports.blobs) or None,
        role=job.spec.role,
        payload=payload,
        output=job.spec.output,
        kms_key=job.spec.kms_key,
    )
    reply = ports.functions.invoke(str(job.spec.post_function), event)
    try:
        parsed = parse_post_reply(reply, [task.seq for task, _ in batch], job.spec.label_attribute)
    except FunctionReplyError as error:
        return {task.seq: failed(job, task, answers, str(error), ports) for task, answers in batch}
    response = consolidation_response(job.spec.output, job.name, wave, now, mark)
    ports.blobs.write(response, response_file(parsed.contents))
    return {task.seq: _from_reply(job, task, answers, parsed.contents, parsed.failed, ports) for task, answers in batch}


def request_items(job: Job, batch: Sequence[Answered], ports: Ports, deployment: Deployment) -> list[dict[str, Any]]:
    """The payload file's entries, with the objects' lines as they were prepared."""
    return [
        request_item(
            task.seq,
            prepared_line(job, task, ports, deployment)["dataObject"],
            [whole(answer, ports.blobs) for answer in answers],
            lambda worker: private_worker_id(worker, deployment.region),
        )
        for task, answers in batch
    ]


def prepared_line(job: Job, task: Task, ports: Ports, deployment: Deployment) -> dict[str, Any]:
    """{"seq", "dataObject", "taskInput"} of a task, read by its byte range."""
    uri = deployment.slice_inputs(job.key, task.input.slice)
    line: dict[str, Any] = json.loads(ports.blobs.read(uri, task.input.start, task.input.length))
    return line


def _from_reply(
    job: Job,
    task: Task,
    answers: Sequence[Answer],
    contents: Mapping[int, Mapping[str, Any]],
    reasons: Mapping[int, str],
    ports: Ports,
) -> Label:
    if task.seq in reasons:
        return failed(job, task, answers, reasons[task.seq], ports)
    content = custom_content(
        contents[task.seq], attribute=job.spec.label_attribute, job_name=job.key, created=ports.clock.now()
    )
    return labelled(job, task, [answer.worker for answer in answers], content, 0.0, ports)


# -- labels ------------------------------------------------------------------------
def labelled(
    job: Job, task: Task, workers: Sequence[str], content: Mapping[str, Any], confidence: float, ports: Ports
) -> Label:
    return Label(
        job.key,
        task.seq,
        Outcome.LABELLED,
        ports.clock.now(),
        content=content,
        confidence=confidence,
        workers=tuple(workers),
        wave=task.wave,
    )


def failed(job: Job, task: Task, answers: Sequence[Answer], reason: str, ports: Ports) -> Label:
    workers = tuple(answer.worker for answer in answers)
    return Label(job.key, task.seq, Outcome.FAILED, ports.clock.now(), workers=workers, wave=task.wave, reason=reason)
