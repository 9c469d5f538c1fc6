"""Requests checked by walking SageMaker's model, with AWS's own sentences.

    1 validation error detected: Value 'a_b' at 'labelingJobName' failed to satisfy constraint:
    Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}

A value of another type is a SerializationException, as at AWS. Members that the model does not know are
dropped, null members count as absent.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from trigpoint.formats import jsontext
from trigpoint.formats.sagemaker_errors import SerializationException, ValidationException
from trigpoint.formats.sagemaker_model import Shape, input_of, shape
from trigpoint.formats.sagemaker_patterns import matches

SHOWN_CHARACTERS = 256
SHOWN_ERRORS = 20
DEEPEST = 32
REQUEST_BYTES = 1 << 20


def parse_request(operation: str, body: bytes) -> dict[str, Any]:
    """The operation's input, known members only. Raises SerializationException, ValidationException."""
    if len(body) > REQUEST_BYTES:
        raise SerializationException(f"The request has {len(body)} bytes; at most {REQUEST_BYTES} are read.")
    try:
        document = jsontext.loads(body.decode() or "{}")
        # Half a surrogate pair is legal in JSON, but no store takes it.
        jsontext.dumps(document).encode()
    except (ValueError, RecursionError) as error:
        raise SerializationException(f"The request's body is not JSON: {error}.") from None
    return checked(input_of(operation), document)


def checked(name: str, document: Any) -> dict[str, Any]:
    """The document as the structure `name`. Raises SerializationException, ValidationException."""
    cleaned: dict[str, Any] = typed(name, document, "")
    found = list(complaints(name, cleaned, ""))
    if found:
        many = "error" if len(found) == 1 else "errors"
        raise ValidationException(f"{len(found)} validation {many} detected: {'; '.join(found[:SHOWN_ERRORS])}")
    return cleaned


# -- types ---------------------------------------------------------------------------
def typed(name: str, value: Any, path: str) -> Any:
    """The value with unknown and null members left out. Raises SerializationException for a wrong type."""
    kind = shape(name)["type"]
    if path.count(".") > DEEPEST or not TYPES[kind](value):
        raise SerializationException(f"{WRONG[kind]} ({path or 'the request'}).")
    return PARTS[kind](shape(name), value, path) if kind in PARTS else value


def typed_structure(own: Shape, value: Mapping[str, Any], path: str) -> dict[str, Any]:
    known = {member: value[member] for member in own["members"] if value.get(member) is not None}
    return {member: typed(own["members"][member], part, below(path, member)) for member, part in known.items()}


def typed_list(own: Shape, value: list[Any], path: str) -> list[Any]:
    return [
        None if part is None else typed(own["member"], part, element(path, place)) for place, part in enumerate(value)
    ]


def typed_map(own: Shape, value: Mapping[str, Any], path: str) -> dict[str, Any]:
    return {key: typed(own["value"], part, f"{path}.{key}.member") for key, part in value.items() if part is not None}


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and abs(value) < 1 << 31


TYPES: Mapping[str, Callable[[Any], bool]] = {
    "structure": lambda value: isinstance(value, dict),
    "map": lambda value: isinstance(value, dict),
    "list": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "integer": is_whole,
    "boolean": lambda value: isinstance(value, bool),
    "timestamp": lambda value: is_number(value) and abs(value) < 1 << 40,
}
WRONG = {
    "structure": "Expected a structure",
    "map": "Expected a map",
    "list": "Expected a list",
    "string": "Expected a string",
    "integer": "Expected an integer",
    "boolean": "Expected a boolean",
    "timestamp": "Expected a timestamp in epoch seconds",
}
PARTS: Mapping[str, Callable[[Shape, Any, str], Any]] = {
    "structure": typed_structure,
    "list": typed_list,
    "map": typed_map,
}


# -- constraints ---------------------------------------------------------------------
def complaints(name: str, value: Any, path: str) -> Iterator[str]:
    """Every constraint the value does not satisfy, in the model's order."""
    own = shape(name)
    match own["type"]:
        case "structure":
            yield from of_structure(own, value, path)
        case "list":
            yield from of_size(own, value, path, len(value), "length")
            for place, part in enumerate(value):
                yield from of_member(own["member"], part, element(path, place))
        case "map":
            yield from of_size(own, value, path, len(value), "length")
            for key, part in value.items():
                yield from complaints(own["key"], key, f"{path}.{key}.key")
                yield from of_member(own["value"], part, f"{path}.{key}.member")
        case "string":
            yield from of_string(own, value, path)
        case "integer":
            yield from of_size(own, value, path, value, "value")


def of_structure(own: Shape, value: Mapping[str, Any], path: str) -> Iterator[str]:
    for member, its_shape in own["members"].items():
        if member in value:
            yield from complaints(its_shape, value[member], below(path, member))
        elif member in own.get("required", ()):
            yield complaint(None, below(path, member), "not be null")
    if own.get("union") and len(value) != 1:
        yield complaint(value, path, "have exactly one member set")


def of_member(name: str, value: Any, path: str) -> Iterator[str]:
    if value is None:
        yield complaint(None, path, "not be null")
    else:
        yield from complaints(name, value, path)


def of_string(own: Shape, value: str, path: str) -> Iterator[str]:
    hidden = bool(own.get("sensitive"))
    yield from of_size(own, value, path, len(value), "length", hidden)
    if "enum" in own and value not in own["enum"]:
        yield complaint(value, path, f"satisfy enum value set: [{', '.join(own['enum'])}]", hidden)
    # A pattern is tried only on a value of bounded length: some are slow on long ones.
    short = len(value) <= own.get("max", REQUEST_BYTES)
    if "pattern" in own and short and not matches(own["pattern"], value):
        yield complaint(value, path, f"satisfy regular expression pattern: {own['pattern']}", hidden)


def of_size(own: Shape, value: Any, path: str, size: int, what: str, hidden: bool = False) -> Iterator[str]:
    if "min" in own and size < own["min"]:
        yield complaint(value, path, f"have {what} greater than or equal to {own['min']}", hidden)
    if "max" in own and size > own["max"]:
        yield complaint(value, path, f"have {what} less than or equal to {own['max']}", hidden)


# -- wording -------------------------------------------------------------------------
def complaint(value: Any, path: str, rule: str, hidden: bool = False) -> str:
    shown = "***" if hidden else str(value)[:SHOWN_CHARACTERS]
    quoted = "null" if value is None else f"'{shown}'"
    return f"Value {quoted} at '{path}' failed to satisfy constraint: Member must {rule}"


def below(path: str, member: str) -> str:
    name = member[0].lower() + member[1:]
    return f"{path}.{name}" if path else name


def element(path: str, place: int) -> str:
    """AWS counts list members from 1."""
    return f"{path}.{place + 1}.member"
