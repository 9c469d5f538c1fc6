"""Take up what was lost: executions that are gone, uploads whose event was never delivered.

Run at every start of a one-machine installation and by the sweep. The ledger is the truth: starting a job
again under its next attempt number does no harm.
"""

from __future__ import annotations

from contextlib import suppress

from trigpoint.domain.errors import Conflict, RecipeError, TrigpointError
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.places import INBOX, MANIFEST_SUFFIX, Deployment, execution_name
from trigpoint.ports import Ports
from trigpoint.usecases.accept_upload import Upload, accept_upload
from trigpoint.usecases.sweep_job import sweep_job

RUNNING = (JobStatus.INITIALIZING, JobStatus.IN_PROGRESS, JobStatus.STOPPING)
GRACE_SECONDS = 15.0
"""A job row this young may not have its execution yet: whoever made it is about to start it."""


def resume_jobs(ports: Ports, *, grace: float = GRACE_SECONDS) -> list[str]:
    """Names of the executions started for jobs whose own is gone."""
    jobs = [job for status in RUNNING for job in ports.ledger.jobs(status)]
    return [name for job in jobs if (name := _resume(job, ports, grace))]


def _resume(job: Job, ports: Ports, grace: float) -> str | None:
    young = ports.clock.now() - job.created < grace
    if young or ports.workflow.running(execution_name(job.key, job.attempt)):
        return None
    attempt = job.attempt + 1
    try:
        ports.ledger.change_job(job.key, put={"attempt": attempt, "token": None}, expect={"attempt": job.attempt})
    except Conflict:
        return None
    name = execution_name(job.key, attempt)
    ports.workflow.start(name, {"job": job.key, "attempt": attempt})
    return name


def accept_waiting_uploads(ports: Ports, deployment: Deployment) -> list[Job]:
    """Jobs of uploads that have no job row: their event was lost with the process that held it."""
    known = {job.key for job in ports.ledger.jobs()}
    accepted = []
    for found in ports.blobs.list(deployment.uri(INBOX)):
        key = found.uri.removeprefix(deployment.uri(""))
        if not key.endswith(MANIFEST_SUFFIX):
            continue
        with suppress(RecipeError):
            upload = Upload.parse(key, "")
            refused = ports.blobs.info(deployment.upload_error(upload.recipe, upload.job))
            if upload.job.lower() not in known and not refused and (job := accept_upload(upload, ports, deployment)):
                accepted.append(job)
    return accepted


def sweep_jobs(ports: Ports, deployment: Deployment) -> dict[str, str]:
    """Sweep every running job; the trouble of those that could not be, by job. One never stops the others."""
    trouble = {}
    for status in RUNNING:
        for job in ports.ledger.jobs(status):
            try:
                sweep_job(
                    job.key,
                    ledger=ports.ledger,
                    blobs=ports.blobs,
                    queue=ports.queue,
                    workflow=ports.workflow,
                    clock=ports.clock,
                    bucket=deployment.bucket,
                )
            except TrigpointError as error:
                trouble[job.key] = str(error)
    return trouble
