"""Validate: everything the job refers to is there and readable, before anybody is asked anything."""

from __future__ import annotations

from trigpoint.domain.errors import NotAllowed
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.formats.template import parse
from trigpoint.ports import Ports
from trigpoint.usecases.job_files import categories_of, template_of


def validate_job(key: str, ports: Ports, deployment: Deployment) -> Job:
    """The job, now in progress. Raises BadInput, NotFound or NotAllowed naming the field's file."""
    job = ports.ledger.job(key)
    for field, uri in (("S3OutputPath", job.spec.output), ("ManifestS3Uri", job.spec.manifest)):
        if not deployment.may_use(uri):
            raise NotAllowed(f"{field} {uri} is in a bucket this deployment may not use.", "Allow the bucket first.")
    categories_of(job, ports.blobs)
    parse(template_of(job, ports.blobs))
    if job.status is JobStatus.INITIALIZING:
        return ports.ledger.change_job(key, put={"status": JobStatus.IN_PROGRESS, "modified": ports.clock.now()})
    return job
