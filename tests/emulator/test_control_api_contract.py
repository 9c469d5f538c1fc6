"""The contract of the control API with unmodified boto3 over HTTP: every operation, every side of every member,
every modelled error, every paginator. The walk is the one of tests/contract."""

from __future__ import annotations

import json
from typing import Any

import pytest
from control_api_http import Http
from stack import HANDLERS, Stack
from test_control_api import request_for, trigpoint

from tests.contract.control_api_requests import PEOPLE, TASK_TYPES, prepared, without_state, workforce_request
from tests.contract.control_api_suite import PAGINATORS, PROVOKED, paged, undo, walk
from trigpoint.formats.sagemaker_model import operations

WALKED = list(operations()) if not HANDLERS else ["DescribeLabelingJob", "UpdateWorkteam", "RenderUiTemplate"]
"""Where every call may start a process, a few operations stand for all: the walk differs by no transport."""

NO_HAPPY_PATH = {"DescribeSubscribedWorkteam"}
"""No vendor sells work here, so nobody is subscribed to one."""


@pytest.fixture(scope="module")
def http(bare_stack: Stack) -> Http:
    for group in ("birders", "night"):
        bare_stack.client("cognito-idp").create_group(UserPoolId=bare_stack.output("UserPoolId"), GroupName=group)
    variables = json.loads(trigpoint(bare_stack, "keys", "create", "--name", "contract", "--json"))
    return Http(variables, bare_stack.output("UserPoolId"), bare_stack.output("UserPoolClientId"))


@pytest.fixture(scope="module")
def requests(http: Http) -> dict[str, dict[str, Any]]:
    """The account is new: a workforce is made and deleted before the first work team makes its own."""
    http.ask("CreateWorkforce", **workforce_request())
    http.ask("DeleteWorkforce", WorkforceName="people")
    return prepared(http) | without_state()


def test_every_operation_has_its_happy_path(bare_stack: Stack, http: Http, requests: dict[str, dict[str, Any]]) -> None:
    for operation in set(operations()) - set(without_state()) - {"StopLabelingJob"}:
        http.ask(operation, **requests[operation])
    # A job whose files are there waits for people; the others have failed by now.
    http.ask("CreateLabelingJob", **request_for(bare_stack, "Waits", f"{PEOPLE}birders", 1))
    http.ask("StopLabelingJob", LabelingJobName="waits")
    assert set(http.replies) == set(operations()) - NO_HAPPY_PATH


@pytest.mark.parametrize("operation", WALKED)
def test_both_sides_of_every_member(http: Http, requests: dict[str, dict[str, Any]], operation: str) -> None:
    count, wrong = walk(http, operation, requests[operation])
    assert not wrong, "\n".join(wrong)
    assert count


@pytest.mark.parametrize("kind", TASK_TYPES)
def test_jobs_of_each_task_type_are_taken_and_described(bare_stack: Stack, http: Http, kind: str) -> None:
    name = f"Kind-{kind}"
    request = request_for(bare_stack, name, f"{PEOPLE}birders", 1, kind)
    if kind.endswith("SemanticSegmentation") and not kind.startswith("Verification"):
        request["LabelAttributeName"] = "mask-ref"
    http.ask("CreateLabelingJob", **request)
    found = http.ask("DescribeLabelingJob", LabelingJobName=name)
    assert {member: found[member] for member in request} == request
    listed = http.ask("ListLabelingJobs", NameContains=name)["LabelingJobSummaryList"]
    assert [one["PreHumanTaskLambdaArn"].rpartition(":")[2] for one in listed if one["LabelingJobName"] == name] == [
        f"PRE-{kind}"
    ]


@pytest.mark.parametrize("name", PAGINATORS)
def test_every_paginator(http: Http, name: str) -> None:
    found, whole = paged(http, name)
    assert found == whole


@pytest.mark.parametrize(("operation", "error"), PROVOKED)
def test_every_modelled_error(http: Http, operation: str, error: str) -> None:
    assert PROVOKED[operation, error](http) == error


def test_the_account_can_be_emptied(http: Http) -> None:
    undo(http)
    assert http.ask("ListWorkforces")["Workforces"] == []
