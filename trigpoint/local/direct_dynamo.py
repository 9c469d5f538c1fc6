"""DynamoDB calls of in-process handlers without botocore's build, sign, send and parse.

The low-level client's parameters are the wire's JSON (for S, N, M, L, BOOL, NULL; binary needs base64 and
is not used by the ledger), so a call inside a handler becomes a call of the emulator's function, and its
answer stays what it was before it became text.
"""

from __future__ import annotations

import functools
import json
import re
import threading
from collections.abc import Callable
from typing import Any

from botocore.client import BaseClient

from trigpoint.local.durable import READS, WRITES
from trigpoint.local.in_process import inside_handler
from trigpoint.local.row_copies import copied

STATEMENTS = ("_execute_statement", "_batch_execute_statement")
DIRECT = frozenset((*READS, *WRITES)) - {*STATEMENTS}
"""The emulator's functions for rows. PartiQL, which reads its own answers, and calls about tables go botocore's way."""


class _Answering(threading.local):
    """Whether this thread is in a direct call."""

    directly = False


def install(dynamodb: Any) -> None:
    answering = _Answering()
    dynamodb.json_response = _unserialized(answering, dynamodb.json_response)
    BaseClient._make_api_call = _directly(dynamodb, answering, BaseClient._make_api_call)


def _unserialized(answering: _Answering, original: Callable[..., Any]) -> Callable[..., Any]:
    """The answer of a direct call as a value. It is copied here, under the journal's lock."""

    @functools.wraps(original)
    def json_response(data: dict[str, Any], status: int = 200, **options: Any) -> Any:
        return (status, {}, copied(data)) if answering.directly else original(data, status, **options)

    return json_response


def _directly(dynamodb: Any, answering: _Answering, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def make_api_call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name != "dynamodb" or not inside_handler():
            return original(client, operation, parameters)
        if (function := _function_name(operation)) not in DIRECT:
            return original(client, operation, parameters)
        # A copy, as the wire would make one: the emulator keeps what it is given as the stored row.
        answering.directly = True
        try:
            status, _headers, body = getattr(dynamodb, function)(copied(parameters))
        finally:
            answering.directly = False
        answer = json.loads(body) if isinstance(body, bytes) else body
        if status >= 400:
            raise _error(client, operation, status, answer)
        return answer

    return make_api_call


@functools.lru_cache(maxsize=64)
def _function_name(operation: str) -> str:
    return re.sub(r"(?=[A-Z])", "_", operation).lower()


def _error(client: Any, operation: str, status: int, answer: dict[str, Any]) -> Exception:
    code = str(answer.get("__type", "")).rpartition("#")[2]
    message = answer.get("message") or answer.get("Message", "")
    parsed = answer | {
        "Error": {"Code": code, "Message": message},
        "ResponseMetadata": {"HTTPStatusCode": status},
    }
    error: Exception = client.exceptions.from_code(code)(parsed, operation)
    return error
