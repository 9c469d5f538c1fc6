"""The ends of a job: stop, failure, the final bill check and the announcement."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from trigpoint.domain.errors import Conflict, JobClosed
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.ledger.tally import counts
from trigpoint.ledger.usage import usage_of
from trigpoint.ports import Ports
from trigpoint.usecases.job_files import label_rows

FAILURE_CHARACTERS = 1024


def stop_job(key: str, ports: Ports) -> Job:
    """Ask no more people and walk the tail. Raises JobClosed when the job has ended, NotFound without one."""
    job = ports.ledger.job(key)
    if job.status.ended:
        raise JobClosed(f"job {job.name} is {job.status} already.", "Start another job for the remaining objects.")
    return _wind_down(key, {}, ports)


def fail_job(key: str, cause: str, ports: Ports) -> Job:
    """Note why the machine gave up; the tail keeps and bills what is finished."""
    job = ports.ledger.job(key)
    return _wind_down(key, {"failure": (job.failure or cause)[:FAILURE_CHARACTERS]}, ports)


def _wind_down(key: str, put: dict[str, Any], ports: Ports) -> Job:
    change = put | {"status": JobStatus.STOPPING, "modified": ports.clock.now()}
    job = ports.ledger.change_job(key, put=change)
    if job.token is not None:
        ports.workflow.fire(job.token, {"job": key, "closed": job.closed})
        with suppress(Conflict):
            ports.ledger.change_job(key, put={"token": None}, expect={"token": job.token})
    return job


def meter_job(key: str, ports: Ports) -> int:
    """See to it that every labelled object has its usage record; how many there are."""
    records = [record for label in label_rows(ports.ledger.job(key), ports.ledger) if (record := usage_of(label))]
    for record in records:
        ports.ledger.put_usage(record)
    return len(records)


def announce_end(key: str, ports: Ports, deployment: Deployment) -> Job:
    """Set the final status and put the state change on the event bus."""
    job = ports.ledger.job(key)
    exact = counts(ports.ledger.shards(key, range(job.shards)))
    final = exact | {"status": final_status(job), "token": None, "modified": ports.clock.now()}
    job = ports.ledger.change_job(key, put=final)
    detail = {
        "LabelingJobName": job.name,
        "LabelingJobArn": deployment.job_arn(job.key),
        "LabelingJobStatus": str(job.status),
        "FailureReason": job.failure,
        "OutputDatasetS3Uri": job.output_manifest,
    }
    ports.events.announce({name: value for name, value in detail.items() if value})
    return job


def final_status(job: Job) -> JobStatus:
    if job.failure:
        return JobStatus.FAILED
    return JobStatus.STOPPED if job.status in (JobStatus.STOPPING, JobStatus.STOPPED) else JobStatus.COMPLETED
