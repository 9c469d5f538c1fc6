"""20,000 mutated calls: no forgery is let in, and nothing a client sends is a server error."""

from __future__ import annotations

import base64
import copy
import json
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from tests.contract.control_api_requests import prepared
from tests.contract.control_api_rig import ENDPOINT, REGION, Rig, control_rig, event_of

FORGERIES = 16_000
REQUESTS = 4_000
VALUES: tuple[Any, ...] = (
    None, "", "a", "x" * 300, "é\u0000\n", "arn:aws:sagemaker:us-east-1:123456789012:labeling-job/#CREATED",
    "arn:aws:sagemaker:us-east-1:123456789012:workteam/", "../..", 0, -1, 1, 10**12, 1.5, True, [], {}, [None],
    ["a"] * 60, {"a": 1}, "s3://b/k", "{{", "arn:aws:sagemaker:us-east-1:394669845002:human-task-ui/x",
)  # fmt: skip


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with control_rig() as found:
        yield found


def signed(rig: Rig, operation: str, body: bytes) -> dict[str, Any]:
    """The event of a rightly signed call."""
    key = rig.key()
    headers = {"Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": f"SageMaker.{operation}"}
    request = AWSRequest("POST", f"{ENDPOINT}/", headers=headers, data=body)
    SigV4Auth(Credentials(key.id, key.secret), "sagemaker", REGION).add_auth(request)
    return event_of("POST", f"{ENDPOINT}/", request.headers, body)


# -- forgeries -----------------------------------------------------------------------------
def bent(text: str, chance: random.Random) -> str:
    """The text with one character changed, dropped, doubled, or its end cut off."""
    at = chance.randrange(len(text) + 1)
    letter = chance.choice("abz019;=/, .-\x00é\n")
    start, end = text[:at], text[at + 1 :]
    return chance.choice((start + letter + end, start + end, start + letter + text[at:], start))


def bend_header(event: dict[str, Any], chance: random.Random) -> None:
    name = chance.choice(["authorization", "authorization", "x-amz-date", "x-amz-target", "host", "content-type"])
    event["headers"][name] = bent(event["headers"][name], chance)


def drop_header(event: dict[str, Any], chance: random.Random) -> None:
    del event["headers"][chance.choice(sorted({*event["headers"]} - {"user-agent"}))]


def bend_body(event: dict[str, Any], chance: random.Random) -> None:
    body = base64.b64decode(event["body"]).decode()
    event["body"] = base64.b64encode(bent(body, chance).encode()).decode()


def bend_place(event: dict[str, Any], chance: random.Random) -> None:
    event["rawPath"] = chance.choice(["/", "/x", "//", "/%2e", "/?"]) + chance.choice(["", "a", "é"])
    event["rawQueryString"] = chance.choice(["a=1", "%", "é", "a&a"])


def bend_base64(event: dict[str, Any], chance: random.Random) -> None:
    event["body"] = bent(event["body"], chance)


BENDS: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    bend_header,
    bend_header,
    drop_header,
    bend_body,
    bend_place,
    bend_base64,
)


def meaning(event: dict[str, Any]) -> Any:
    """What a signature covers, whatever its spelling: header values are trimmed, and their runs of blanks are one."""
    headers = {name: " ".join(value.split(" ")).strip() for name, value in event["headers"].items()}
    try:
        body = base64.b64decode(event["body"], validate=True)
    except ValueError:
        body = b"?"
    return headers, body, event["rawPath"], event["rawQueryString"]


def test_no_forgery_is_let_in(rig: Rig) -> None:
    chance = random.Random(4)
    right = signed(rig, "DescribeLabelingJob", b'{"LabelingJobName": "nowhere"}')
    accepted = json.loads(rig.call(right)["body"])
    assert accepted["__type"] == "ResourceNotFound"
    let_in = 0
    for _ in range(FORGERIES):
        event = copy.deepcopy(right)
        chance.choice(BENDS)(event, chance)
        reply = rig.handler(event, None)
        assert reply["statusCode"] == 400, event
        if json.loads(reply["body"])["__type"] == "ResourceNotFound":
            assert same_call(event, right), event
            let_in += 1
    assert let_in < FORGERIES / 20


def same_call(event: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether the bent call says the same: the signature still covers all of it."""
    changed, original = meaning(event), meaning(right)
    changed[0].pop("authorization", None), original[0].pop("authorization", None)
    return bool(changed == original)


# -- requests ------------------------------------------------------------------------------
def mutated(value: Any, chance: random.Random) -> Any:
    """The document with one of its parts replaced."""
    if isinstance(value, dict) and value and chance.random() < 0.85:
        key = chance.choice(sorted(value))
        return {**value, key: mutated(value[key], chance)}
    if isinstance(value, list) and value and chance.random() < 0.7:
        at = chance.randrange(len(value))
        return [*value[:at], mutated(value[at], chance), *value[at + 1 :]]
    return chance.choice(VALUES)


def test_no_request_is_a_server_error(rig: Rig) -> None:
    chance = random.Random(5)
    requests = prepared(rig)
    codes: dict[str, int] = {}
    for _ in range(REQUESTS):
        operation = chance.choice(sorted(requests))
        body = json.dumps(mutated(requests[operation], chance)).encode()
        reply = rig.call(signed(rig, operation, body))
        assert reply["statusCode"] in (200, 400), (operation, body, reply)
        code = json.loads(reply["body"]).get("__type", "ok")
        codes[code] = codes.get(code, 0) + 1
    assert {"ok", "ValidationException", "SerializationException"} <= set(codes)
    assert "InternalFailure" not in codes
