"""A task as its worker sees it: the template rendered with the prepared input."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from trigpoint.domain.errors import NotAllowed, TemplateError
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Task
from trigpoint.formats.template import render
from trigpoint.ports import Blobs

LONGEST_GRANT_SECONDS = 3600


def task_input(job: Job, task: Task, blobs: Blobs, deployment: Deployment) -> dict[str, Any]:
    """The `taskInput` that was prepared for the task's object."""
    uri = deployment.slice_inputs(job.key, task.input.slice)
    line = json.loads(blobs.read(uri, task.input.start, task.input.length))
    prepared: dict[str, Any] = line["taskInput"]
    return prepared


def render_task(
    job: Job, task: Task, template: str, prepared: dict[str, Any], blobs: Blobs, deployment: Deployment
) -> str:
    """The page's HTML. Raises TemplateError naming the object."""
    grant = granting(min(job.spec.task_seconds, LONGEST_GRANT_SECONDS), blobs, deployment)
    try:
        return render(template, prepared, grant=grant, object_id=task.seq)
    except NotAllowed as error:
        # Another task may be shown to this worker: the trouble is this object's, not the caller's.
        raise TemplateError(f"Object {task.seq}: {error.message}", error.fix) from error


def granting(seconds: int, blobs: Blobs, deployment: Deployment) -> Callable[[str], str]:
    """`grant_read_access`: s3:// to a short-lived address, for buckets this deployment may use."""

    def grant(uri: str) -> str:
        if not uri.startswith("s3://"):
            return uri
        if not deployment.may_use(uri):
            raise NotAllowed(f"{uri} is in a bucket this deployment may not read.", "Allow the bucket first.")
        return blobs.presign(uri, seconds)

    return grant
