"""The build that trains what is too large for a function: the function's own code, and the rights to take a step."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from infra.constructs.training import PACKAGES, commands
from infra.workloads import AUTOLABEL
from tests.infra.deployment import Deployment


def _project(deployment: Deployment) -> dict[str, Any]:
    (found,) = deployment.properties("AWS::CodeBuild::Project")
    return found


def _statements(deployment: Deployment) -> Iterator[dict[str, Any]]:
    role = _project(deployment)["ServiceRole"]["Fn::GetAtt"][0]
    for policy in deployment.properties("AWS::IAM::Policy"):
        if any(bound["Ref"] == role for bound in policy["Roles"]):
            yield from policy["PolicyDocument"]["Statement"]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _with(deployment: Deployment, action: str) -> list[dict[str, Any]]:
    return [one for one in _statements(deployment) if action in _listed(one["Action"])]


def test_one_machine_has_no_build(local: Deployment) -> None:
    assert not local.properties("AWS::CodeBuild::Project")
    assert not [name for t in local.templates.values() for name in t["Resources"] if name.startswith("Training")]


def test_it_runs_in_an_image_of_aws_and_may_do_nothing_with_containers(aws: Deployment) -> None:
    environment = _project(aws)["Environment"]
    assert environment["Image"] == "aws/codebuild/amazonlinux-aarch64-standard:4.0"
    assert environment["Type"] == "ARM_CONTAINER"
    assert not environment.get("PrivilegedMode")
    assert _project(aws)["Artifacts"] == {"Type": "NO_ARTIFACTS"}
    assert 0 < _project(aws)["TimeoutInMinutes"] <= 480


def test_it_has_the_python_of_the_function(aws: Deployment) -> None:
    text = _project(aws)["Source"]["BuildSpec"]
    assert "\n" in text, "a line alone is the name of a file"
    spec = json.loads(text)
    assert spec == commands("3.13")
    assert aws.function("autolabel")["Runtime"] == f"python{spec['phases']['install']['runtime-versions']['python']}"


def test_its_sources_are_the_assets_of_the_function(aws: Deployment) -> None:
    def key(source: dict[str, Any]) -> str:
        return str(json.dumps(source["Location"])).rpartition("/")[2].rstrip('"]}')

    project = _project(aws)
    assert key(project["Source"]) == aws.function("autolabel")["Code"]["S3Key"]
    layers = {one["Content"]["S3Key"] for one in aws.properties("AWS::Lambda::LayerVersion")}
    packages = {one["SourceIdentifier"]: key(one) for one in project["SecondarySources"]}
    assert tuple(packages) == PACKAGES
    assert {packages[name] for name in AUTOLABEL.layers} <= layers
    (reading,) = _with(aws, "s3:GetObjectVersion")
    assert len(reading["Resource"]) == 1 + len(PACKAGES)
    assert all(json.dumps(one).count(".zip") == 1 for one in reading["Resource"])


def test_it_is_told_what_the_function_is_told(aws: Deployment) -> None:
    told = {one["Name"]: one["Value"] for one in _project(aws)["Environment"]["EnvironmentVariables"]}
    function = aws.function("autolabel")["Environment"]["Variables"]
    assert told == {name: value for name, value in function.items() if not name.startswith("POWERTOOLS")}
    assert told["TRIGPOINT_MOST_AT_LENGTH"] == "900000"


def test_it_reads_jobs_and_writes_only_working_files(aws: Deployment) -> None:
    ledger = [one for one in _statements(aws) if any(a.startswith("dynamodb:") for a in _listed(one["Action"]))]
    assert {action for one in ledger for action in one["Action"]} == {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
    }
    assert [one["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"] for one in ledger] == [["J#*"]]
    writing = [one["Resource"] for one in _with(aws, "s3:PutObject")]
    assert [json.dumps(one).rpartition("/work/")[2].rstrip('"]}') for one in writing] == ["*"]
    assert not _with(aws, "sqs:SendMessage")


def test_the_machine_starts_this_project_and_no_other(aws: Deployment) -> None:
    starting = [one for one in aws.statements() if "codebuild:StartBuild" in _listed(one["Action"])]
    assert [json.dumps(one["Resource"]).rpartition(":project/")[2].rstrip('"]}') for one in starting] == [
        _project(aws)["Name"]
    ]
    (machine,) = aws.properties("AWS::StepFunctions::StateMachine")
    assert machine["DefinitionSubstitutions"]["training"] == _project(aws)["Name"]
