"""Work teams, workforces and task UIs in SageMaker's shapes, from the documents the catalogue keeps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trigpoint.formats.sagemaker_arns import Arns

DEFAULT_WORKFORCE = "default"
ONLY = "private"
"""The catalogue's name of the one private workforce, whatever it is called."""


def group_team(name: str, pool: str, client: str) -> dict[str, Any]:
    """The document of a work team that is no more than a user group."""
    member = {"UserPool": pool, "UserGroup": name, "ClientId": client}
    return {
        "WorkteamName": name,
        "MemberDefinitions": [{"CognitoMemberDefinition": member}],
        "Description": f"User group {name}",
    }


def cognito_groups(team: Mapping[str, Any]) -> list[str]:
    members = (one.get("CognitoMemberDefinition") for one in team["MemberDefinitions"])
    return list(dict.fromkeys(str(member["UserGroup"]) for member in members if member))


def workteam(team: Mapping[str, Any], arns: Arns, workforce: str) -> dict[str, Any]:
    """Workteam."""
    return {
        **team,
        "WorkteamArn": arns.team(team["WorkteamName"]),
        "WorkforceArn": arns.workforce(workforce),
    }


def workforce(document: Mapping[str, Any], arns: Arns) -> dict[str, Any]:
    """Workforce. Its OidcConfig never holds the client secret: it was not kept."""
    return {**document, "WorkforceArn": arns.workforce(document["WorkforceName"]), "Status": "Active"}


def task_ui_summary(document: Mapping[str, Any], arns: Arns) -> dict[str, Any]:
    """HumanTaskUiSummary."""
    name = document["HumanTaskUiName"]
    return {"HumanTaskUiName": name, "HumanTaskUiArn": arns.task_ui(name), "CreationTime": document["CreationTime"]}


def task_ui(document: Mapping[str, Any], arns: Arns, url: str) -> dict[str, Any]:
    """DescribeHumanTaskUiResponse."""
    template = {"Url": url, "ContentSha256": document["ContentSha256"]}
    return {**task_ui_summary(document, arns), "HumanTaskUiStatus": "Active", "UiTemplate": template}
