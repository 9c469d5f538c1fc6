"""Lists of jobs: every order, filter and page, and what a page costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from tests.contract.control_api_requests import PEOPLE, job_request, prepared
from tests.contract.control_api_rig import Rig, control_rig
from trigpoint.adapters import aws_clients
from trigpoint.domain.control import JobRequest
from trigpoint.domain.job import Job, JobSpec, JobStatus
from trigpoint.formats.sagemaker_jobs import reference_code

COUNT = 23
STATUSES = list(JobStatus)
SPEC = JobSpec("custom", "verdict", "s3://data/in", "s3://data/out", "", "", "birders")


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with control_rig() as found:
        ledger = found.api.control.ports.ledger
        for number in range(COUNT):
            name = f"{'Cat' if number % 3 else 'dOg'}-{number * 7 % COUNT:02d}"
            created = 1_790_000_000.0 + number * 10
            job = Job(name, SPEC, created, 1000.0 + number, STATUSES[number % 6])
            ledger.create_job(job, JobRequest(job_request(name), "somebody"))
        yield found


@pytest.fixture(scope="module")
def jobs(rig: Rig) -> list[Job]:
    """In the order of their creation."""
    return sorted(rig.api.control.ports.ledger.jobs(), key=lambda job: job.created)


def listed(rig: Rig, size: int = 4, **request: Any) -> list[str]:
    pages = rig.client().get_paginator("list_labeling_jobs").paginate(PaginationConfig={"PageSize": size}, **request)
    return [one["LabelingJobName"] for page in pages for one in page["LabelingJobSummaryList"]]


@pytest.mark.parametrize("order", ["CreationTime", "Name", "Status"])
@pytest.mark.parametrize("direction", ["Ascending", "Descending"])
@pytest.mark.parametrize("size", [1, 4, 100])
def test_every_order(rig: Rig, jobs: list[Job], order: str, direction: str, size: int) -> None:
    place = {
        "CreationTime": lambda job: job.created,
        "Name": lambda job: job.key,
        "Status": lambda job: (job.status.value, job.created),
    }[order]
    found = listed(rig, size, SortBy=order, SortOrder=direction)
    assert found == [job.name for job in sorted(jobs, key=place, reverse=direction == "Descending")]


def test_creation_ascending_is_the_default(rig: Rig, jobs: list[Job]) -> None:
    first = rig.ask("ListLabelingJobs")["LabelingJobSummaryList"]
    assert [one["LabelingJobName"] for one in first] == [job.name for job in jobs[:10]]


@pytest.mark.parametrize("order", ["CreationTime", "Name", "Status"])
@pytest.mark.parametrize("direction", ["Ascending", "Descending"])
def test_filters(rig: Rig, jobs: list[Job], order: str, direction: str) -> None:
    def expect(keep: Any, **request: Any) -> None:
        found = listed(rig, 2, SortBy=order, SortOrder=direction, **request)
        assert sorted(found) == sorted(job.name for job in jobs if keep(job))

    expect(lambda job: "dog" in job.key, NameContains="Dog")
    expect(lambda job: job.status is JobStatus.FAILED, StatusEquals="Failed")
    expect(lambda job: job.modified >= 1010, LastModifiedTimeAfter=1010)
    expect(lambda job: job.modified <= 1010, LastModifiedTimeBefore=1010)
    middle = jobs[11].created
    expect(lambda job: job.created >= middle, CreationTimeAfter=middle)
    expect(lambda job: job.created <= middle, CreationTimeBefore=middle)
    expect(lambda job: job is None, CreationTimeAfter=4e9, CreationTimeBefore=1)
    expect(lambda job: "cat" in job.key and job.status is JobStatus.STOPPED, NameContains="cat", StatusEquals="Stopped")


def test_jobs_of_a_work_team(rig: Rig, jobs: list[Job]) -> None:
    code = reference_code(jobs[5])
    found = rig.ask("ListLabelingJobsForWorkteam", WorkteamArn=f"{PEOPLE}birders", JobReferenceCodeContains=code)
    assert [one["LabelingJobName"] for one in found["LabelingJobSummaryList"]] == [jobs[5].name]
    everything = (
        rig.client()
        .get_paginator("list_labeling_jobs_for_workteam")
        .paginate(WorkteamArn=f"{PEOPLE}birders", SortOrder="Descending", PaginationConfig={"PageSize": 5})
    )
    names = [one["LabelingJobName"] for page in everything for one in page["LabelingJobSummaryList"]]
    assert names == [job.name for job in reversed(jobs)]
    nobody = rig.ask("ListLabelingJobsForWorkteam", WorkteamArn=f"{PEOPLE}workers")
    assert nobody["LabelingJobSummaryList"] == []


def test_a_token_is_for_its_own_query(rig: Rig) -> None:
    token = rig.ask("ListLabelingJobs", MaxResults=2)["NextToken"]
    assert rig.ask("ListLabelingJobs", MaxResults=3, NextToken=token)["LabelingJobSummaryList"]
    for wrong in ({"NextToken": token, "SortBy": "Name"}, {"NextToken": token[:-1]}, {"NextToken": "x"}):
        assert rig.refused("ListLabelingJobs", **wrong)[0] == "ValidationException"
    other = rig.client(rig.key(name="other", number=7))
    with pytest.raises(ClientError, match="NextToken"):
        other.list_labeling_jobs(NextToken=token)


def test_every_paginator_of_boto3_runs(rig: Rig) -> None:
    prepared(rig)
    arguments = {"list_labeling_jobs_for_workteam": {"WorkteamArn": f"{PEOPLE}birders"}}
    for name in (
        "list_labeling_jobs",
        "list_labeling_jobs_for_workteam",
        "list_workteams",
        "list_workforces",
        "list_subscribed_workteams",
        "list_human_task_uis",
    ):
        pages = rig.client().get_paginator(name).paginate(PaginationConfig={"PageSize": 1}, **arguments.get(name, {}))
        sizes = [len(next(value for value in page.values() if isinstance(value, list))) for page in pages]
        assert all(size <= 1 for size in sizes)


# -- cost --------------------------------------------------------------------------------
def reads(rig: Rig, operation: str, **request: Any) -> list[str]:
    """Calls of the ledger that one operation makes, its key being known."""
    calls: list[str] = []

    def note(model: Any, **_: Any) -> None:
        calls.append(model.name)

    events = aws_clients.client("dynamodb").meta.events
    client = rig.client()
    client.list_workforces()
    events.register("before-call.dynamodb", note)
    try:
        getattr(client, operation)(**request)
    finally:
        events.unregister("before-call.dynamodb", note)
    return calls


def test_describing_a_job_costs_one_read(rig: Rig, jobs: list[Job]) -> None:
    assert reads(rig, "describe_labeling_job", LabelingJobName=jobs[0].name) == ["Query"]


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"MaxResults": 20},
        {"SortBy": "Name"},
        {"SortOrder": "Descending"},
        {"NameContains": "cat"},
        {"StatusEquals": "Failed"},
        {"CreationTimeAfter": 1},
    ],
)
def test_a_page_of_jobs_costs_two_reads(rig: Rig, request_: dict[str, Any]) -> None:
    assert reads(rig, "list_labeling_jobs", **request_) == ["Query", "BatchGetItem"]


def test_a_page_of_a_team_costs_two_reads_and_the_team(rig: Rig) -> None:
    calls = reads(rig, "list_labeling_jobs_for_workteam", WorkteamArn=f"{PEOPLE}birders")
    assert calls == ["GetItem", "Query", "BatchGetItem"]
