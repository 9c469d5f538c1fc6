"""Customer Lambdas as the `UserFunction` port."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError, ConnectionClosedError, ReadTimeoutError
from botocore.exceptions import ConnectionError as NoConnection

from trigpoint.domain.errors import FunctionFailed, FunctionReplyError, FunctionSilent

REPLY_BYTES = 6 * 1024 * 1024

PAUSES = (0.5, 1, 2, 4, 8)
"""Seconds before a call is made again that Lambda did not take."""

AT_ONCE = 1.0
"""A connection that is closed so soon was a kept one, which the other end had closed before."""


class LambdaFunctions:
    def __init__(
        self, client: Any, pause: Callable[[float], None] = time.sleep, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._lambda, self._pause, self._clock = client, pause, clock

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        """The parsed reply of the function with this name or ARN (on one machine its name decides)."""
        function = name.rpartition(":function:")[2] or name
        try:
            reply = self._called(function, json.dumps(event).encode())
        except ReadTimeoutError as error:
            patience = self._lambda.meta.config.read_timeout
            raise FunctionSilent(
                f"function {function} said nothing for {patience} seconds.",
                "Make it faster, and its Lambda timeout shorter than that.",
            ) from error
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

    def _called(self, function: str, payload: bytes) -> Any:
        for pause in PAUSES:
            began = self._clock()
            try:
                return self._lambda.invoke(FunctionName=function, Payload=payload)
            except (ClientError, BotoCoreError) as error:
                if not was_refused(error, self._clock() - began):
                    raise
            self._pause(pause)
        return self._lambda.invoke(FunctionName=function, Payload=payload)


def was_refused(error: ClientError | BotoCoreError, seconds: float) -> bool:
    """Whether Lambda did not take a call that ended so after so many seconds: too many at once, out of order, or out of
    reach. A function that is silent for long, or is cut off, may still be at work."""
    if isinstance(error, ClientError):
        status = int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))
        return status == 429 or status >= 500
    if isinstance(error, ConnectionClosedError):
        return seconds < AT_ONCE
    return isinstance(error, NoConnection)


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
