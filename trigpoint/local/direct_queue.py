"""SendMessageBatch of in-process handlers without a socket: every full task sends one message.

The emulator's own services call the same function from their threads. Other queue calls go botocore's way.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

from botocore.client import BaseClient

from trigpoint.local.in_process import inside_handler
from trigpoint.local.row_copies import copied


def install(sqs: Any) -> None:
    BaseClient._make_api_call = _directly(sqs, BaseClient._make_api_call)


def _directly(sqs: Any, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def make_api_call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if operation != "SendMessageBatch" or not inside_handler():
            return original(client, operation, parameters)
        own = copied(parameters)
        try:
            return sqs._act_send_message_batch(own, own["QueueUrl"])
        except sqs._Err as error:
            parsed = {"Error": {"Code": error.code, "Message": error.message}}
            raise client.exceptions.from_code(error.code)(parsed, operation) from error

    return make_api_call
