"""Submit-and-next in one call: what the worker's seat does all day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any

from trigpoint.domain.errors import AnswerError, TemplateError
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ledger.session import Submitted
from trigpoint.ports import Ports
from trigpoint.tasktypes import task_type
from trigpoint.usecases.decline_task import decline_task
from trigpoint.usecases.keep_draft import draft_of
from trigpoint.usecases.mask_files import keep_masks
from trigpoint.usecases.next_task import Assignment, next_task, remember_answer
from trigpoint.usecases.render_task import render_task, task_input
from trigpoint.usecases.submit_answer import submit_answer

BROKEN_TASKS = 5
"""How many objects that the template cannot show are declined in one call before the worker gets nothing."""


@dataclass(frozen=True, slots=True)
class OpenJob:
    """A job with the files that serving it needs, read once and kept for seconds."""

    job: Job
    categories: Sequence[str]
    template: str


@dataclass(frozen=True, slots=True)
class NextRequest:
    """`lease` and `answer` submit, `drafted` deletes the draft of that lease, `only` asks for no task afterwards;
    `holding` are lease ids on the screen; `prefetch` takes a task ahead."""

    lease: str = ""
    answer: Mapping[str, Any] | None = None
    accepted: float | None = None
    holding: tuple[str, ...] = ()
    prefetch: bool = False
    drafted: bool = False
    only: bool = False

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> NextRequest:
        """Raises AnswerError naming the field."""
        answer, holding, accepted = body.get("answer"), body.get("holding", []), body.get("accepted")
        if answer is not None and (not isinstance(answer, dict) or not body.get("lease")):
            raise AnswerError("answer must be an object, and lease name its task.", "Send both of the task you hold.")
        if not isinstance(holding, list) or not all(isinstance(one, str) for one in holding):
            raise AnswerError("holding must be a list of lease ids.", "Send the leases on your screen, or [].")
        if accepted is not None and not _is_time(accepted):
            raise AnswerError("accepted must be a time in epoch seconds.", "Send back what the task came with.")
        prefetch, drafted, only = (body.get(name) is True for name in ("prefetch", "drafted", "only"))
        return cls(str(body.get("lease", "")), answer, accepted, tuple(holding), prefetch, drafted, only)


def _is_time(value: Any) -> bool:
    """A finite number: JSON readers take NaN and Infinity too, which no ledger row can hold."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def serve_next(
    open_job: OpenJob, worker: str, request: NextRequest, ports: Ports, deployment: Deployment
) -> dict[str, Any]:
    """{"accepted": whether an answer was stored now or before, "task": the next one or None}."""
    submitted, finished = None, tuple[str, ...]()
    if request.answer is not None:
        submit(open_job, worker, request, ports, deployment)
        seq, token = parse_lease_id(request.lease)
        submitted, finished = (seq, ports.clock.now()), (token,)
    if request.only:
        if submitted:
            remember_answer(open_job.job, worker, submitted, ports.ledger)
        return {"accepted": request.answer is not None, "task": None}
    task = _next(open_job, worker, request, submitted, finished, ports, deployment)
    return {"accepted": request.answer is not None, "task": task}


def submit(open_job: OpenJob, worker: str, request: NextRequest, ports: Ports, deployment: Deployment) -> None:
    """Check the answer against the task type's schema, then store it, its large masks first: a row never names a
    file that is not there. Raises AnswerError, LeaseExpired."""
    answer = request.answer or {}
    task_type(open_job.job.spec.task_type).schema.check_answer(answer, open_job.categories)
    accepted = ports.clock.now() if request.accepted is None else float(request.accepted)
    submit_answer(
        open_job.job,
        worker,
        request.lease,
        keep_masks(open_job.job, worker, request.lease, answer, ports, deployment),
        accepted,
        drafted=request.drafted,
        ledger=ports.ledger,
        queue=ports.queue,
        clock=ports.clock,
    )


def _next(
    open_job: OpenJob,
    worker: str,
    request: NextRequest,
    submitted: Submitted | None,
    finished: tuple[str, ...],
    ports: Ports,
    deployment: Deployment,
) -> dict[str, Any] | None:
    holding = {parse_lease_id(lease)[1] for lease in request.holding}
    for _ in range(BROKEN_TASKS):
        assignment = next_task(
            open_job.job,
            worker,
            holding,
            finished,
            prefetch=request.prefetch,
            submitted=submitted,
            ledger=ports.ledger,
            clock=ports.clock,
            ids=ports.ids,
        )
        if assignment is None:
            return None
        try:
            return shown_task(open_job, worker, assignment, ports, deployment)
        except TemplateError as error:
            decline_task(open_job.job, worker, assignment.lease_id, str(error), ledger=ports.ledger, queue=ports.queue)
            finished = (*finished, assignment.lease.token)
    return None


def shown_task(
    open_job: OpenJob, worker: str, assignment: Assignment, ports: Ports, deployment: Deployment
) -> dict[str, Any]:
    """The task as the seat gets it: lease, deadline, its input, the rendered page, and what the worker has of it."""
    job, task = open_job.job, assignment.task
    prepared = task_input(job, task, ports.blobs, deployment)
    return {
        "lease": assignment.lease_id,
        "object": task.seq,
        "deadline": assignment.lease.deadline,
        "accepted": ports.clock.now(),
        "input": prepared,
        "html": render_task(job, task, open_job.template, prepared, ports.blobs, deployment),
        "hosts": list(job.spec.allowed_hosts),
        "draft": draft_of(assignment, worker, ports.ledger, ports.blobs),
    }
