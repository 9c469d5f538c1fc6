"""Unmodified boto3 and the AWS CLI against the listener: the whole life of a job, in both."""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from stack import AWS_LAMBDA, Stack

from trigpoint.local.place import REGION
from trigpoint.testing.waiting import wait_until

ROLE = "arn:aws:iam::000000000000:role/labeling"
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
TEMPLATE = "<crowd-form><crowd-classifier name='category'></crowd-classifier>{{ task.input.taskObject }}</crowd-form>"


def trigpoint(stack: Stack, *arguments: str) -> str:
    command = [sys.executable, "-m", "trigpoint.cli.app", *arguments]
    place = stack.place
    ports = f"{place.emulator_port},{place.listener_port},{place.frame_port}"
    environment = {**os.environ, "TRIGPOINT_HOME": str(place.home), "TRIGPOINT_PORTS": ports}
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=True, timeout=60).stdout


@pytest.fixture(scope="module")
def variables(stack: Stack) -> dict[str, str]:
    """What `trigpoint keys create` tells a client."""
    found: dict[str, str] = json.loads(trigpoint(stack, "keys", "create", "--name", "suite", "--json"))
    return found


def client_of(variables: dict[str, str], **options: Any) -> Any:
    named = {
        "endpoint_url": variables["AWS_ENDPOINT_URL_SAGEMAKER"],
        "region_name": variables["AWS_DEFAULT_REGION"],
        "aws_access_key_id": variables["AWS_ACCESS_KEY_ID"],
        "aws_secret_access_key": variables["AWS_SECRET_ACCESS_KEY"],
    }
    return boto3.client("sagemaker", **named | options, config=Config(retries={"max_attempts": 1}))


@pytest.fixture(scope="module")
def sagemaker(variables: dict[str, str]) -> Any:
    return client_of(variables)


@pytest.fixture(scope="module")
def team(stack: Stack, sagemaker: Any) -> str:
    """A work team of the group that the suite's workers are in; its ARN."""
    stack.worker("control")
    member = {
        "UserPool": stack.output("UserPoolId"),
        "UserGroup": "team-a",
        "ClientId": stack.output("UserPoolClientId"),
    }
    made = sagemaker.create_workteam(
        WorkteamName="Control-Team", Description="Suite", MemberDefinitions=[{"CognitoMemberDefinition": member}]
    )
    return str(made["WorkteamArn"])


def request_for(stack: Stack, name: str, team: str, count: int, kind: str = "TextMultiClass") -> dict[str, Any]:
    lines = "".join(json.dumps(line_for(stack, kind, n)) + "\n" for n in range(count))
    labels = json.dumps({"labels": [{"label": "spam"}, {"label": "ham"}]})
    return {
        "LabelingJobName": name,
        "LabelAttributeName": "verdict",
        "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": stack.put(f"data/{name}.manifest", lines)}}},
        "OutputConfig": {"S3OutputPath": f"s3://{stack.bucket}/output/"},
        "RoleArn": ROLE,
        "LabelCategoryConfigS3Uri": stack.put(f"data/{name}.categories.json", labels),
        "HumanTaskConfig": {
            "WorkteamArn": team,
            "UiConfig": {"UiTemplateS3Uri": stack.put(f"data/{name}.liquid.html", TEMPLATE)},
            "PreHumanTaskLambdaArn": f"{AWS_LAMBDA}PRE-{kind}",
            "TaskTitle": "Is it spam?",
            "TaskDescription": "Read, then choose.",
            "NumberOfHumanWorkersPerDataObject": 1,
            "TaskTimeLimitInSeconds": 60,
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{AWS_LAMBDA}ACS-{kind}"},
        },
        "Tags": [{"Key": "cost", "Value": "7"}],
    }


def line_for(stack: Stack, kind: str, number: int) -> dict[str, str]:
    """A line of the manifest; every other one has `win` in its text or its image's name."""
    word = "win" if number % 2 else "hello"
    if kind.startswith(("Text", "NamedEntity")):
        return {"source": f"text {number} {word}"}
    return {"source-ref": stack.put(f"data/{word}-{number}.png", PIXEL)}


def by_word(task_input: dict[str, Any]) -> str:
    return "spam" if "win" in task_input["taskObject"] else "ham"


@pytest.mark.parametrize("kind", ["TextMultiClass", "ImageMultiClass"])
def test_a_job_by_boto3_from_request_to_output(stack: Stack, sagemaker: Any, team: str, kind: str) -> None:
    name = f"Boto-{kind}"
    request = request_for(stack, name, team, 12, kind)
    arn = sagemaker.create_labeling_job(**request)["LabelingJobArn"]
    assert arn.endswith(f":labeling-job/{name.lower()}")
    wait_until(lambda: described(sagemaker, name)["LabelingJobStatus"] == "InProgress", "the start of the job")
    seen: list[int] = []

    def choose(task_input: dict[str, Any]) -> str:
        seen.append(labelled(sagemaker, name))
        if len(seen) == 12:
            # One object is unanswered, so the job runs: its counters have risen all the same.
            wait_until(lambda: labelled(sagemaker, name) > 0, "a counter that rises")
        return by_word(task_input)

    stack.label_all(stack.sign_in("control"), name, choose)
    wait_until(lambda: described(sagemaker, name)["LabelingJobStatus"] == "Completed", "the end of the job")
    found = described(sagemaker, name)
    assert {name: found[name] for name in request} == request
    assert found["LabelCounters"] == {
        "TotalLabeled": 12, "HumanLabeled": 12, "MachineLabeled": 0, "FailedNonRetryableError": 0, "Unlabeled": 0,
    }  # fmt: skip
    assert seen == sorted(seen)
    output = found["LabelingJobOutput"]["OutputDatasetS3Uri"].removeprefix(f"s3://{stack.bucket}/")
    lines = [json.loads(line) for line in (stack.get(output) or b"").decode().splitlines()]
    assert [line["verdict"] for line in lines] == [n % 2 ^ 1 for n in range(12)]


def described(sagemaker: Any, name: str) -> Any:
    return sagemaker.describe_labeling_job(LabelingJobName=name)


def labelled(sagemaker: Any, name: str) -> int:
    return int(described(sagemaker, name)["LabelCounters"]["TotalLabeled"])


def test_pages_tags_and_teams(stack: Stack, sagemaker: Any, team: str) -> None:
    for number in range(5):
        sagemaker.create_labeling_job(**request_for(stack, f"Page-{number}", team, 1))
    pages = list(
        sagemaker.get_paginator("list_labeling_jobs").paginate(
            NameContains="page-", SortOrder="Descending", PaginationConfig={"PageSize": 2}
        )
    )
    listed = [one["LabelingJobName"] for page in pages for one in page["LabelingJobSummaryList"]]
    assert listed == [f"Page-{number}" for number in range(4, -1, -1)]
    of_team = sagemaker.get_paginator("list_labeling_jobs_for_workteam").paginate(WorkteamArn=team).build_full_result()
    assert {"Page-0", "Page-4"} <= {one["LabelingJobName"] for one in of_team["LabelingJobSummaryList"]}
    teams = sagemaker.get_paginator("list_workteams").paginate(PaginationConfig={"PageSize": 1}).build_full_result()
    assert {"Control-Team", "team-a"} <= {one["WorkteamName"] for one in teams["Workteams"]}
    arn = sagemaker.describe_labeling_job(LabelingJobName="page-0")["LabelingJobArn"]
    sagemaker.add_tags(ResourceArn=arn, Tags=[{"Key": "more", "Value": "ü"}])
    sagemaker.delete_tags(ResourceArn=arn, TagKeys=["cost"])
    assert sagemaker.list_tags(ResourceArn=arn)["Tags"] == [{"Key": "more", "Value": "ü"}]
    assert described(sagemaker, "page-0")["Tags"] == [{"Key": "more", "Value": "ü"}]
    for number in range(5):
        sagemaker.stop_labeling_job(LabelingJobName=f"page-{number}")
    stack.ended("page-4")
    assert described(sagemaker, "page-4")["LabelingJobStatus"] == "Stopped"


def test_a_task_ui_and_its_rendering(sagemaker: Any) -> None:
    arn = sagemaker.create_human_task_ui(HumanTaskUiName="suite-ui", UiTemplate={"Content": TEMPLATE})["HumanTaskUiArn"]
    rendered = sagemaker.render_ui_template(HumanTaskUiArn=arn, Task={"Input": '{"taskObject": "Grüße"}'}, RoleArn=ROLE)
    assert "Grüße" in rendered["RenderedContent"]
    assert rendered["Errors"] == []
    sagemaker.delete_human_task_ui(HumanTaskUiName="suite-ui")


def test_an_uploaded_job_is_seen_too(stack: Stack, sagemaker: Any) -> None:
    stack.drop("Dropped-1", [{"source": "text"}], stack.recipe("dropped"), "dropped")
    wait_until(lambda: stack.job("dropped-1"), "the upload's job")
    found = described(sagemaker, "dropped-1")
    assert found["HumanTaskConfig"]["WorkteamArn"].endswith("workteam/private-crowd/team-a")
    listed = sagemaker.list_labeling_jobs(NameContains="dropped-1")["LabelingJobSummaryList"]
    assert [one["LabelingJobName"] for one in listed] == ["Dropped-1"]
    sagemaker.stop_labeling_job(LabelingJobName="dropped-1")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"aws_secret_access_key": "wrong"}, "InvalidSignatureException"),
        ({"aws_access_key_id": "TRIGNOBODYNOBODYNOBO"}, "UnrecognizedClientException"),
        ({"region_name": "eu-central-1"}, "InvalidSignatureException"),
    ],
)
def test_wrong_signatures_are_refused(variables: dict[str, str], wrong: dict[str, str], code: str) -> None:
    with pytest.raises(ClientError) as error:
        client_of(variables, **wrong).list_labeling_jobs()
    assert error.value.response["Error"]["Code"] == code


def test_the_other_name_of_the_listener_is_fine_too(stack: Stack, variables: dict[str, str]) -> None:
    endpoint = f"http://localhost:{stack.place.listener_port}"
    assert client_of(variables, endpoint_url=endpoint).list_workforces()["Workforces"]


def test_keys_are_listed_and_deleted(stack: Stack) -> None:
    made = json.loads(trigpoint(stack, "keys", "create", "--role", "read-only", "--json"))
    reader = client_of(made)
    assert reader.list_labeling_jobs(MaxResults=1)
    with pytest.raises(ClientError, match="AccessDeniedException"):
        reader.stop_labeling_job(LabelingJobName="page-0")
    listed = trigpoint(stack, "keys", "list", "--json")
    assert made["AWS_ACCESS_KEY_ID"] in {key["id"] for key in json.loads(listed)}
    assert made["AWS_SECRET_ACCESS_KEY"] not in listed
    trigpoint(stack, "keys", "delete", made["AWS_ACCESS_KEY_ID"])
    assert made["AWS_ACCESS_KEY_ID"] not in trigpoint(stack, "keys", "list", "--json")
    wait_until(lambda: is_refused(reader), "the end of the deleted key", 20)


def is_refused(client: Any) -> bool:
    try:
        client.list_labeling_jobs(MaxResults=1)
    except ClientError as error:
        return bool(error.response["Error"]["Code"] == "UnrecognizedClientException")
    return False


# -- AWS CLI -----------------------------------------------------------------------------
@pytest.fixture(scope="module")
def aws(variables: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Any]:
    home = tmp_path_factory.mktemp("aws")
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "AWS_PAGER": "", "NO_PROXY": "127.0.0.1,localhost"}
    environment |= {name: value for name, value in variables.items() if name != "AWS_ENDPOINT_URL_SAGEMAKER"}
    endpoint = variables["AWS_ENDPOINT_URL_SAGEMAKER"]

    def run(*arguments: str, fails: bool = False) -> Any:
        command = [sys.executable, "-m", "awscli", "--endpoint-url", endpoint, "sagemaker", *arguments]
        done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
        assert (done.returncode != 0) == fails, done.stderr
        return done.stderr if fails else json.loads(done.stdout or "null")

    return run


def test_a_job_by_the_aws_cli(stack: Stack, aws: Any, team: str, tmp_path: Path) -> None:
    document = tmp_path / "request.json"
    document.write_text(json.dumps(request_for(stack, "Cli-Job", team, 3)))
    arn = aws("create-labeling-job", "--cli-input-json", f"file://{document}")["LabelingJobArn"]
    assert arn.endswith("labeling-job/cli-job")
    assert "ResourceInUse" in aws("create-labeling-job", "--cli-input-json", f"file://{document}", fails=True)
    found = aws("describe-labeling-job", "--labeling-job-name", "Cli-Job")
    assert found["HumanTaskConfig"]["TaskTitle"] == "Is it spam?"
    query = "LabelingJobSummaryList[?LabelingJobName=='Cli-Job'].LabelCounters.Unlabeled"
    assert len(aws("list-labeling-jobs", "--sort-by", "Name", "--page-size", "1", "--query", query)) == 1
    aws("stop-labeling-job", "--labeling-job-name", "cli-job")
    stack.ended("cli-job")
    assert aws("describe-labeling-job", "--labeling-job-name", "cli-job")["LabelingJobStatus"] == "Stopped"
    assert REGION in aws("describe-workteam", "--workteam-name", "Control-Team")["Workteam"]["WorkteamArn"]


def test_the_cli_shows_our_refusals(aws: Any) -> None:
    said = aws("describe-labeling-job", "--labeling-job-name", "nowhere", fails=True)
    assert "ResourceNotFound" in said
