"""An account with nothing in it yet, and small limits."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from tests.contract.control_api_requests import (
    human_config,
    job_request,
    oidc,
    task_ui_request,
    team_request,
    workforce_request,
)
from tests.contract.control_api_rig import Rig, control_rig
from trigpoint.adapters import aws_clients

LIMITS = '{"teams": 1, "task_uis": 1, "open_jobs": 1}'


@pytest.fixture
def new_rig() -> Iterator[Rig]:
    with control_rig(TRIGPOINT_LIMITS=LIMITS) as found:
        yield found


def test_an_oidc_workforce_lives(new_rig: Rig) -> None:
    request = workforce_request("People")
    arn = new_rig.ask("CreateWorkforce", **request)["WorkforceArn"]
    assert new_rig.refused("CreateWorkforce", **workforce_request("more"))[0] == "ResourceInUse"
    found = new_rig.ask("DescribeWorkforce", WorkforceName="People")["Workforce"]
    assert found["OidcConfig"] == {name: value for name, value in oidc().items() if name != "ClientSecret"}
    assert found["Status"] == "Active"
    rows = json.dumps(aws_clients.client("dynamodb").scan(TableName="ledger")["Items"])
    assert "not to be seen again" not in rows
    changed = new_rig.ask("UpdateWorkforce", WorkforceName="People", OidcConfig=oidc() | {"ClientId": "c2"})
    assert changed["Workforce"]["OidcConfig"]["ClientId"] == "c2"
    groups = {"MemberDefinitions": [{"OidcMemberDefinition": {"Groups": ["a", "b"]}}]}
    team = new_rig.ask("CreateWorkteam", **team_request(new_rig, "Oidc") | groups)["WorkteamArn"]
    assert new_rig.refused("UpdateWorkforce", WorkforceName="People", OidcConfig=oidc())[0] == "ConflictException"
    assert new_rig.refused("DeleteWorkforce", WorkforceName="People")[0] == "ResourceInUse"
    job = job_request(HumanTaskConfig=human_config(WorkteamArn=team))
    assert new_rig.refused("CreateLabelingJob", **job)[0] == "ValidationException"
    new_rig.ask("DeleteWorkteam", WorkteamName="Oidc")
    new_rig.ask("DeleteWorkforce", WorkforceName="People")
    code, message = new_rig.refused("DescribeWorkforce", WorkforceName="People")
    assert (code, "No workforce found" in message, arn.endswith("workforce/People")) == (
        "ValidationException",
        True,
        True,
    )


def test_limits_are_kept(new_rig: Rig) -> None:
    new_rig.ask("CreateWorkteam", **team_request(new_rig))
    new_rig.ask("CreateHumanTaskUi", **task_ui_request())
    new_rig.ask("CreateLabelingJob", **job_request())
    assert new_rig.refused("CreateWorkteam", **team_request(new_rig))[0] == "ResourceLimitExceeded"
    assert new_rig.refused("CreateHumanTaskUi", **task_ui_request())[0] == "ResourceLimitExceeded"
    assert new_rig.refused("CreateLabelingJob", **job_request())[0] == "ResourceLimitExceeded"
