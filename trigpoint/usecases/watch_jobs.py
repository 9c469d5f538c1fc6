"""What an operator sees: the installation's jobs with their progress, and the objects that failed in one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import Any

from trigpoint.domain.errors import NotFound
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Outcome
from trigpoint.ledger.tally import counts
from trigpoint.ports import Ledger, Ports

JOBS = 100
FAILED_OBJECTS = 200
FEW_SHARDS = 200
"""Shards whose tallies are read for a list; of a larger job that still runs the row's counts are shown."""

SHARDS_A_READ = 100


def list_jobs(ledger: Ledger) -> list[dict[str, Any]]:
    """The newest jobs of any status, newest first; `exact` is False where counts may lag some seconds."""
    # A job whose status changes meanwhile may be read twice: the later status stands.
    newest = {job.key: job for status in JobStatus for job in islice(ledger.jobs(status), JOBS)}
    shown = sorted(newest.values(), key=lambda job: (job.created, job.key), reverse=True)[:JOBS]
    return [_shown(job, ledger) for job in shown]


def _shown(job: Job, ledger: Ledger) -> dict[str, Any]:
    exact = job.status.ended or job.shards <= FEW_SHARDS
    hints = {"labelled": job.labelled, "failed": job.failed, "machine": job.machine}
    found = hints if job.status.ended or not exact else counts(ledger.shards(job.key, range(job.shards)))
    return {
        "job": job.key,
        "name": job.name,
        "status": str(job.status),
        "taskType": job.spec.task_type,
        "total": job.total,
        "labelled": found["labelled"],
        "failed": found["failed"],
        "exact": exact,
        "created": job.created,
        "failure": job.failure,
        "machine": found["machine"],
        "promise": job.promise,
        "allowedHosts": list(job.spec.allowed_hosts),
        "warnings": job.warnings.splitlines(),
    }


def learning_report(key: str, ports: Ports, deployment: Deployment) -> str:
    """The page of the job's automated labeling. Raises NotFound without one: it comes when the model's run ends."""
    job = ports.ledger.job(key)
    try:
        return ports.blobs.read(deployment.learning_report(job.key)).decode()
    except NotFound:
        raise NotFound(f"Job {job.name} has no report of automated labeling.", "It comes with the last step.") from None


def failed_objects(key: str, ledger: Ledger) -> list[dict[str, Any]]:
    """[{"object", "reason"}] of the first objects that failed, in object order. Raises NotFound without the job."""
    found = ({"object": seq, "reason": reason} for seq, reason in _failed(ledger.job(key), ledger))
    return list(islice(found, FAILED_OBJECTS))


def _failed(job: Job, ledger: Ledger) -> Iterator[tuple[int, str]]:
    """Only shards whose tally counts a failure are read."""
    for first in range(0, job.shards, SHARDS_A_READ):
        for shard in ledger.shards(job.key, range(first, min(first + SHARDS_A_READ, job.shards))):
            labels = ledger.shard_contents(job.key, shard.number).labels if shard.failed else {}
            failed = (label for _, label in sorted(labels.items()) if label.outcome is Outcome.FAILED)
            yield from ((label.seq, label.reason) for label in failed)
