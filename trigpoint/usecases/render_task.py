"""A task as its worker sees it: the template rendered with the prepared input."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from trigpoint.domain.allow_list import ALLOW_BUCKETS
from trigpoint.domain.errors import NotAllowed, TemplateError
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment, bucket_of
from trigpoint.domain.work import Task
from trigpoint.formats.template import render
from trigpoint.ports import Blobs

LONGEST_GRANT_SECONDS = 604_800
"""As long as a signature may live. On AWS an address also ends with the session of the function that signed it."""

OBJECT_KEYS = ("taskObject", "source-ref")
"""Where a task input names the object itself."""


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
    buckets = job.spec.buckets | object_buckets(prepared)

    def allowed(uri: str) -> bool:
        return deployment.may_use(uri) and bucket_of(uri) in buckets

    grant = granting(min(job.spec.task_seconds, LONGEST_GRANT_SECONDS), blobs, allowed)
    try:
        return render(template, prepared, grant=grant, object_id=task.seq)
    except NotAllowed as error:
        # Another task may be shown to this worker: the trouble is this object's, not the caller's.
        raise TemplateError(f"Object {task.seq}: {error.message}", error.fix) from error


def object_buckets(prepared: Mapping[str, Any]) -> frozenset[str]:
    """Where the object itself lies: the manifest names it, so the job's owner chose the bucket."""
    named = (prepared.get(key) for key in OBJECT_KEYS)
    return frozenset(bucket_of(uri) for uri in named if isinstance(uri, str)) - {""}


def granting(seconds: int, blobs: Blobs, allowed: Callable[[str], bool]) -> Callable[[str], str]:
    """`grant_read_access`: s3:// to a short-lived address, in buckets that are allowed."""

    def grant(uri: str) -> str:
        if not uri.startswith("s3://"):
            return uri
        if not allowed(uri):
            fix = f"Allow it with the tag trigpoint:{ALLOW_BUCKETS}, and in the deployment's allowed_buckets."
            raise NotAllowed(f"{uri} is in a bucket this job may not read.", fix)
        return blobs.presign(uri, seconds)

    return grant
