"""Human task UIs: worker templates with a name. The catalogue holds the name, S3 the template."""

from __future__ import annotations

import hashlib
from typing import Any

from trigpoint.domain.control import Kind
from trigpoint.domain.errors import Refused
from trigpoint.domain.service_key import Caller
from trigpoint.formats.paging import paged
from trigpoint.formats.sagemaker_arns import TASK_UI_ACCOUNT, account_of, resource_of
from trigpoint.formats.sagemaker_errors import (
    ResourceInUse,
    ResourceLimitExceeded,
    ResourceNotFound,
    ValidationException,
)
from trigpoint.formats.sagemaker_teams import task_ui, task_ui_summary
from trigpoint.formats.template_lint import lint
from trigpoint.usecases.check_template import refuse
from trigpoint.usecases.control import Control, Request
from trigpoint.usecases.tag_resources import forget_tags, tags_of_request

LINK_SECONDS = 3600


def create_human_task_ui(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{"HumanTaskUiArn"}. Raises ResourceInUse, ResourceLimitExceeded."""
    name, content = request["HumanTaskUiName"], request["UiTemplate"]["Content"].encode(errors="replace")
    tags = tags_of_request(request)
    refuse(lint(request["UiTemplate"]["Content"]), "UiTemplate.Content")
    if len(control.catalogue.all(Kind.TASK_UI)) >= control.limits.task_uis:
        raise ResourceLimitExceeded(f"The limit of {control.limits.task_uis} human task UIs is reached.")
    digest = hashlib.sha256(content).hexdigest()
    document = {
        "HumanTaskUiName": name,
        "CreationTime": control.ports.clock.now(),
        "ContentSha256": digest,
        "Template": control.deployment.task_ui(name, digest),
    }
    control.ports.blobs.write(document["Template"], content, "text/html; charset=utf-8")
    try:
        control.catalogue.create(Kind.TASK_UI, name, document)
    except Refused as error:
        raise ResourceInUse(f"Human task UI {control.arns.task_ui(name)} already exists.") from error
    control.catalogue.put_tags(f"human-task-ui/{name}", tags)
    return {"HumanTaskUiArn": control.arns.task_ui(name)}


def describe_human_task_ui(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """The template comes as a link that works for an hour. Raises ResourceNotFound."""
    document = known(request["HumanTaskUiName"], control)
    return task_ui(document, control.arns, control.ports.blobs.presign(document["Template"], LINK_SECONDS))


def delete_human_task_ui(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{}. The template stays for the jobs that use it. Raises ResourceNotFound."""
    name = request["HumanTaskUiName"]
    if not control.catalogue.delete(Kind.TASK_UI, name):
        known(name, control)
    forget_tags(f"human-task-ui/{name}", control)
    return {}


def list_human_task_uis(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"HumanTaskUiSummaries", "NextToken"}, by creation time."""
    first, last = request.get("CreationTimeAfter", 0.0), request.get("CreationTimeBefore", float("inf"))
    found = [one for one in control.catalogue.all(Kind.TASK_UI) if first <= one["CreationTime"] <= last]
    rows, following = paged(
        found,
        lambda one: [one["CreationTime"], one["HumanTaskUiName"]],
        "ListHumanTaskUis",
        request,
        caller.seal,
    )
    return {"HumanTaskUiSummaries": [task_ui_summary(one, control.arns) for one in rows], **following}


def known(name: str, control: Control) -> dict[str, Any]:
    found = control.catalogue.get(Kind.TASK_UI, name)
    if found is None:
        raise ResourceNotFound(f"Human task UI {control.arns.task_ui(name)} does not exist.")
    return found


def template_place(arn: str, control: Control) -> str:
    """The s3:// URI of a task UI's template; empty for one of Ground Truth's own, which task types bring along.

    Raises ValidationException.
    """
    if account_of(arn) == TASK_UI_ACCOUNT:
        return ""
    found = control.catalogue.get(Kind.TASK_UI, resource_of(arn).partition("/")[2])
    if found is None:
        raise ValidationException(f"HumanTaskConfig.UiConfig.HumanTaskUiArn: {arn} does not exist.")
    return str(found["Template"])
