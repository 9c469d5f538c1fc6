"""Labeling jobs through unmodified boto3: created, described, listed, stopped."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.control_api_requests import (
    LAMBDA,
    PEOPLE,
    TASK_TYPES,
    human_config,
    job_request,
)
from tests.contract.control_api_rig import ACCOUNT, Rig, control_rig
from trigpoint.adapters import aws_clients
from trigpoint.domain.job import Job, JobSpec, JobStatus
from trigpoint.tasktypes import names

WITHOUT_STATE = ("CreateWorkforce", "DeleteWorkforce", "DescribeSubscribedWorkteam")


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with control_rig() as found:
        yield found


def test_a_job_is_described_as_it_was_asked_for(rig: Rig) -> None:
    request = job_request("Echo-1")
    arn = rig.ask("CreateLabelingJob", **request)["LabelingJobArn"]
    assert arn == "arn:aws:sagemaker:us-east-1:123456789012:labeling-job/echo-1"
    found = rig.ask("DescribeLabelingJob", LabelingJobName="eCHO-1")
    assert {name: found[name] for name in request} == request
    assert found["LabelingJobStatus"] == "Initializing"
    assert found["LabelCounters"] == {
        "TotalLabeled": 0, "HumanLabeled": 0, "MachineLabeled": 0, "FailedNonRetryableError": 0, "Unlabeled": 0,
    }  # fmt: skip
    assert found["CreationTime"] == found["LastModifiedTime"]
    assert "FailureReason" not in found
    job = rig.api.control.ports.ledger.job("echo-1")
    assert (job.spec.team, job.spec.options["min-workers"]) == ("birders", "1")
    assert job.source.startswith("request:")


def test_names_are_unique_in_any_case(rig: Rig) -> None:
    rig.ask("CreateLabelingJob", **job_request("Twice"))
    assert rig.refused("CreateLabelingJob", **job_request("tWICE"))[0] == "ResourceInUse"


def test_a_job_is_on_its_machine_at_once(rig: Rig) -> None:
    rig.ask("CreateLabelingJob", **job_request("Started"))
    machine = rig.api.control.deployment
    executions = aws_clients.client("stepfunctions").list_executions(
        stateMachineArn=f"arn:aws:states:{machine.region}:{machine.account}:stateMachine:trigpoint-job"
    )["executions"]
    assert "started-1" in {one["name"] for one in executions}


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_built_in_task_types_go_by_the_suffix_of_any_region(rig: Rig, kind: str) -> None:
    attribute = "mask-ref" if "Semantic" in kind and not kind.startswith("Verif") else "verdict"
    request = job_request(kind=kind, LabelAttributeName=attribute)
    name = request["LabelingJobName"]
    rig.ask("CreateLabelingJob", **request)
    found = rig.ask("DescribeLabelingJob", LabelingJobName=name)
    assert {member: found[member] for member in request} == request
    assert found["HumanTaskConfig"]["PreHumanTaskLambdaArn"] == f"{LAMBDA}PRE-{kind}"
    assert rig.api.control.ports.ledger.job(name.lower()).spec.task_type == TASK_TYPES[kind]


def test_custom_jobs_may_go_without_functions(rig: Rig) -> None:
    human = human_config()
    del human["PreHumanTaskLambdaArn"], human["AnnotationConsolidationConfig"]
    request = job_request("Bare", HumanTaskConfig=human)
    del request["LabelCategoryConfigS3Uri"], request["Tags"], request["StoppingConditions"]
    rig.ask("CreateLabelingJob", **request)
    assert rig.api.control.ports.ledger.job("bare").spec.task_type == "custom"
    found = rig.ask("ListLabelingJobs", NameContains="bare")["LabelingJobSummaryList"]
    assert "PreHumanTaskLambdaArn" not in found[0]


NO_UI = f"arn:aws:sagemaker:us-east-1:{ACCOUNT}:human-task-ui/x"
TOPIC = f"arn:aws:sns:us-east-1:{ACCOUNT}:t"
PUBLIC_TEAM = "arn:aws:sagemaker:us-east-1:394669845002:workteam/public-crowd/default"


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"LabelAttributeName": "source-ref"}, "LabelAttributeName"),
        ({"LabelAttributeName": "a-metadata"}, "-metadata"),
        ({"LabelAttributeName": "a-ref"}, "must not end in -ref"),
        ({"HumanTaskConfig": human_config(WorkteamArn=f"{PEOPLE}nobody")}, "does not exist"),
        ({"HumanTaskConfig": human_config(UiConfig={"HumanTaskUiArn": NO_UI})}, "HumanTaskUiArn"),
        ({"InputConfig": {"DataSource": {"SnsDataSource": {"SnsTopicArn": TOPIC}}}}, "streaming"),
        ({"HumanTaskConfig": human_config(WorkteamArn=PUBLIC_TEAM)}, "FreeOfPersonallyIdentifiableInformation"),
        ({"Tags": [{"Key": "aws:x", "Value": ""}]}, "reserved"),
        ({"Tags": [{"Key": "x", "Value": ""}, {"Key": "x", "Value": ""}]}, "twice"),
        ({"HumanTaskConfig": human_config("Telepathy")}, "Telepathy"),
    ],
)  # fmt: skip
def test_semantic_rules(rig: Rig, change: dict[str, Any], said: str) -> None:
    code, message = rig.refused("CreateLabelingJob", **job_request(**change))
    assert code == "ValidationException"
    assert said in message


def test_stopping_ends_in_a_refusal_only_when_the_job_has_ended(rig: Rig) -> None:
    rig.ask("CreateLabelingJob", **job_request("Halt"))
    for _ in range(2):
        rig.ask("StopLabelingJob", LabelingJobName="HALT")
        assert rig.ask("DescribeLabelingJob", LabelingJobName="halt")["LabelingJobStatus"] == "Stopping"
    rig.api.control.ports.ledger.change_job("halt", put=ended())
    code, message = rig.refused("StopLabelingJob", LabelingJobName="halt")
    assert (code, "Stopped" in message) == ("ValidationException", True)


def ended() -> dict[str, Any]:
    return {"status": JobStatus.STOPPED, "output_manifest": "s3://data/out/x.manifest", "failure": "why"}


def test_an_ended_job_shows_its_output_and_reason(rig: Rig) -> None:
    rig.ask("CreateLabelingJob", **job_request("Ended"))
    counts = {"total": 9, "closed": 8, "labelled": 5, "failed": 2}
    rig.api.control.ports.ledger.change_job("ended", put=ended() | counts)
    found = rig.ask("DescribeLabelingJob", LabelingJobName="Ended")
    assert found["LabelingJobOutput"] == {"OutputDatasetS3Uri": "s3://data/out/x.manifest"}
    assert (found["FailureReason"], found["LabelCounters"]["Unlabeled"]) == ("why", 2)
    assert found["LabelCounters"]["HumanLabeled"] == found["LabelCounters"]["TotalLabeled"] == 5


def test_unknown_jobs_are_not_found(rig: Rig) -> None:
    for operation in ("DescribeLabelingJob", "StopLabelingJob"):
        assert rig.refused(operation, LabelingJobName="nowhere")[0] == "ResourceNotFound"
    team = f"{PEOPLE}nowhere"
    assert rig.refused("ListLabelingJobsForWorkteam", WorkteamArn=team)[0] == "ResourceNotFound"


@pytest.mark.parametrize("kind", sorted(names()))
def test_jobs_of_uploads_are_described_too(rig: Rig, kind: str) -> None:
    name = f"Upload-{kind.replace('_', '-')}"
    spec = JobSpec(
        kind, "verdict", "s3://data/inbox/r/j.manifest?versionId=3", "s3://data/out", "s3://data/c", "", "birders",
        pre_function="clean" if kind == "custom" else None,
        options={"min-workers": "1", "max-percent-labelled": "40", "automated-labeling": "text-classification"},
    )  # fmt: skip
    rig.api.control.ports.ledger.create_job(Job(name, spec, 1.5, 2.5, lanes=4))
    found = rig.ask("DescribeLabelingJob", LabelingJobName=name)
    assert found["InputConfig"]["DataSource"]["S3DataSource"]["ManifestS3Uri"] == "s3://data/inbox/r/j.manifest"
    assert found["Tags"] == [{"Key": "trigpoint:min-workers", "Value": "1"}]
    assert found["StoppingConditions"] == {"MaxPercentageOfInputDatasetLabeled": 40}
    listed = rig.ask("ListLabelingJobs", NameContains=name)["LabelingJobSummaryList"]
    assert [one["LabelingJobName"] for one in listed] == [name]
    rig.ask("AddTags", ResourceArn=found["LabelingJobArn"], Tags=[{"Key": "late", "Value": "1"}])
    again = rig.ask("DescribeLabelingJob", LabelingJobName=name)
    assert {tag["Key"] for tag in again["Tags"]} == {"late", "trigpoint:min-workers"}
    assert again["HumanTaskConfig"] == found["HumanTaskConfig"]
