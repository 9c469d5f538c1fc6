"""The one private workforce of an account, and the subscriptions to vendors that nobody here sells."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trigpoint.domain.control import Kind
from trigpoint.domain.errors import Refused
from trigpoint.domain.service_key import Caller
from trigpoint.formats.paging import paged
from trigpoint.formats.sagemaker_errors import ConflictException, ResourceInUse, ValidationException
from trigpoint.formats.sagemaker_teams import ONLY, workforce
from trigpoint.usecases.control import Control, Request
from trigpoint.usecases.tag_resources import forget_tags, tags_of_request

KEPT = ("CognitoConfig", "OidcConfig", "SourceIpConfig", "WorkforceVpcConfig", "IpAddressType")
WRITE_ONLY = "ClientSecret"


def create_workforce(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{"WorkforceArn"}. Raises ResourceInUse when there is one, ValidationException."""
    name, now = request["WorkforceName"], control.ports.clock.now()
    if ("CognitoConfig" in request) == ("OidcConfig" in request):
        raise ValidationException("A workforce has either a CognitoConfig or an OidcConfig.")
    if "CognitoConfig" in request:
        check_pool(request["CognitoConfig"], control)
    tags = tags_of_request(request)
    document = {"WorkforceName": name, **kept(request), "CreateDate": now, "LastUpdatedDate": now}
    try:
        control.catalogue.create(Kind.WORKFORCE, ONLY, document)
    except Refused as error:
        raise ResourceInUse("There is a private workforce in this account already; an account has one.") from error
    control.catalogue.put_tags(f"workforce/{name}", tags)
    return {"WorkforceArn": control.arns.workforce(name)}


def describe_workforce(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    return {"Workforce": workforce(known(request["WorkforceName"], control), control.arns)}


def update_workforce(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{"Workforce"}. Raises ConflictException: an identity provider does not change under its teams."""
    document = dict(known(request["WorkforceName"], control))
    if "OidcConfig" in request and "OidcConfig" not in document:
        raise ValidationException("This workforce signs in through a Cognito user pool; it has no OidcConfig.")
    if "OidcConfig" in request and control.catalogue.all(Kind.TEAM):
        raise ConflictException("The OidcConfig cannot be changed while there are work teams.")
    document |= {**kept(request), "LastUpdatedDate": control.ports.clock.now()}
    if request.get("WorkforceVpcConfig") == {}:
        document.pop("WorkforceVpcConfig", None)
    control.catalogue.put(Kind.WORKFORCE, ONLY, document)
    return {"Workforce": workforce(document, control.arns)}


def delete_workforce(request: Request, _caller: Caller, control: Control) -> dict[str, Any]:
    """{}. Raises ResourceInUse while there are work teams."""
    name = known(request["WorkforceName"], control)["WorkforceName"]
    if control.catalogue.all(Kind.TEAM):
        raise ResourceInUse(f"Workforce {name} has work teams. Delete them first.")
    control.catalogue.delete(Kind.WORKFORCE, ONLY)
    forget_tags(f"workforce/{name}", control)
    return {}


def list_workforces(request: Request, caller: Caller, control: Control) -> dict[str, Any]:
    """{"Workforces", "NextToken"}."""
    part = request.get("NameContains", "").lower()
    found = [one for one in control.catalogue.all(Kind.WORKFORCE) if part in one["WorkforceName"].lower()]
    rows, following = paged(found, lambda one: [one["WorkforceName"]], "ListWorkforces", request, caller.seal)
    return {"Workforces": [workforce(one, control.arns) for one in rows], **following}


def list_subscribed_workteams(request: Request, caller: Caller, _control: Control) -> dict[str, Any]:
    """No vendor sells work here."""
    rows: list[dict[str, Any]] = []
    rows, following = paged(rows, lambda _: [], "ListSubscribedWorkteams", request, caller.seal)
    return {"SubscribedWorkteams": rows, **following}


def describe_subscribed_workteam(request: Request, _caller: Caller, _control: Control) -> dict[str, Any]:
    raise ValidationException(f"The work team {request['WorkteamArn']} does not exist: nobody is subscribed to it.")


def known(name: str, control: Control) -> dict[str, Any]:
    found = control.catalogue.get(Kind.WORKFORCE, ONLY)
    if found is None or found["WorkforceName"].lower() != name.lower():
        raise ValidationException(f"No workforce found for this account with the name {name}.")
    return found


def check_pool(config: Mapping[str, str], control: Control) -> None:
    if (config["UserPool"], config["ClientId"]) != (control.pool, control.client):
        raise ValidationException(
            f"This account's user pool is {control.pool} with client {control.client}; a workforce has no other."
        )


def kept(request: Request) -> dict[str, Any]:
    """The members that last, without the client secret."""
    found = {member: request[member] for member in KEPT if request.get(member)}
    vpc = found.get("WorkforceVpcConfig")
    if vpc and not {"VpcId", "SecurityGroupIds", "Subnets"} <= set(vpc):
        raise ValidationException("WorkforceVpcConfig needs VpcId, SecurityGroupIds and Subnets, or nothing at all.")
    if "OidcConfig" in found:
        found["OidcConfig"] = {name: value for name, value in found["OidcConfig"].items() if name != WRITE_ONLY}
    return found
