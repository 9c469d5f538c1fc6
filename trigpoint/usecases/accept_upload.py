"""An upload under `inbox/<recipe>/<job>.manifest` becomes a job, once.

The same object version again is a silent repeat; another upload under a taken name, or trouble with the
recipe, writes `inbox/<recipe>/<job>.error.json` and an event, and starts nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.control import JobRequest
from trigpoint.domain.errors import BadInput, JobNameTaken, NotFound, RecipeError, TrigpointError
from trigpoint.domain.job import Job, JobSpec, lanes_for
from trigpoint.domain.places import INBOX, MANIFEST_SUFFIX, Deployment, execution_name
from trigpoint.formats.job_request import job_spec
from trigpoint.ports import Ports
from trigpoint.tasktypes import names
from trigpoint.usecases.check_limits import check_spec
from trigpoint.usecases.check_template import check_template


@dataclass(frozen=True, slots=True)
class Upload:
    """One object version in the inbox."""

    recipe: str
    job: str
    version: str

    @classmethod
    def parse(cls, key: str, version: str) -> Upload:
        """From an inbox key. Raises RecipeError for a key that is not `inbox/<recipe>/<job>.manifest`."""
        recipe, _, job = key.removeprefix(INBOX).removesuffix(MANIFEST_SUFFIX).partition("/")
        if not key.startswith(INBOX) or not key.endswith(MANIFEST_SUFFIX) or not recipe or not job or "/" in job:
            raise RecipeError(f"{key!r} is no job upload.", f"Upload to {INBOX}<recipe>/<job>{MANIFEST_SUFFIX}.")
        return cls(recipe, job, version)


def accept_upload(upload: Upload, ports: Ports, deployment: Deployment) -> Job | None:
    """The job, new or already there for this very upload; None when it was refused (see the error file)."""
    try:
        job = _create(upload, ports, deployment)
    except (BadInput, NotFound, JobNameTaken) as error:
        refuse(upload, error, ports, deployment)
        return None
    if not job.status.ended:
        start_job(job, ports)
    return job


def start_job(job: Job, ports: Ports) -> None:
    """Start the execution of the job's present attempt, unless it was started."""
    ports.workflow.start(execution_name(job.key, job.attempt), {"job": job.key, "attempt": job.attempt})


def _create(upload: Upload, ports: Ports, deployment: Deployment) -> Job:
    source = source_of(upload, ports, deployment)
    if begun := _begun(upload.job.lower(), source, ports):
        return begun
    spec = job_spec(_recipe(upload, ports, deployment), name=upload.job, manifest=source, task_types=names())
    check_spec(spec, deployment.limits)
    check_template(spec, ports.blobs, deployment)
    return create_job(upload.job, spec, source, ports)


def _begun(key: str, source: str, ports: Ports) -> Job | None:
    """The job that this very upload began. Its recipe may have changed or gone since: nobody reads it again."""
    try:
        job = ports.ledger.job(key)
    except NotFound:
        return None
    return job if job.source == source else None


def source_of(upload: Upload, ports: Ports, deployment: Deployment) -> str:
    """The upload's URI with its version; the newest one where the event named none. Raises NotFound."""
    uri = deployment.upload(upload.recipe, upload.job)
    if upload.version:
        return f"{uri}?versionId={upload.version}"
    info = ports.blobs.info(uri)
    if info is None:
        raise NotFound(f"the upload {uri} is gone.", "Upload the manifest again.")
    return f"{uri}?versionId={info.version}" if info.version else uri


def create_job(name: str, spec: JobSpec, source: str, ports: Ports, request: JobRequest | None = None) -> Job:
    """The job row for this source: put if absent. Raises JobNameTaken when another source has the name."""
    now = ports.clock.now()
    job = Job(name, spec, created=now, modified=now, source=source, lanes=lanes_for(spec.window))
    try:
        ports.ledger.create_job(job, request)
    except JobNameTaken:
        existing = ports.ledger.job(job.key)
        if existing.source != source:
            raise
        return existing
    return job


def _recipe(upload: Upload, ports: Ports, deployment: Deployment) -> Mapping[str, Any]:
    uri = deployment.recipe(upload.recipe)
    try:
        document = json.loads(ports.blobs.read(uri))
    except NotFound as error:
        raise RecipeError(f"there is no recipe {upload.recipe!r} ({uri}).", "Upload the recipe first.") from error
    except ValueError as error:
        raise RecipeError(f"recipe {uri} is not JSON: {error}.", "Correct the recipe, then upload again.") from error
    if not isinstance(document, dict):
        raise RecipeError(f"recipe {uri} is not a JSON object.", "Write a CreateLabelingJob request.")
    return document


def refuse(upload: Upload, error: TrigpointError, ports: Ports, deployment: Deployment) -> None:
    """Write the error file beside the upload and announce it."""
    document = error.as_dict() | {"job": upload.job, "recipe": upload.recipe, "version": upload.version}
    ports.blobs.write(deployment.upload_error(upload.recipe, upload.job), json.dumps(document, indent=1).encode())
    ports.events.announce({"LabelingJobName": upload.job, "LabelingJobStatus": "Failed", "FailureReason": str(error)})
