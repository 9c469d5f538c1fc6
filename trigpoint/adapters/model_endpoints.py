"""Customers' code as the `UserFunction` port: Lambdas, and models behind SageMaker endpoints.

An ARN with `:endpoint/` names an endpoint of our own account and Region. It gets what a function gets, as the JSON body
of InvokeEndpoint, and answers the same JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from trigpoint.adapters.lambda_functions import REPLY_BYTES, LambdaFunctions, parsed, reason
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
        where, _, endpoint = name.rpartition(ENDPOINT)
        region = "".join(where.split(":")[3:4])
        return parsed(f"endpoint {endpoint}", self._asked(endpoint, region, json.dumps(event).encode()))

    def _asked(self, endpoint: str, region: str, body: bytes) -> bytes:
        client = self._endpoints()
        if region != client.meta.region_name:
            here = f"endpoint {endpoint} is in {region or 'no Region'}, not in {client.meta.region_name}"
            raise FunctionFailed(here, "Name an endpoint of the deployment's own account and Region.")
        try:
            reply = client.invoke_endpoint(EndpointName=endpoint, ContentType=JSON, Accept=JSON, Body=body)
            payload: bytes = reply["Body"].read(REPLY_BYTES + 1)
        except (ClientError, BotoCoreError) as error:
            raise FunctionFailed(
                f"endpoint {endpoint} failed: {reason(error)}"[:500],
                "Read its log group, correct the model, then start the job again.",
            ) from error
        return payload
