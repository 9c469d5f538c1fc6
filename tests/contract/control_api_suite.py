"""What both transports must show: every case of the walk, every modelled error, every paginator."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import islice
from typing import Any

from botocore import xform_name
from botocore.exceptions import ClientError

from tests.contract.control_api_requests import (
    PEOPLE,
    fresh,
    human_config,
    job_request,
    member,
    oidc,
    render_request,
    task_ui_request,
    team_request,
)
from tests.contract.control_api_transport import Transport, refusal
from tests.contract.control_api_walk import Case, cases, shown
from trigpoint.formats.sagemaker_model import operations

SMALL_LIMITS = '{"teams": 80, "groups_per_team": 9, "task_uis": 80, "lifetime_seconds": 2592000}'
"""Limits that the suite can reach. Ten groups are as many as SageMaker's model lets a request hold."""

NAMES = {
    "CreateLabelingJob": "LabelingJobName",
    "CreateWorkteam": "WorkteamName",
    "CreateHumanTaskUi": "HumanTaskUiName",
}
"""Operations whose request is right once, and the member that makes it another."""

DETECTED = "detected: "

OWN_WORDS = re.compile(
    "Invalid NextToken|Invalid resource type|streaming job|does not exist|not found|already exists"
    "|must hold one of UiTemplateS3Uri|Give one of UiTemplate|Task.Input is not JSON"
    "|No workforce found|There is a private workforce|either a CognitoConfig or an OidcConfig|it has no OidcConfig"
    "|at most 9 member definitions|must hold a CognitoMemberDefinition"
    "|is not the one of this account|has no group|is no client of|delete the group"
    "|is in status (Stopped|Failed)|at most 50 tags"
)
"""What operations say of a request that is inside every limit of the model and yet not right here and now."""


# -- the walk ------------------------------------------------------------------------
def walk(rig: Transport, operation: str, request: dict[str, Any]) -> tuple[int, list[str]]:
    """How many cases there were, and what went wrong."""
    client, every = rig.client(), list(cases(operation, request))
    troubles = [(case, judged(case, *outcome(client, case))) for case in every]
    return len(every), [f"{case}: {trouble}" for case, trouble in troubles if trouble]


def outcome(client: Any, case: Case) -> tuple[str, str]:
    name = NAMES.get(case.operation, "")
    again = {name: fresh("walk")} if name and case.place[0] != name else {}
    try:
        getattr(client, xform_name(case.operation))(**case.request | again)
    except ClientError as error:
        return refusal(error)
    return "", ""


def judged(case: Case, code: str, message: str) -> str:
    """What is wrong with an outcome; empty when nothing is."""
    validation = code == "ValidationException" and DETECTED in message
    if case.refusal is None:
        bad = validation or (code and not OWN_WORDS.search(message))
        return f"refused: {code} {message}" if bad else ""
    if case.refusal != code:
        return f"{case.refusal} expected, not {code or 'a reply'}: {message}"
    place = shown(case.place)
    if case.refusal == "ValidationException" and not (validation and f"at '{place}" in message):
        return f"the message does not name {place}: {message}"
    return ""


# -- modelled errors -----------------------------------------------------------------
def until_full(rig: Transport, operation: str, make: Callable[[], dict[str, Any]]) -> str:
    """The error when a limit of how many there may be is reached."""
    client = rig.client()
    for _ in range(100):
        try:
            getattr(client, xform_name(operation))(**make())
        except ClientError as error:
            return refusal(error)[0]
    return "no limit"


def twice(rig: Transport, operation: str, request: dict[str, Any]) -> str:
    rig.ask(operation, **request)
    return rig.refused(operation, **request)[0]


def too_many_groups(rig: Transport) -> str:
    undo(rig)
    name = fresh("Team")
    rig.ask("CreateWorkteam", **team_request(rig, name))
    return rig.refused("UpdateWorkteam", WorkteamName=name, MemberDefinitions=[member(rig)] * 10)[0]


def oidc_under_teams(rig: Transport) -> str:
    """An identity provider cannot be changed while there are teams of it."""
    undo(rig)
    rig.ask("CreateWorkforce", WorkforceName="people", OidcConfig=oidc())
    groups = {"MemberDefinitions": [{"OidcMemberDefinition": {"Groups": ["a"]}}]}
    rig.ask("CreateWorkteam", **team_request(rig, "Oidc") | groups)
    try:
        return rig.refused("UpdateWorkforce", WorkforceName="people", OidcConfig=oidc())[0]
    finally:
        undo(rig)


def undo(rig: Transport) -> None:
    """No work teams of this API, and no workforce."""
    client = rig.client()
    for page in client.get_paginator("list_workteams").paginate():
        for team in page["Workteams"]:
            if "CreateDate" in team:
                client.delete_workteam(WorkteamName=team["WorkteamName"])
    for force in client.list_workforces()["Workforces"]:
        client.delete_workforce(WorkforceName=force["WorkforceName"])


NO_UI = "arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/nowhere"

PROVOKED: Mapping[tuple[str, str], Callable[[Transport], str]] = {
    ("CreateLabelingJob", "ResourceInUse"): lambda rig: twice(rig, "CreateLabelingJob", job_request()),
    ("CreateLabelingJob", "ResourceLimitExceeded"): lambda rig: rig.refused(
        "CreateLabelingJob",
        **job_request(HumanTaskConfig=human_config(TaskAvailabilityLifetimeInSeconds=2_592_001)),
    )[0],
    ("DescribeLabelingJob", "ResourceNotFound"): lambda rig: rig.refused(
        "DescribeLabelingJob", LabelingJobName="nowhere"
    )[0],
    ("StopLabelingJob", "ResourceNotFound"): lambda rig: rig.refused("StopLabelingJob", LabelingJobName="nowhere")[0],
    ("ListLabelingJobsForWorkteam", "ResourceNotFound"): lambda rig: rig.refused(
        "ListLabelingJobsForWorkteam", WorkteamArn=f"{PEOPLE}nowhere"
    )[0],
    ("CreateWorkteam", "ResourceInUse"): lambda rig: twice(rig, "CreateWorkteam", team_request(rig)),
    ("CreateWorkteam", "ResourceLimitExceeded"): lambda rig: until_full(
        rig, "CreateWorkteam", lambda: team_request(rig)
    ),
    ("UpdateWorkteam", "ResourceLimitExceeded"): too_many_groups,
    ("UpdateWorkforce", "ConflictException"): oidc_under_teams,
    ("CreateHumanTaskUi", "ResourceInUse"): lambda rig: twice(rig, "CreateHumanTaskUi", task_ui_request()),
    ("CreateHumanTaskUi", "ResourceLimitExceeded"): lambda rig: until_full(rig, "CreateHumanTaskUi", task_ui_request),
    ("DescribeHumanTaskUi", "ResourceNotFound"): lambda rig: rig.refused(
        "DescribeHumanTaskUi", HumanTaskUiName="nowhere"
    )[0],
    ("DeleteHumanTaskUi", "ResourceNotFound"): lambda rig: rig.refused("DeleteHumanTaskUi", HumanTaskUiName="nowhere")[
        0
    ],
    ("RenderUiTemplate", "ResourceNotFound"): lambda rig: rig.refused(
        "RenderUiTemplate", HumanTaskUiArn=NO_UI, Task={"Input": "{}"}, RoleArn=render_request()["RoleArn"]
    )[0],
}
NEVER = {("DeleteWorkteam", "ResourceLimitExceeded")}
"""Modelled, yet deleting exceeds no limit of ours."""


def modelled_errors() -> set[tuple[str, str]]:
    return {(name, error) for name, one in operations().items() for error in one["errors"]}


# -- paginators ----------------------------------------------------------------------
PAGINATORS: Mapping[str, dict[str, Any]] = {
    "list_labeling_jobs": {},
    "list_labeling_jobs_for_workteam": {"WorkteamArn": f"{PEOPLE}birders"},
    "list_workteams": {},
    "list_workforces": {},
    "list_subscribed_workteams": {},
    "list_human_task_uis": {},
}


def paged(rig: Transport, name: str) -> tuple[list[str], list[str]]:
    """Names of the first items, page by page of one, and as one page gives them."""
    client, request = rig.client(), PAGINATORS[name]
    whole = items(getattr(client, name)(**request, MaxResults=6))
    pages = client.get_paginator(name).paginate(**request, PaginationConfig={"PageSize": 1})
    found = [one for page in islice(pages, 7) for one in items(page)]
    return found[: len(whole)], whole


def items(page: Mapping[str, Any]) -> list[str]:
    listed = next(value for value in page.values() if isinstance(value, list))
    return [next(value for key, value in one.items() if key.endswith("Name")) for one in listed]
