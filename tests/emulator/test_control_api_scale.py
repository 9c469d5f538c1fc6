"""A thousand jobs: what a client waits for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from statistics import median
from typing import Any

import pytest
from stack import Stack
from test_control_api import client_of, trigpoint

from trigpoint.domain.job import Job, JobSpec, JobStatus

JOBS = 1000
CALLS = 40
SPEC = JobSpec("text_multi_class", "verdict", "s3://b/in", "s3://b/out", "s3://b/c", "", "team-a")


def median_ms(call: Callable[[], Any]) -> float:
    taken = []
    for _ in range(CALLS):
        start = time.perf_counter()
        call()
        taken.append(time.perf_counter() - start)
    return median(taken) * 1000


def test_a_thousand_jobs(lone_stack: Stack, capsys: pytest.CaptureFixture[str]) -> None:
    lone_stack.up()
    with lone_stack.connected() as (ports, _):
        for number in range(JOBS):
            created = 1_790_000_000.0 + number
            ports.ledger.create_job(Job(f"Job-{number:04d}", SPEC, created, created, JobStatus.COMPLETED))
    sagemaker = client_of(json.loads(trigpoint(lone_stack, "keys", "create", "--json")))
    calls: dict[str, Callable[[], Any]] = {
        "DescribeLabelingJob": lambda: sagemaker.describe_labeling_job(LabelingJobName="job-0500"),
        "ListLabelingJobs": lambda: sagemaker.list_labeling_jobs(SortOrder="Descending"),
        "ListLabelingJobs, 100": lambda: sagemaker.list_labeling_jobs(MaxResults=100),
        "ListLabelingJobs, NameContains": lambda: sagemaker.list_labeling_jobs(NameContains="0999"),
        "ListLabelingJobs, StatusEquals": lambda: sagemaker.list_labeling_jobs(StatusEquals="Completed"),
    }
    found = {name: median_ms(call) for name, call in calls.items()}
    with capsys.disabled():
        print()
        for name, value in found.items():
            print(f"{name:34}{value:8.1f} ms p50 at {JOBS:,} jobs")
    pages = sagemaker.get_paginator("list_labeling_jobs").paginate(PaginationConfig={"PageSize": 100})
    names = [one["LabelingJobName"] for page in pages for one in page["LabelingJobSummaryList"]]
    assert names == [f"Job-{number:04d}" for number in range(JOBS)]
    assert max(found.values()) < 1000
