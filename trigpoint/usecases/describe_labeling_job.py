"""DescribeLabelingJob and StopLabelingJob: one job, by its name in any case."""

from __future__ import annotations

from typing import Any

from trigpoint.domain.control import ListedJob
from trigpoint.domain.errors import JobClosed, NotFound
from trigpoint.domain.job import JobStatus
from trigpoint.domain.service_key import Caller, Role
from trigpoint.formats.job_request import NAME
from trigpoint.formats.sagemaker_errors import AccessDeniedException, ResourceNotFound, ValidationException
from trigpoint.formats.sagemaker_jobs import described
from trigpoint.usecases.control import Control, Request
from trigpoint.usecases.end_job import stop_job


def describe_labeling_job(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """Raises ResourceNotFound; AccessDeniedException for another integrator's job."""
    return described(visible_job(request["LabelingJobName"], caller, control), control.arns)


def stop_labeling_job(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """Stopping a job that stops already is no error. Raises ValidationException when the job has ended."""
    job = visible_job(request["LabelingJobName"], caller, control).job
    if job.status is JobStatus.STOPPING:
        return {}
    try:
        stop_job(job.key, control.ports)
    except JobClosed as error:
        raise ValidationException(
            f"The request was rejected because the labeling job is in status {job.status.value}."
        ) from error
    return {}


def visible_job(name: str, caller: Caller, control: Control) -> ListedJob:
    """The job, if the caller may know of it. One read."""
    try:
        if not NAME.fullmatch(name):
            raise NotFound(f"{name!r} is no job name.", "Check the name.")
        listed = control.directory.entry(name.lower())
    except NotFound as error:
        raise ResourceNotFound(f"Requested resource not found: {control.arns.job(name)}.") from error
    if caller.role is Role.INTEGRATOR and (listed.request is None or listed.request.owner != caller.key):
        raise AccessDeniedException(f"{caller.name} is not authorized to use {control.arns.job(name)}.")
    return listed
