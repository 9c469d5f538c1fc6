"""The control API at 1,000 jobs: milliseconds a call, with boto3 over HTTP. tests/emulator prints the same."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from statistics import median
from typing import Any

from trigpoint.domain.job import Job, JobSpec, JobStatus
from trigpoint.ports import Ledger

JOBS = 1000
CALLS = 40
SPEC = JobSpec("text_multi_class", "verdict", "s3://b/in", "s3://b/out", "s3://b/c", "", "team-a")


def fill(ledger: Ledger) -> None:
    """Jobs that have ended, a second apart."""
    for number in range(JOBS):
        created = 1_790_000_000.0 + number
        ledger.create_job(Job(f"Job-{number:04d}", SPEC, created, created, JobStatus.COMPLETED))


def calls(sagemaker: Any) -> Mapping[str, Callable[[], Any]]:
    return {
        "DescribeLabelingJob": lambda: sagemaker.describe_labeling_job(LabelingJobName="job-0500"),
        "ListLabelingJobs": lambda: sagemaker.list_labeling_jobs(SortOrder="Descending"),
        "ListLabelingJobs, 100": lambda: sagemaker.list_labeling_jobs(MaxResults=100),
        "ListLabelingJobs, NameContains": lambda: sagemaker.list_labeling_jobs(NameContains="0999"),
        "ListLabelingJobs, StatusEquals": lambda: sagemaker.list_labeling_jobs(StatusEquals="Completed"),
    }


def median_ms(call: Callable[[], Any]) -> float:
    taken = []
    for _ in range(CALLS):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def measured(sagemaker: Any) -> dict[str, float]:
    return {name: median_ms(call) for name, call in calls(sagemaker).items()}


def show(found: Mapping[str, float]) -> None:
    for name, value in found.items():
        print(f"{name:34}{value:8.1f} ms p50 at {JOBS:,} jobs")


def main() -> None:
    import boto3

    from benchmarks.rig import installation
    from trigpoint.cli.keys import environment, key_store, new_id
    from trigpoint.domain.service_key import Role, ServiceKey

    with installation() as (_, to):
        fill(to.ports.ledger)
        key = ServiceKey(new_id(), "secret of the benchmark", Role.OPERATOR, "bench", to.ports.clock.now())
        key_store(to).create(key)
        named = environment(key, to)
        sagemaker = boto3.client(
            "sagemaker",
            endpoint_url=named["AWS_ENDPOINT_URL_SAGEMAKER"],
            aws_access_key_id=key.id,
            aws_secret_access_key=key.secret,
        )
        show(measured(sagemaker))
