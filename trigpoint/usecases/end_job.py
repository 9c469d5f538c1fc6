"""The ends of a job: stop, failure, the final bill check and the announcement."""

from __future__ import annotations

from contextlib import suppress

from trigpoint.domain.errors import Conflict, JobClosed
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.ledger.tally import counts
from trigpoint.ledger.usage import usage_of
from trigpoint.ports import Ports
from trigpoint.usecases.job_files import label_rows

FAILURE_CHARACTERS = 1024
STATUS_CHANGES = 4
"""A job's status changes three times in its life; one try more than that meets no other change."""


def stop_job(key: str, ports: Ports) -> Job:
    """Ask no more people and walk the tail. Raises JobClosed when the job has ended, NotFound without one."""
    job = _wind_down(key, "", ports)
    if job.status.ended:
        raise JobClosed(f"job {job.name} is {job.status} already.", "Start another job for the remaining objects.")
    return job


def fail_job(key: str, cause: str, ports: Ports) -> Job:
    """Note why the machine gave up; the tail keeps and bills what is finished. The first cause stays.

    A job that has ended stays as it is: what failed is an execution thought lost, or the announcement.
    """
    return _wind_down(key, cause, ports)


def _wind_down(key: str, cause: str, ports: Ports) -> Job:
    """The job, stopping or ended already. Its status decides, also when others are changing it."""
    for _ in range(STATUS_CHANGES):
        job = ports.ledger.job(key)
        if job.status.ended:
            return job
        put: dict[str, object] = {"status": JobStatus.STOPPING, "modified": ports.clock.now()}
        put |= {"failure": (job.failure or cause)[:FAILURE_CHARACTERS]} if cause else {}
        with suppress(Conflict):
            return _let_go(ports.ledger.change_job(key, put=put, expect={"status": job.status}), ports)
    raise Conflict(f"The status of job {key} keeps changing.", "Try again.")


def _let_go(job: Job, ports: Ports) -> Job:
    """Complete the waiting step, if there is one."""
    if job.token is not None:
        ports.workflow.fire(job.token, {"job": job.key, "closed": job.closed})
        with suppress(Conflict):
            ports.ledger.change_job(job.key, put={"token": None}, expect={"token": job.token})
    return job


def meter_job(key: str, ports: Ports) -> int:
    """See to it that every labelled object has its usage record; how many there are."""
    records = [record for label in label_rows(ports.ledger.job(key), ports.ledger) if (record := usage_of(label))]
    for record in records:
        ports.ledger.put_usage(record)
    return len(records)


def announce_end(key: str, ports: Ports, deployment: Deployment) -> Job:
    """Set the final status, then put the state change on the event bus: who hears of it sees it on the row."""
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
