"""Validate: everything the job refers to is there and readable, before anybody is asked anything."""

from __future__ import annotations

from dataclasses import replace

from trigpoint.domain.errors import Conflict, NotAllowed
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.places import VERSION, Deployment
from trigpoint.formats.template import parse
from trigpoint.formats.template_lint import lint, warnings
from trigpoint.ports import Blobs, Ports
from trigpoint.usecases.job_files import categories_of, template_of

WARNINGS = 10
"""Kept with the job; `trigpoint template lint` tells all."""


def validate_job(key: str, ports: Ports, deployment: Deployment) -> Job:
    """The job, now in progress. Raises BadInput, NotFound or NotAllowed naming the field's file."""
    job = ports.ledger.job(key)
    for field, uri in (("S3OutputPath", job.spec.output), ("ManifestS3Uri", job.spec.manifest)):
        if not deployment.may_use(uri):
            raise NotAllowed(f"{field} {uri} is in a bucket this deployment may not use.", "Allow the bucket first.")
    categories_of(job, ports.blobs)
    template = template_of(job, ports.blobs)
    parse(template)
    return _begun(job, told(template, job), ports) if job.status is JobStatus.INITIALIZING else job


def told(template: str, job: Job) -> str:
    """The first warnings of the linter, a line each."""
    found = warnings(lint(template, job.spec.allowed_hosts))
    return "\n".join(str(one) for one in found[:WARNINGS])


def _begun(job: Job, warned: str, ports: Ports) -> Job:
    """In progress, unless the job was stopped meanwhile.

    The files it was validated with are pinned by their versions: a later upload of other categories under the
    same address must not reach a running job.
    """
    spec = replace(
        job.spec,
        categories=pinned(job.spec.categories, ports.blobs),
        template=pinned(job.spec.template, ports.blobs),
    )
    put = {"status": JobStatus.IN_PROGRESS, "modified": ports.clock.now(), "spec": spec, "warnings": warned}
    try:
        return ports.ledger.change_job(job.key, put=put, expect={"status": JobStatus.INITIALIZING})
    except Conflict:
        return ports.ledger.job(job.key)


def pinned(uri: str, blobs: Blobs) -> str:
    """The URI with its version; as it is in a bucket that keeps none."""
    info = blobs.info(uri) if uri and VERSION not in uri else None
    return f"{uri}{VERSION}{info.version}" if info and info.version else uri
