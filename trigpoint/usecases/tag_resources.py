"""Tags of every resource: AddTags, ListTags, DeleteTags, and the tags of a create request."""

from __future__ import annotations

from typing import Any

from trigpoint.domain.control import Kind
from trigpoint.domain.service_key import Caller, Role
from trigpoint.formats.paging import paged
from trigpoint.formats.sagemaker_arns import PRIVATE, resource_of
from trigpoint.formats.sagemaker_errors import AccessDeniedException, ResourceNotFound, ValidationException
from trigpoint.formats.sagemaker_jobs import tag_list, tags_of
from trigpoint.formats.sagemaker_teams import ONLY
from trigpoint.usecases.control import Control, Request
from trigpoint.usecases.describe_labeling_job import visible_job

MOST = 50
RESERVED = "aws:"
JOB = "labeling-job"


def add_tags(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"Tags"}: all of them. Raises ResourceNotFound, ValidationException."""
    resource, before = tagged(request["ResourceArn"], caller, control)
    tags = before | tags_of_request(request)
    if len(tags) > MOST:
        raise ValidationException(f"A resource has at most {MOST} tags; {len(tags)} were asked for.")
    control.catalogue.put_tags(resource, tags_of_request(request))
    return {"Tags": tag_list(tags)}


def list_tags(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"Tags", "NextToken"}. Raises ResourceNotFound."""
    _, tags = tagged(request["ResourceArn"], caller, control)
    rows, following = paged(tag_list(tags), lambda tag: [tag["Key"]], "ListTags", request, caller.seal, page=MOST)
    return {"Tags": rows, **following}


def delete_tags(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{}. Keys that are not there are passed over. Raises ResourceNotFound."""
    resource, _ = tagged(request["ResourceArn"], caller, control)
    control.catalogue.delete_tags(resource, request["TagKeys"])
    return {}


def tags_of_request(request: Request) -> dict[str, str]:
    """Raises ValidationException for a key given twice, or one of AWS's own."""
    entries = request.get("Tags", [])
    tags = {entry["Key"]: entry["Value"] for entry in entries}
    if len(tags) < len(entries):
        raise ValidationException("Tags holds a key twice.")
    if any(key.lower().startswith(RESERVED) for key in tags):
        raise ValidationException(f"Tags: keys that begin with {RESERVED} are reserved.")
    return tags


def tagged(arn: str, caller: Caller, control: Control) -> tuple[str, dict[str, str]]:
    """The resource as the catalogue names it, and its tags. Raises ResourceNotFound, ValidationException."""
    resource = resource_of(arn)
    kind, _, name = resource.partition("/")
    if kind == JOB:
        listed = visible_job(name, caller, control)
        return f"{JOB}/{listed.job.key}", tags_of(listed)
    if caller.role is Role.INTEGRATOR:
        raise AccessDeniedException(f"{caller.name} is not authorized to tag {arn}.")
    stored = stored_name(kind, name, resource, control)
    if stored is None:
        raise ResourceNotFound(f"Requested resource not found: {arn}.")
    return stored, control.catalogue.tags(stored)


def stored_name(kind: str, name: str, resource: str, control: Control) -> str | None:
    """The resource by its own spelling of the name; None when there is no such resource."""
    match kind:
        case "workteam":
            if not resource.startswith(PRIVATE):
                return None
            team = control.catalogue.get(Kind.TEAM, resource.removeprefix(PRIVATE))
            return f"{PRIVATE}{team['WorkteamName']}" if team else None
        case "workforce":
            workforce = control.catalogue.get(Kind.WORKFORCE, ONLY)
            there = workforce is not None and workforce["WorkforceName"] == name
            return resource if there else None
        case "human-task-ui":
            return resource if control.catalogue.get(Kind.TASK_UI, name) else None
        case _:
            raise ValidationException(f"Invalid resource type: {kind}.")


def forget_tags(resource: str, control: Control) -> None:
    """Drop the tags of a resource that was deleted."""
    control.catalogue.delete_tags(resource, control.catalogue.tags(resource))
