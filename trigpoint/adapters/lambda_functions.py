"""Customer Lambdas as the `UserFunction` port."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from trigpoint.domain.errors import FunctionFailed, FunctionReplyError

REPLY_BYTES = 6 * 1024 * 1024


class LambdaFunctions:
    def __init__(self, client: Any) -> None:
        self._lambda = client

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        """The parsed reply of the function with this name or ARN (on one machine its name decides)."""
        function = name.rpartition(":function:")[2] or name
        try:
            reply = self._lambda.invoke(FunctionName=function, Payload=json.dumps(event).encode())
        except (ClientError, BotoCoreError) as error:
            raise FunctionFailed(
                f"function {function} could not be invoked: {reason(error)}",
                "Install it with `trigpoint function add`, or correct its ARN in the recipe.",
            ) from error
        payload = reply["Payload"].read(REPLY_BYTES + 1)
        if reply.get("FunctionError"):
            raise FunctionFailed(
                f"function {function} failed: {_failure(payload)}",
                "Read its log group, correct the function, then submit the object again.",
            )
        return parsed(f"function {function}", payload)


def reason(error: ClientError | BotoCoreError) -> str:
    """The function's or the model's own words where it has any."""
    if not isinstance(error, ClientError):
        return str(error)
    own = error.response.get("OriginalMessage")
    return str(own or error.response.get("Error", {}).get("Message") or error)


def _failure(payload: bytes) -> str:
    try:
        body = json.loads(payload)
    except ValueError:
        return payload[:300].decode(errors="replace")
    kind, message = body.get("errorType", "error"), body.get("errorMessage", "")
    return f"{kind}: {message}"[:500]


def parsed(who: str, payload: bytes) -> Any:
    """The JSON of a reply. Raises FunctionReplyError."""
    if len(payload) > REPLY_BYTES:
        raise FunctionReplyError(f"{who} replied with more than 6 MB.", "Write large data to S3.")
    try:
        return json.loads(payload or b"null")
    except ValueError as error:
        raise FunctionReplyError(f"{who} did not reply with JSON: {error}.", "Return a dict.") from error
