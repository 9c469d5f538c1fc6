"""The deployed control function, called by unmodified boto3: its HTTP request becomes API Gateway's event.

AWS behind the function is moto, in process. Nothing of the client is replaced but the socket.
"""

from __future__ import annotations

import base64
import importlib
import json
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import Any
from unittest.mock import patch
from urllib.parse import urlsplit

import boto3
from botocore.awsrequest import AWSResponse

from tests.contract.control_api_transport import ACCOUNT, BUCKET, CONFIG, REGION, Transport, check_output
from tests.contract.ledger_table import dynamo_table
from trigpoint.adapters import aws_clients
from trigpoint.adapters.control import ControlApi
from trigpoint.adapters.kms_secrets import KmsSecrets
from trigpoint.adapters.service_keys import ServiceKeys
from trigpoint.domain import places
from trigpoint.domain.service_key import Role, ServiceKey

ENDPOINT = "http://127.0.0.1:8080"
SECRET = "secret-of-the-test-key-0123456789abcdefg"
POOL = f"{REGION}_people"


class ListedGroups:
    """Groups of a user pool. What Cognito says is the emulator suite's to show."""

    def __init__(self, *names: str) -> None:
        self.names = [*names, "operators", "workers", "birders"]

    def exists(self, name: str) -> bool:
        return name in self.names

    def all(self) -> list[str]:
        return sorted(self.names)


class Body(BytesIO):
    def stream(self, **_: Any) -> Iterator[bytes]:
        yield self.read()


@dataclass
class Rig(Transport):
    """`api` is the function's own; `events` are the calls it got, `replies` what it said."""

    api: ControlApi
    handler: Any
    pool: str = POOL
    pool_client: str = "portal"
    events: list[dict[str, Any]] = field(default_factory=list)
    replies: list[dict[str, Any]] = field(default_factory=list)

    def key(self, role: Role = Role.OPERATOR, name: str = "tests", number: int = 0) -> ServiceKey:
        key = ServiceKey(f"TRIGTESTKEY{number:09d}", SECRET, role, name, 1.0)
        secrets = KmsSecrets(aws_clients.client("kms"), os.environ[places.SECRETS_KEY])
        keys = ServiceKeys(aws_clients.client("dynamodb"), "ledger", secrets)
        if keys.get(key.id) is None:
            keys.create(key)
        return key

    def client(self, key: ServiceKey | None = None, *, region: str = REGION, secret: str = "") -> Any:
        """Unmodified boto3 but for its socket; client-side validation off, so that ours is seen."""
        key = key or self.key()
        client = boto3.client(
            "sagemaker",
            endpoint_url=ENDPOINT,
            region_name=region,
            aws_access_key_id=key.id,
            aws_secret_access_key=secret or key.secret,
            config=CONFIG,
        )
        client.meta.events.register("before-send.sagemaker", self.deliver)
        return client

    def deliver(self, request: Any, **_: Any) -> AWSResponse:
        reply = self.call(event_of(request.method, request.url, request.headers, request.body))
        return AWSResponse(request.url, reply["statusCode"], reply["headers"], Body(reply["body"].encode()))

    def call(self, event: dict[str, Any]) -> dict[str, Any]:
        self.events.append(event)
        reply: dict[str, Any] = json.loads(json.dumps(self.handler(event, None)))
        self.replies.append(reply)
        operation = event["headers"].get("x-amz-target", "").removeprefix("SageMaker.")
        if reply["statusCode"] == 200:
            check_output(operation, json.loads(reply["body"]))
        return reply


def event_of(method: str, url: str, headers: Mapping[str, Any], body: bytes | str | None) -> dict[str, Any]:
    """API Gateway's event: a body of type x-amz-json arrives in base64."""
    parts = urlsplit(url)
    data = body.encode() if isinstance(body, str) else body or b""
    texts = {
        name.lower(): value.decode() if isinstance(value, bytes) else str(value) for name, value in headers.items()
    }
    return {
        "rawPath": parts.path or "/",
        "rawQueryString": parts.query,
        "headers": {"host": parts.netloc, **texts},
        "body": base64.b64encode(data).decode(),
        "isBase64Encoded": True,
        "requestContext": {"http": {"method": method}},
    }


@contextmanager
def control_rig(**more: str) -> Iterator[Rig]:
    with dynamo_table(), patch.dict(os.environ, aws_environment()):
        aws_clients.client.cache_clear()
        boto3.client("s3").create_bucket(Bucket=BUCKET)
        role = f"arn:aws:iam::{ACCOUNT}:role/machine"
        machine = json.dumps({"StartAt": "End", "States": {"End": {"Type": "Succeed"}}})
        boto3.client("stepfunctions").create_state_machine(name="trigpoint-job", definition=machine, roleArn=role)
        secrets = boto3.client("kms").create_key()["KeyMetadata"]["Arn"]
        with patch.dict(os.environ, {places.SECRETS_KEY: secrets, **more}):
            importlib.import_module("functions.control_api.handler")
            module = importlib.reload(sys.modules["functions.control_api.handler"])
        os.environ[places.SECRETS_KEY] = secrets
        control = replace(module.api.control, groups=ListedGroups())
        module.api = replace(module.api, control=control)
        yield Rig(module.api, module.handler)
        aws_clients.client.cache_clear()


def aws_environment() -> dict[str, str]:
    return {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_REGION": REGION,
        places.TABLE: "ledger",
        places.BUCKET: BUCKET,
        places.CLOSING_QUEUE: f"https://sqs.{REGION}.amazonaws.com/{ACCOUNT}/closing",
        places.MACHINE: f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:trigpoint-job",
        places.EVENT_BUS: "default",
        places.USER_POOL: POOL,
        places.POOL_CLIENT: "portal",
    }
