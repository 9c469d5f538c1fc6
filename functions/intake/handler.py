"""In: an EventBridge event of an upload {"detail": {"bucket": {"name"}, "object": {"key", "version-id"}}}, or a
step of the machine {"step": "validate" | "split" | "fail" | "announce", "job", "attempt", "error"?}.
Out: {"job": key} of a step, and {"automated"} of "validate"; {"job": key or null} of an upload.
"""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.connect import connect
from trigpoint.adapters.step_functions import cause_of
from trigpoint.usecases.accept_upload import Upload, accept_upload
from trigpoint.usecases.end_job import announce_end, fail_job
from trigpoint.usecases.split_manifest import split_manifest
from trigpoint.usecases.validate_job import validate_job

ports, deployment = connect()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    match event.get("step"):
        case None:
            stored = event["detail"]["object"]
            job = accept_upload(Upload.parse(stored["key"], stored.get("version-id", "")), ports, deployment)
            return {"job": job.key if job else None}
        case "validate":
            validated = validate_job(event["job"], ports, deployment)
            return {"job": event["job"], "automated": validated.spec.automated}
        case "split":
            split_manifest(event["job"], ports, deployment.limits)
        case "fail":
            fail_job(event["job"], cause_of(event.get("error", {})), ports)
        case "announce":
            announce_end(event["job"], ports, deployment)
        case other:
            raise ValueError(f"intake has no step {other!r}")
    return {"job": event["job"]}
