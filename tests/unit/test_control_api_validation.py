"""Requests against the model: AWS's sentences, and every limit of every member from both sides."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from scripts.extract_model import TARGET, text
from tests.contract.control_api_walk import VALUES, any_of_size, right_value, sides
from trigpoint.formats.sagemaker_errors import SerializationException, ValidationException
from trigpoint.formats.sagemaker_model import model, operations, shape
from trigpoint.formats.sagemaker_patterns import compiled, matches
from trigpoint.formats.sagemaker_validation import REQUEST_BYTES, complaints, parse_request

FIXED = ("Cidr",)
"""Shapes whose right values cannot be made longer."""


def refusal(operation: str, document: Any) -> str:
    with pytest.raises(ValidationException) as error:
        parse_request(operation, json.dumps(document).encode())
    return error.value.message


def test_the_extract_is_that_of_the_installed_botocore() -> None:
    assert TARGET.read_text() == text(), "run scripts/extract_model.py"


def test_every_pattern_of_the_model_is_understood() -> None:
    for one in model()["shapes"].values():
        if "pattern" in one:
            compiled(one["pattern"])


@pytest.mark.parametrize(
    ("document", "said"),
    [
        ({}, "Value null at 'labelingJobName' failed to satisfy constraint: Member must not be null"),
        ({"LabelingJobName": None}, "Value null at 'labelingJobName'"),
        (
            {"LabelingJobName": "a_b"},
            "Value 'a_b' at 'labelingJobName' failed to satisfy constraint: "
            "Member must satisfy regular expression pattern: [a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}",
        ),
        ({"LabelingJobName": "a" * 64}, "Member must have length less than or equal to 63"),
    ],
)
def test_the_wording_is_that_of_aws(document: dict[str, Any], said: str) -> None:
    assert refusal("DescribeLabelingJob", document).startswith(
        f"1 validation error detected: {said.split('Member')[0]}"
    )
    assert said in refusal("DescribeLabelingJob", document)


def test_all_complaints_come_at_once_with_their_places() -> None:
    said = refusal("AddTags", {"ResourceArn": "x", "Tags": [{"Key": "", "Value": "v"}, {"Key": "k"}, None]})
    assert said.startswith("4 validation errors detected: ")
    for place in ("'resourceArn'", "'tags.1.member.key'", "'tags.2.member.value'", "'tags.3.member'"):
        assert f"at {place} failed" in said


def test_numbers_and_enums() -> None:
    said = refusal("ListLabelingJobs", {"MaxResults": 0, "SortBy": "Size"})
    assert (
        "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal" in said
    )
    assert "Member must satisfy enum value set: [Name, CreationTime, Status]" in said


def test_a_secret_is_not_quoted() -> None:
    config = dict.fromkeys(shape("OidcConfig")["required"], "https://a") | {"ClientSecret": "ünseen"}
    said = refusal("CreateWorkforce", {"WorkforceName": "a", "OidcConfig": config})
    assert "'***' at 'oidcConfig.clientSecret'" in said


@pytest.mark.parametrize(
    "body",
    [
        b"{", b"[]", b"3", b"nul", b"\xff", b'{"LabelingJobName": 3}', b'{"LabelingJobName": ["a"]}',
        b'{"LabelingJobName": "\\ud800"}', b'{"a": 1e999}', b'{"a": NaN}', b'{"a":' * 5000,
        b" " * (REQUEST_BYTES + 1),
    ],
    ids=lambda body: body[:20].decode("latin-1"),
)  # fmt: skip
def test_what_is_no_request_is_a_serialization_error(body: bytes) -> None:
    with pytest.raises(SerializationException):
        parse_request("DescribeLabelingJob", body)


@pytest.mark.parametrize(
    "document",
    [{"MaxResults": 1.5}, {"MaxResults": True}, {"MaxResults": 1 << 40}, {"CreationTimeAfter": "now"}],
)
def test_wrong_types(document: dict[str, Any]) -> None:
    with pytest.raises(SerializationException):
        parse_request("ListLabelingJobs", json.dumps(document).encode())


def test_unknown_and_null_members_are_dropped() -> None:
    body = b'{"LabelingJobName": "a", "Later": {"x": 1}}'
    assert parse_request("DescribeLabelingJob", body) == {"LabelingJobName": "a"}
    assert parse_request("ListLabelingJobs", b'{"MaxResults": null}') == {}
    assert parse_request("ListLabelingJobs", b"") == {}


@pytest.mark.parametrize(("value", "right"), [("Äpfel 日本 ٣/_.:=+-@", True), ("a#b", False), ("é—", False)])
def test_unicode_categories(value: str, right: bool) -> None:
    assert matches(r"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", value) is right


@pytest.mark.parametrize(("value", "right"), [("Ü-̈+!٣", True), ("a b", False), ("\n", False)])
def test_categories_of_user_groups(value: str, right: bool) -> None:
    assert matches(r"[\p{L}\p{M}\p{S}\p{N}\p{P}]+", value) is right


# -- every member of every input, from both sides of its limits ----------------------------
def limited(name: str, seen: tuple[str, ...] = ()) -> Iterator[str]:
    """Names of all limited shapes below one."""
    own = shape(name)
    if name in seen:
        return
    if {"min", "max"} & set(own):
        yield name
    parts = [*own.get("members", {}).values(), *(own[key] for key in ("member", "key", "value") if key in own)]
    for part in parts:
        yield from limited(part, (*seen, name))


LIMITED = sorted({name for one in operations().values() for name in limited(one["input"])})


@pytest.mark.parametrize("name", LIMITED)
def test_both_sides_of_every_limit(name: str) -> None:
    for _, size, right in sides(shape(name)):
        value = any_of_size(name, size)
        said = list(complaints(name, value, "it"))
        assert any(" than or equal to " in one for one in said) is not right, (size, said)
        assert all(one.startswith("Value '") and "at 'it" in one for one in said)
        if right and name not in FIXED and size >= len(VALUES.get(name, "a")):
            assert said == [], (size, value)


@pytest.mark.parametrize("operation", operations())
def test_every_required_member_is_asked_for(operation: str) -> None:
    own = shape(operations()[operation]["input"])
    right = right_value(operations()[operation]["input"])
    parse_request(operation, json.dumps(right).encode())
    for member in own.get("required", ()):
        said = refusal(operation, {name: value for name, value in right.items() if name != member})
        assert f"Value null at '{member[0].lower()}{member[1:]}'" in said
