"""CreateLabelingJob: the same job row and the same machine as an upload."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trigpoint.domain.control import JobRequest, Kind
from trigpoint.domain.job import JobSpec, JobStatus
from trigpoint.domain.service_key import Caller
from trigpoint.formats.job_request import request_spec
from trigpoint.formats.sagemaker_arns import PUBLIC, resource_of
from trigpoint.formats.sagemaker_errors import ResourceLimitExceeded, ValidationException
from trigpoint.tasktypes import names
from trigpoint.usecases.accept_upload import create_job, start_job
from trigpoint.usecases.check_limits import check_spec
from trigpoint.usecases.check_template import check_template
from trigpoint.usecases.control import Control, Request
from trigpoint.usecases.keep_task_uis import template_place
from trigpoint.usecases.keep_workteams import serving_group
from trigpoint.usecases.tag_resources import tags_of_request

NO_PERSONAL_DATA = "FreeOfPersonallyIdentifiableInformation"


def create_labeling_job(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"LabelingJobArn"}. Raises ValidationException naming the field, ResourceInUse for a taken name."""
    tags = tags_of_request(request)
    check_public(request)
    check_room(control)
    group = serving_group(request["HumanTaskConfig"]["WorkteamArn"], control)
    name, spec = request_spec(with_template(request, control), task_types=names())
    check_spec(spec, control.limits)
    check_webhook(spec, control)
    check_template(spec, control.ports.blobs, control.deployment)
    document = {member: value for member, value in request.items() if member != "Tags"}
    job = create_job(
        name,
        replace(spec, team=group),
        f"request:{control.ports.ids.token()}",
        control.ports,
        JobRequest(document, caller.key, tags),
    )
    start_job(job, control.ports)
    return {"LabelingJobArn": control.arns.job(job.key)}


def check_public(request: Request) -> None:
    """A public work team may see no personal data, and the request has to say that there is none."""
    public = resource_of(request["HumanTaskConfig"]["WorkteamArn"]).startswith(PUBLIC)
    classifiers = request["InputConfig"].get("DataAttributes", {}).get("ContentClassifiers", [])
    if public and NO_PERSONAL_DATA not in classifiers:
        raise ValidationException(
            "InputConfig.DataAttributes.ContentClassifiers must hold "
            f"{NO_PERSONAL_DATA} for a job of a public work team."
        )


def check_room(control: Control) -> None:
    most = control.limits.open_jobs
    if most is None:
        return
    count = sum(1 for status in JobStatus if not status.ended for _ in control.ports.ledger.jobs(status))
    if count >= most:
        raise ResourceLimitExceeded(f"There are {count} labeling jobs that have not ended; the limit is {most}.")


def check_webhook(spec: JobSpec, control: Control) -> None:
    if spec.webhook and control.catalogue.get(Kind.WEBHOOK, spec.webhook) is None:
        raise ValidationException(
            f"Tags: there is no webhook {spec.webhook!r}. Add it with `trigpoint webhook add` first."
        )


def with_template(request: Request, control: Control) -> dict[str, Any]:
    """The request with its task UI, if it names one, as the template that UI stands for."""
    human = request["HumanTaskConfig"]
    ui = human["UiConfig"]
    if len(ui) > 1:
        raise ValidationException("HumanTaskConfig.UiConfig must hold one of UiTemplateS3Uri and HumanTaskUiArn.")
    if "HumanTaskUiArn" not in ui:
        return dict(request)
    place = template_place(ui["HumanTaskUiArn"], control)
    chosen = {"UiTemplateS3Uri": place} if place else {}
    return {**request, "HumanTaskConfig": {**human, "UiConfig": chosen}}
