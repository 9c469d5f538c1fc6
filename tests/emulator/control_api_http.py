"""The other transport of the contract suite: unmodified boto3 over HTTP to the embedded AWS."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

import boto3

from tests.contract.control_api_transport import CONFIG, Transport, check_output


class Http(Transport):
    """`variables` are what `trigpoint keys create` tells a client; `replies` counts what was parsed and checked."""

    def __init__(self, variables: dict[str, str], pool: str, pool_client: str) -> None:
        self.pool, self.pool_client = pool, pool_client
        self.replies = Counter[str]()
        self._client = boto3.client(
            "sagemaker",
            endpoint_url=variables["AWS_ENDPOINT_URL_SAGEMAKER"],
            region_name=variables["AWS_DEFAULT_REGION"],
            aws_access_key_id=variables["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=variables["AWS_SECRET_ACCESS_KEY"],
            config=CONFIG,
        )
        self._client.meta.events.register("before-parse.sagemaker", self._check)

    def client(self) -> Any:
        return self._client

    def _check(self, operation_model: Any, response_dict: dict[str, Any], **_: Any) -> None:
        if response_dict["status_code"] == 200:
            check_output(operation_model.name, json.loads(response_dict["body"]))
            self.replies[operation_model.name] += 1
