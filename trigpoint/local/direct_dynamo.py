"""DynamoDB calls of in-process handlers without botocore's build, sign, send and parse.

The low-level client's parameters are the wire's JSON (for S, N, M, L, BOOL, NULL; binary needs base64 and
is not used by the ledger), so a call inside a handler becomes a call of the emulator's function.
"""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Callable
from typing import Any

from botocore.client import BaseClient

from trigpoint.local.durable import READS, WRITES
from trigpoint.local.in_process import inside_handler

DIRECT = frozenset((*READS, *WRITES))
"""The emulator's functions for rows; the few calls about tables go botocore's way."""


def install(dynamodb: Any) -> None:
    BaseClient._make_api_call = _directly(dynamodb, BaseClient._make_api_call)


def _directly(dynamodb: Any, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def make_api_call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if client.meta.service_model.service_name != "dynamodb" or not inside_handler():
            return original(client, operation, parameters)
        if (function := _function_name(operation)) not in DIRECT:
            return original(client, operation, parameters)
        # A copy, as the wire would make one: the emulator keeps what it is given as the stored row.
        status, _headers, body = getattr(dynamodb, function)(json.loads(json.dumps(parameters)))
        answer = json.loads(body)
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
