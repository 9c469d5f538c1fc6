"""Every operation through unmodified boto3: it answers in SageMaker's shapes, and refuses with its words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from tests.contract.control_api_requests import (
    PEOPLE,
    TEMPLATE,
    fresh,
    human_config,
    job_request,
    member,
    prepared,
    render_request,
    task_ui_request,
    team_request,
)
from tests.contract.control_api_rig import BUCKET, Rig, control_rig
from trigpoint.domain.service_key import Role
from trigpoint.formats.sagemaker_model import operations
from trigpoint.usecases.answer_control_call import OPERATIONS

WITHOUT_STATE = ("CreateWorkforce", "DeleteWorkforce", "DescribeSubscribedWorkteam")


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with control_rig() as found:
        yield found


@pytest.fixture(scope="module")
def requests(rig: Rig) -> dict[str, dict[str, Any]]:
    return prepared(rig)


def test_every_operation_of_the_extract_is_answered() -> None:
    assert set(OPERATIONS) == set(operations())


@pytest.mark.parametrize("operation", [one for one in operations() if one not in WITHOUT_STATE])
def test_the_happy_path_parses(rig: Rig, requests: dict[str, dict[str, Any]], operation: str) -> None:
    assert rig.ask(operation, **requests[operation])["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_unknown_operations_are_named_so(rig: Rig) -> None:
    for operation in ("ListModels", "ListFlowDefinitions", "CreateFlowDefinition"):
        assert rig.refused(operation)[0] == "UnknownOperationException"


# -- people ----------------------------------------------------------------------------
def test_a_work_team_lives(rig: Rig) -> None:
    request = team_request(rig, "Owls")
    arn = rig.ask("CreateWorkteam", **request)["WorkteamArn"]
    assert arn == f"{PEOPLE}Owls"
    assert rig.refused("CreateWorkteam", **team_request(rig, "oWLS"))[0] == "ResourceInUse"
    found = rig.ask("DescribeWorkteam", WorkteamName="Owls")["Workteam"]
    assert found["MemberDefinitions"] == request["MemberDefinitions"]
    assert found["WorkforceArn"].endswith(":workforce/default")
    rig.ask("CreateLabelingJob", **job_request("Owl-Job", HumanTaskConfig=human_config(WorkteamArn=arn)))
    assert rig.api.control.ports.ledger.job("owl-job").spec.team == "birders"
    listed = rig.ask("ListLabelingJobsForWorkteam", WorkteamArn=arn)["LabelingJobSummaryList"]
    assert [one["LabelingJobName"] for one in listed] == ["Owl-Job"]
    changed = rig.ask("UpdateWorkteam", WorkteamName="owls", Description="Night shift")["Workteam"]
    assert (changed["Description"], changed["CreateDate"]) == ("Night shift", found["CreateDate"])
    assert rig.ask("DeleteWorkteam", WorkteamName="Owls")["Success"] is True
    code, message = rig.refused("DescribeWorkteam", WorkteamName="Owls")
    assert (code, message.startswith("The work team ")) == ("ValidationException", True)


def test_a_user_group_is_a_work_team(rig: Rig) -> None:
    found = rig.ask("DescribeWorkteam", WorkteamName="birders")["Workteam"]
    assert found["MemberDefinitions"] == [member(rig)]
    named = {team["WorkteamName"] for team in rig.ask("ListWorkteams", MaxResults=100)["Workteams"]}
    assert {"birders", "workers"} <= named
    assert "operators" not in named
    assert rig.refused("DeleteWorkteam", WorkteamName="birders")[0] == "ValidationException"


@pytest.mark.parametrize("wrong", ["UserPool", "ClientId", "UserGroup"])
def test_members_come_from_this_pool(rig: Rig, wrong: str) -> None:
    definition = member(rig)
    definition["CognitoMemberDefinition"][wrong] = "us-east-1_other"
    code, message = rig.refused("CreateWorkteam", **team_request(rig) | {"MemberDefinitions": [definition]})
    assert (code, "us-east-1_other" in message) == ("ValidationException", True)


def test_a_job_needs_a_team_of_one_group(rig: Rig) -> None:
    both = {"MemberDefinitions": [member(rig), member(rig, "workers")]}
    arn = rig.ask("CreateWorkteam", **team_request(rig, "Both") | both)["WorkteamArn"]
    code, message = rig.refused("CreateLabelingJob", **job_request(HumanTaskConfig=human_config(WorkteamArn=arn)))
    assert (code, "2 user groups" in message) == ("ValidationException", True)


def test_nobody_is_subscribed(rig: Rig) -> None:
    assert rig.ask("ListSubscribedWorkteams")["SubscribedWorkteams"] == []
    arn = "arn:aws:sagemaker:us-east-1:123456789012:workteam/vendor-crowd/x"
    assert rig.refused("DescribeSubscribedWorkteam", WorkteamArn=arn)[0] == "ValidationException"


# -- templates and tags ------------------------------------------------------------------
def test_a_task_ui_lives(rig: Rig) -> None:
    arn = rig.ask("CreateHumanTaskUi", **task_ui_request("my-ui"))["HumanTaskUiArn"]
    assert rig.refused("CreateHumanTaskUi", **task_ui_request("my-ui"))[0] == "ResourceInUse"
    found = rig.ask("DescribeHumanTaskUi", HumanTaskUiName="my-ui")
    assert found["UiTemplate"]["Url"].startswith("https://")
    human = human_config(UiConfig={"HumanTaskUiArn": arn})
    rig.ask("CreateLabelingJob", **job_request("With-Ui", HumanTaskConfig=human))
    template = rig.api.control.ports.ledger.job("with-ui").spec.template
    assert rig.api.control.ports.blobs.read(template).decode() == TEMPLATE
    shown = rig.ask("DescribeLabelingJob", LabelingJobName="With-Ui")["HumanTaskConfig"]["UiConfig"]
    assert shown == {"HumanTaskUiArn": arn}
    rendered = rig.ask("RenderUiTemplate", HumanTaskUiArn=arn, **without_template())
    assert "Grüße &lt;b&gt;" in rendered["RenderedContent"]
    rig.ask("DeleteHumanTaskUi", HumanTaskUiName="my-ui")
    for operation in ("DescribeHumanTaskUi", "DeleteHumanTaskUi"):
        assert rig.refused(operation, HumanTaskUiName="my-ui")[0] == "ResourceNotFound"
    assert rig.refused("RenderUiTemplate", HumanTaskUiArn=arn, **without_template())[0] == "ResourceNotFound"


def without_template() -> dict[str, Any]:
    return {name: value for name, value in render_request().items() if name != "UiTemplate"}


def test_a_broken_template_is_an_error_in_the_reply(rig: Rig) -> None:
    found = rig.ask("RenderUiTemplate", **render_request(UiTemplate={"Content": "a\n{{ x | nonsense }}"}))
    assert found["RenderedContent"] == ""
    assert found["Errors"][0]["Code"] == "TemplateError"
    assert "Line 2" in found["Errors"][0]["Message"]


@pytest.mark.parametrize("task_input", ["[]", "{", "nul"])
def test_a_task_is_a_json_object(rig: Rig, task_input: str) -> None:
    assert rig.refused("RenderUiTemplate", **render_request(Task={"Input": task_input}))[0] == "ValidationException"


def test_links_are_granted_for_our_buckets_only(rig: Rig) -> None:
    template = {"Content": "{{ task.input.x | grant_read_access }}"}

    def rendered(uri: str) -> Any:
        task = {"Input": json.dumps({"x": uri})}
        return rig.ask("RenderUiTemplate", **render_request(UiTemplate=template, Task=task))

    assert rendered(f"s3://{BUCKET}/a.png")["RenderedContent"].startswith("https://")
    assert rendered("s3://other/a.png")["Errors"][0]["Code"] == "NotAllowed"


@pytest.mark.parametrize("kind", ["job", "team", "workforce", "ui"])
def test_tags_of_every_resource(rig: Rig, requests: dict[str, Any], kind: str) -> None:
    arn = {
        "job": lambda: rig.ask("CreateLabelingJob", **job_request())["LabelingJobArn"],
        "team": lambda: rig.ask("CreateWorkteam", **team_request(rig))["WorkteamArn"],
        "workforce": lambda: PEOPLE.split("workteam")[0] + "workforce/default",
        "ui": lambda: rig.ask("CreateHumanTaskUi", **task_ui_request())["HumanTaskUiArn"],
    }[kind]()
    before = {tag["Key"] for tag in rig.ask("ListTags", ResourceArn=arn)["Tags"]}
    more = [{"Key": f"k{n:02d}", "Value": "ü" * n} for n in range(50 - len(before))]
    assert len(rig.ask("AddTags", ResourceArn=arn, Tags=more)["Tags"]) == 50
    one_more = [{"Key": "one more", "Value": ""}]
    assert rig.refused("AddTags", ResourceArn=arn, Tags=one_more)[0] == "ValidationException"
    rig.ask("DeleteTags", ResourceArn=arn, TagKeys=[tag["Key"] for tag in more])
    assert {tag["Key"] for tag in rig.ask("ListTags", ResourceArn=arn)["Tags"]} == before


@pytest.mark.parametrize(
    "resource", ["labeling-job/nowhere", "workteam/private-crowd/nowhere", "human-task-ui/nowhere"]
)
def test_tags_of_nothing(rig: Rig, resource: str) -> None:
    arn = f"arn:aws:sagemaker:us-east-1:123456789012:{resource}"
    assert rig.refused("ListTags", ResourceArn=arn)[0] == "ResourceNotFound"


def test_tags_of_something_else(rig: Rig) -> None:
    arn = "arn:aws:sagemaker:us-east-1:123456789012:model/m"
    assert rig.refused("ListTags", ResourceArn=arn)[0] == "ValidationException"


# -- roles -----------------------------------------------------------------------------
def test_an_integrator_sees_and_steers_their_own_jobs(rig: Rig) -> None:
    mine, theirs = (rig.client(rig.key(Role.INTEGRATOR, f"i{n}", n)) for n in (1, 2))
    arn = mine.create_labeling_job(**job_request("Mine"))["LabelingJobArn"]
    assert [one["LabelingJobName"] for one in mine.list_labeling_jobs()["LabelingJobSummaryList"]] == ["Mine"]
    for order in ("Name", "Status", "CreationTime"):
        assert theirs.list_labeling_jobs(SortBy=order)["LabelingJobSummaryList"] == []
    for denied in (
        lambda: theirs.describe_labeling_job(LabelingJobName="mine"),
        lambda: theirs.stop_labeling_job(LabelingJobName="mine"),
        lambda: theirs.add_tags(ResourceArn=arn, Tags=[]),
        lambda: mine.create_workteam(**team_request(rig)),
    ):
        with pytest.raises(ClientError, match="AccessDeniedException"):
            denied()
    mine.stop_labeling_job(LabelingJobName="mine")


def test_a_reader_only_reads(rig: Rig, requests: dict[str, dict[str, Any]]) -> None:
    reader = rig.client(rig.key(Role.READ_ONLY, "reader", 3))
    assert reader.list_workteams()["Workteams"]
    for operation in ("CreateLabelingJob", "StopLabelingJob", "DeleteWorkteam", "AddTags", "UpdateWorkforce"):
        with pytest.raises(ClientError, match=r"AccessDeniedException.*reader"):
            getattr(reader, xform_name(operation))(**requests[operation])


def test_fresh_names_differ() -> None:
    assert fresh("a") != fresh("a")
