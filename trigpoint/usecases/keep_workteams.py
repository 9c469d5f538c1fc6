"""Work teams. Who is in one is the user pool's to know: a team names a group of it.

A group that was made without this API (`trigpoint worker invite --team`) is a work team too.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from trigpoint.domain.control import Kind
from trigpoint.domain.errors import Refused
from trigpoint.domain.service_key import Caller
from trigpoint.formats.job_request import NAME
from trigpoint.formats.paging import paged
from trigpoint.formats.sagemaker_arns import PRIVATE, resource_of
from trigpoint.formats.sagemaker_errors import ResourceInUse, ResourceLimitExceeded, ValidationException
from trigpoint.formats.sagemaker_teams import DEFAULT_WORKFORCE, ONLY, cognito_groups, group_team, workteam
from trigpoint.usecases.control import Control, Request
from trigpoint.usecases.tag_resources import forget_tags, tags_of_request

NO_TEAMS = frozenset({"operators"})
"""Groups of the user pool that say what a person may do, not where they work."""

CHANGEABLE = ("MemberDefinitions", "Description", "NotificationConfiguration", "WorkerAccessConfiguration")


def create_workteam(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{"WorkteamArn"}. Raises ResourceInUse, ResourceLimitExceeded, ValidationException."""
    name, now = request["WorkteamName"], control.ports.clock.now()
    tags = tags_of_request(request)
    if len(control.catalogue.all(Kind.TEAM)) >= control.limits.teams:
        raise ResourceLimitExceeded(f"The limit of {control.limits.teams} work teams is reached.")
    check_size(request["MemberDefinitions"], control)
    workforce = workforce_for(request, control, now)
    check_members(request["MemberDefinitions"], workforce, control)
    kept = {member: request[member] for member in CHANGEABLE if member in request}
    document = {"WorkteamName": name, **kept, "CreateDate": now, "LastUpdatedDate": now}
    try:
        control.catalogue.create(Kind.TEAM, name, document)
    except Refused as error:
        raise ResourceInUse(f"Work team {control.arns.team(name)} already exists.") from error
    control.catalogue.put_tags(f"{PRIVATE}{name}", tags)
    return {"WorkteamArn": control.arns.team(name)}


def workforce_for(request: Request, control: Control, now: float) -> Mapping[str, Any]:
    """The one workforce; the first team of a user pool makes it, as at AWS."""
    found = control.catalogue.get(Kind.WORKFORCE, ONLY)
    named = request.get("WorkforceName")
    if (found and named not in (None, found["WorkforceName"])) or (named and not found):
        raise ValidationException(f"No workforce found for this account with the name {named}.")
    if found:
        return found
    first = request["MemberDefinitions"][0].get("CognitoMemberDefinition")
    if first is None:
        raise ValidationException("No workforce found for this account. Create one with an OidcConfig first.")
    config = {"UserPool": first["UserPool"], "ClientId": first["ClientId"]}
    made = {"WorkforceName": DEFAULT_WORKFORCE, "CognitoConfig": config, "CreateDate": now, "LastUpdatedDate": now}
    check_members(request["MemberDefinitions"], made, control)
    with suppress(Refused):
        control.catalogue.create(Kind.WORKFORCE, ONLY, made)
    return made


def check_members(definitions: list[dict[str, Any]], workforce: Mapping[str, Any], control: Control) -> None:
    """Every definition is of the workforce's own kind, and every group is there. Raises ValidationException."""
    kind = "CognitoMemberDefinition" if "CognitoConfig" in workforce else "OidcMemberDefinition"
    for place, definition in enumerate(definitions):
        if list(definition) != [kind]:
            raise ValidationException(f"MemberDefinitions[{place}] must hold a {kind} and nothing else.")
        if kind == "CognitoMemberDefinition":
            check_cognito(definition[kind], control)


def check_size(definitions: list[dict[str, Any]], control: Control) -> None:
    most = control.limits.groups_per_team
    if len(definitions) > most:
        raise ResourceLimitExceeded(f"A work team has at most {most} member definitions; these are {len(definitions)}.")


def check_cognito(definition: Mapping[str, str], control: Control) -> None:
    if definition["UserPool"] != control.pool:
        raise ValidationException(f"User pool {definition['UserPool']} is not the one of this account: {control.pool}.")
    if definition["ClientId"] != control.client:
        raise ValidationException(f"{definition['ClientId']} is no client of user pool {control.pool}.")
    if not control.groups.exists(definition["UserGroup"]):
        raise ValidationException(f"User pool {control.pool} has no group {definition['UserGroup']}.")


def describe_workteam(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    return {"Workteam": shown(known_team(request["WorkteamName"], control), control)}


def update_workteam(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{"Workteam"}. Raises ResourceLimitExceeded, ValidationException without the team."""
    name, now = request["WorkteamName"], control.ports.clock.now()
    document = known_team(name, control)
    changed = {member: request[member] for member in CHANGEABLE if member in request}
    if "MemberDefinitions" in changed:
        check_size(changed["MemberDefinitions"], control)
        check_members(changed["MemberDefinitions"], workforce_of(control), control)
    document = {"CreateDate": now, **document, **changed, "LastUpdatedDate": now}
    control.catalogue.put(Kind.TEAM, name, document)
    return {"Workteam": shown(document, control)}


def delete_workteam(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{"Success"}. The user group stays: people are the user pool's. Raises ValidationException without the team."""
    name = request["WorkteamName"]
    known_team(name, control)
    if not control.catalogue.delete(Kind.TEAM, name):
        raise ValidationException(f"The work team {control.arns.team(name)} is a user group: delete the group.")
    forget_tags(f"{PRIVATE}{name}", control)
    return {"Success": True}


def list_workteams(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"Workteams", "NextToken"}."""
    part = request.get("NameContains", "").lower()
    teams = [team for team in all_teams(control) if part in team["WorkteamName"].lower()]
    by_date = request.get("SortBy", "CreateDate") == "CreateDate"

    def place(team: Mapping[str, Any]) -> list[Any]:
        name = team["WorkteamName"].lower()
        return [team.get("CreateDate", 0.0), name] if by_date else [name]

    rows, following = paged(teams, place, "ListWorkteams", request, caller.seal)
    workforce = workforce_of(control)["WorkforceName"]
    return {"Workteams": [workteam(team, control.arns, workforce) for team in rows], **following}


def all_teams(control: Control) -> list[dict[str, Any]]:
    made = control.catalogue.all(Kind.TEAM)
    known = {team["WorkteamName"].lower() for team in made} | NO_TEAMS
    groups = [name for name in control.groups.all() if name.lower() not in known and NAME.fullmatch(name)]
    return [*made, *(group_team(name, control.pool, control.client) for name in groups)]


def find_team(name: str, control: Control) -> dict[str, Any] | None:
    found = control.catalogue.get(Kind.TEAM, name)
    if found is None and name not in NO_TEAMS and NAME.fullmatch(name) and control.groups.exists(name):
        return group_team(name, control.pool, control.client)
    return found


def known_team(name: str, control: Control) -> dict[str, Any]:
    found = find_team(name, control)
    if found is None:
        raise ValidationException(f"The work team {control.arns.team(name)} does not exist.")
    return found


def serving_group(arn: str, control: Control) -> str:
    """The user group whose members label for the team. Raises ValidationException."""
    name = resource_of(arn).rpartition("/")[2]
    team = find_team(name, control)
    if team is None:
        raise ValidationException(f"The work team {arn} does not exist. Create it, or a user group of its name.")
    groups = cognito_groups(team)
    if len(groups) != 1:
        raise ValidationException(f"The work team {arn} has {len(groups)} user groups; a job is served by one.")
    return groups[0]


def workforce_of(control: Control) -> Mapping[str, Any]:
    found = control.catalogue.get(Kind.WORKFORCE, ONLY)
    return found or {"WorkforceName": DEFAULT_WORKFORCE, "CognitoConfig": {}}


def shown(team: Mapping[str, Any], control: Control) -> dict[str, Any]:
    return workteam(team, control.arns, str(workforce_of(control)["WorkforceName"]))
