"""API Gateway's HTTP events (payload format 2.0) in and out of our words."""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import BadInput, NotAllowed, RequestTooLarge, TrigpointError

REQUEST_BYTES = 5 << 20
"""Of a request's body. AWS Lambda takes 6 MB an event: the body written as a JSON string, and what API Gateway adds."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who the JWT authoriser let in: the user's id and groups (work teams, `operators`)."""

    worker: str
    teams: frozenset[str]


def caller_of(event: Mapping[str, Any]) -> Caller:
    """Raises NotAllowed without a subject. Groups come as the string `[a b]`."""
    claims = event["requestContext"].get("authorizer", {}).get("jwt", {}).get("claims", {})
    if not claims.get("sub"):
        raise NotAllowed("the token names nobody.", "Sign in again.")
    groups = str(claims.get("cognito:groups", "")).strip("[]").replace(",", " ").split()
    return Caller(str(claims["sub"]), frozenset(groups))


def body_of(event: Mapping[str, Any]) -> dict[str, Any]:
    """The JSON object in the body; {} without one. Raises BadInput, RequestTooLarge."""
    raw = event.get("body") or "{}"
    data = base64.b64decode(raw) if event.get("isBase64Encoded") else raw.encode()
    if len(data) > REQUEST_BYTES:
        raise RequestTooLarge(
            f"the request has {len(data)} bytes, more than {REQUEST_BYTES}.",
            f"Send at most {REQUEST_BYTES} bytes: simplify the answer, or decline the task.",
        )
    try:
        document = json.loads(data)
    except ValueError as error:
        raise BadInput(f"the request's body is not JSON: {error}.", "Send a JSON object.") from error
    if not isinstance(document, dict):
        raise BadInput("the request's body is not a JSON object.", "Send a JSON object.")
    return document


def reply(status: int, body: Mapping[str, Any]) -> dict[str, Any]:
    headers = {"content-type": "application/json", "cache-control": "no-store"}
    return {"statusCode": status, "headers": headers, "body": json.dumps(body, ensure_ascii=False)}


def error_reply(error: TrigpointError) -> dict[str, Any]:
    return reply(error.status, {"error": error.as_dict()})
