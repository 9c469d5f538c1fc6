"""The one walker over SageMaker's model: requests on both sides of every limit of every member.

A right request is changed in one place at a time. What is inside the limits must pass the validation, whatever
the operation then says of it; what is outside must be refused with AWS's sentence and the member's place.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from trigpoint.formats.sagemaker_model import input_of, shape
from trigpoint.formats.sagemaker_patterns import matches

VALUES = {
    "RoleArn": "arn:aws:iam::123456789012:role/a",
    "WorkteamArn": "arn:aws:sagemaker:us-east-1:123456789012:workteam/a",
    "HumanTaskUiArn": "arn:aws:sagemaker:us-east-1:123456789012:human-task-ui/a",
    "LambdaFunctionArn": "arn:aws:lambda:us-east-1:123456789012:function:a",
    "SnsTopicArn": "arn:aws:sns:us-east-1:123456789012:a",
    "NotificationTopicArn": "arn:aws:sns:us-east-1:123456789012:a",
    "ModelArn": "arn:aws:sagemaker:us-east-1:123456789012:model/a",
    "LabelingJobAlgorithmSpecificationArn": "arn:a",
    "ResourceArn": "arn:aws:sagemaker:us-east-1:123456789012:a",
    "S3Uri": "s3://a/a",
    "OidcEndpoint": "https://a",
    "CognitoUserPool": "us_a",
    "WorkforceVpcId": "vpc-a",
    "WorkforceSecurityGroupId": "sg-a",
    "WorkforceSubnetId": "subnet-a",
    "Cidr": "10.0.0.0/8",
}
"""A right value of each shape that does not take the letter a."""

SCALARS = ("string", "integer")
UNKNOWN = "no-such-thing"

Place = tuple[str | int, ...]
"""Members and list positions from the top of a request."""


@dataclass(frozen=True, slots=True)
class Case:
    """One request. `refusal` is the error it must get; None: it passes the validation."""

    operation: str
    place: Place
    what: str
    request: dict[str, Any]
    refusal: str | None = None

    def __str__(self) -> str:
        return f"{self.operation} {shown(self.place)} {self.what}"


def shown(place: Place) -> str:
    """The place as AWS writes it: list members count from 1."""
    parts = [f"{one + 1}.member" if isinstance(one, int) else one[0].lower() + one[1:] for one in place]
    return ".".join(parts)


def cases(operation: str, request: dict[str, Any]) -> Iterator[Case]:
    """Every case of an operation, from a right request of it."""
    for place, name in places(input_of(operation), filled(input_of(operation), request)):
        base = planted(input_of(operation), request, place)
        for what, value, refusal in variants(name, at(base, place)):
            changed = replaced(base, place, value)
            yield Case(operation, place, what, changed, refusal)
    for place in required(input_of(operation), request):
        yield Case(operation, place, "missing", without(request, place), "ValidationException")


def variants(name: str, value: Any) -> Iterator[tuple[str, Any, str | None]]:
    """(what, value, refusal) of one member."""
    own = shape(name)
    for side, size, right in sides(own):
        if right and (fitting := of_size(name, size, value)) is not None:
            yield f"{side} {size}", fitting, None
        elif not right:
            yield f"{side} {size}", any_of_size(name, size, value), "ValidationException"
    if "enum" in own:
        yield from ((f"enum {one}", one, None) for one in own["enum"])
        yield "no value of the enum", UNKNOWN, "ValidationException"
    if "pattern" in own and not matches(own["pattern"], "\x00"):
        yield "against the pattern", "\x00" * max(1, own.get("min", 1)), "ValidationException"
    if own["type"] in SCALARS:
        yield "of another type", {"string": 7, "integer": "7"}[own["type"]], "SerializationException"


def sides(own: Any) -> Iterator[tuple[str, int, bool]]:
    """(side, size, right) on both sides of a shape's limits."""
    if "min" in own:
        yield "min", own["min"], True
        if own["min"] > 0 or own["type"] == "integer":
            yield "below min", own["min"] - 1, False
    if "max" in own:
        yield "max", own["max"], True
        yield "above max", own["max"] + 1, False


def right_value(name: str) -> Any:
    """The smallest right value of a shape."""
    own = shape(name)
    match own["type"]:
        case "structure":
            return {member: right_value(own["members"][member]) for member in own.get("required", ())}
        case "list":
            return [right_value(own["member"]) for _ in range(own.get("min", 0))]
        case "map":
            return {}
        case "string":
            return own["enum"][0] if "enum" in own else VALUES.get(name, "a" * max(1, own.get("min", 1)))
        case "integer":
            return own.get("min", 1)
        case "boolean":
            return True
        case _:
            return 1.5


def any_of_size(name: str, size: int, value: Any = None) -> Any:
    """A value of this size; a string may miss its pattern. Lists repeat what `value` begins with."""
    own = shape(name)
    match own["type"]:
        case "integer":
            return size
        case "list":
            first = value[0] if value else right_value(own["member"])
            return [distinct(copy.deepcopy(first), number) for number in range(size)]
        case "map":
            return {f"k{n}": right_value(own["value"]) for n in range(size)}
        case _:
            return (VALUES.get(name, "") + "a" * size)[:size]


def distinct(part: Any, number: int) -> Any:
    """A tag's key may stand in a list once."""
    return part | {"Key": f"k{number}"} if isinstance(part, dict) and "Key" in part else part


def of_size(name: str, size: int, value: Any) -> Any:
    """A right value of this size; None where there is none, or where its letters are not free."""
    made = any_of_size(name, size, value)
    own = shape(name)
    if own["type"] == "string" and "pattern" in own and not matches(own["pattern"], made):
        return None
    return made


# -- places --------------------------------------------------------------------------
def places(name: str, value: Any, place: Place = ()) -> Iterator[tuple[Place, str]]:
    """Every place below a structure or list, with its shape, as far as the value goes."""
    own = shape(name)
    if place:
        yield place, name
    if own["type"] == "structure":
        for member, its_shape in own["members"].items():
            if member in value:
                yield from places(its_shape, value[member], (*place, member))
    elif own["type"] == "list" and value:
        yield from places(own["member"], value[0], (*place, 0))


def required(name: str, value: Any) -> Iterator[Place]:
    """Places of required members that are there."""
    for found, its_shape in [((), name), *places(name, value)]:
        own, part = shape(its_shape), at(value, found)
        if own["type"] == "structure":
            yield from ((*found, member) for member in own.get("required", ()) if member in part)


def filled(name: str, request: Any) -> Any:
    """The request with every member that it leaves out, but for unions, which hold one."""
    own = shape(name)
    if own["type"] == "list":
        return [filled(own["member"], part) for part in request]
    if own["type"] != "structure" or own.get("union"):
        return request
    given = {member: request.get(member, right_value(its)) for member, its in own["members"].items()}
    return {member: filled(own["members"][member], part) for member, part in given.items()}


def planted(name: str, request: dict[str, Any], place: Place) -> dict[str, Any]:
    """The request with right values along the way to a place that it leaves out."""
    made, spot = copy.deepcopy(request), name
    current: Any = made
    for step in place:
        own = shape(spot)
        spot = own["member"] if isinstance(step, int) else own["members"][step]
        if isinstance(step, int):
            if not current:
                current.append(right_value(spot))
        elif step not in current:
            current[step] = right_value(spot)
        current = current[step]
    return made


def at(value: Any, place: Place) -> Any:
    for step in place:
        value = value[step]
    return value


def replaced(request: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    made = copy.deepcopy(request)
    at(made, place[:-1])[place[-1]] = value
    return made


def without(request: dict[str, Any], place: Place) -> dict[str, Any]:
    made = copy.deepcopy(request)
    del at(made, place[:-1])[place[-1]]
    return made
