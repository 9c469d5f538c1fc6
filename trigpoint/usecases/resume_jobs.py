"""Take up what was lost: executions that are gone, uploads whose event was never delivered.

Run at every start of a one-machine installation and by the sweep. The ledger is the truth: starting a job
again under its next attempt number does no harm.
"""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

from trigpoint.domain.errors import Conflict, RecipeError
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.places import INBOX, MANIFEST_SUFFIX, Deployment, execution_name
from trigpoint.ports import Ports
from trigpoint.usecases.accept_upload import Upload, accept_upload
from trigpoint.usecases.sweep_job import sweep_job

RUNNING = (JobStatus.INITIALIZING, JobStatus.IN_PROGRESS, JobStatus.STOPPING)
GRACE_SECONDS = 15.0
"""A job row that new, or that newly resumed, may not have its execution yet: somebody is about to start it."""


def resume_jobs(ports: Ports, *, grace: float = GRACE_SECONDS) -> list[str]:
    """Names of the executions started for jobs whose own is gone."""
    jobs = [job for status in RUNNING for job in ports.ledger.jobs(status)]
    return [name for job in jobs if (name := _resume(job, ports, grace))]


def _resume(job: Job, ports: Ports, grace: float) -> str | None:
    now = ports.clock.now()
    if now - job.modified < grace or ports.workflow.running(execution_name(job.key, job.attempt)):
        return None
    attempt = job.attempt + 1
    put = {"attempt": attempt, "token": None, "modified": now}
    try:
        # The list may lag: a job whose execution is over because it has ended must not begin again.
        ports.ledger.change_job(job.key, put=put, expect={"attempt": job.attempt, "status": job.status})
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
            if upload.job.lower() in known or _refused(upload, found.uri, ports, deployment):
                continue
            if job := accept_upload(upload, ports, deployment):
                accepted.append(job)
    return accepted


def _refused(upload: Upload, uri: str, ports: Ports, deployment: Deployment) -> bool:
    """Whether the error file is about the version that lies there now, not about one before a correction."""
    error = deployment.upload_error(upload.recipe, upload.job)
    stored = ports.blobs.info(uri)
    if stored is None or ports.blobs.info(error) is None:
        return False
    document: dict[str, Any] = json.loads(ports.blobs.read(error))
    return document.get("version") in ("", stored.version)


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
            except Exception as error:  # noqa: BLE001 - a damaged file or row of one job, whatever it raises
                trouble[job.key] = str(error) or type(error).__name__
    return trouble
