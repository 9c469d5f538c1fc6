"""Customers' code as the `UserFunction` port: Lambdas, and models behind SageMaker endpoints.

An ARN with `:endpoint/` names an endpoint of our own account and Region. It gets what a function gets, as the JSON body
of InvokeEndpoint, and answers the same JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from trigpoint.adapters.lambda_functions import REPLY_BYTES, LambdaFunctions, parsed
from trigpoint.domain.errors import FunctionFailed

ENDPOINT = ":endpoint/"
JSON = "application/json"


class CustomerCode:
    """`endpoints` gives the client of SageMaker's runtime: most functions never need it."""

    def __init__(self, functions: LambdaFunctions, endpoints: Callable[[], Any]) -> None:
        self._functions, self._endpoints = functions, endpoints

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        if ENDPOINT not in name:
            return self._functions.invoke(name, event)
        endpoint = name.rpartition(ENDPOINT)[2]
        return parsed(f"endpoint {endpoint}", self._asked(endpoint, json.dumps(event).encode()))

    def _asked(self, endpoint: str, body: bytes) -> bytes:
        try:
            reply = self._endpoints().invoke_endpoint(EndpointName=endpoint, ContentType=JSON, Accept=JSON, Body=body)
            payload: bytes = reply["Body"].read(REPLY_BYTES + 1)
        except (ClientError, BotoCoreError) as error:
            raise FunctionFailed(
                f"endpoint {endpoint} failed: {reason(error)}"[:500],
                "Read its log group, correct the model, then start the job again.",
            ) from error
        return payload


def reason(error: ClientError | BotoCoreError) -> str:
    """A model's own words where it has any."""
    if not isinstance(error, ClientError):
        return str(error)
    own = error.response.get("OriginalMessage")
    return str(own or error.response.get("Error", {}).get("Message") or error)
