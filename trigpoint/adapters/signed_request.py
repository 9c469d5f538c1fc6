"""A signed HTTP request as API Gateway hands it over (payload format 2.0)."""

from __future__ import annotations

import base64
import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import TrigpointError
from trigpoint.formats.sagemaker_errors import SerializationException, as_aws, error_body


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """Header names are in lower case; `path` and `query` are as sent."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes

    @classmethod
    def parse(cls, event: Mapping[str, Any]) -> SignedRequest:
        """Raises SerializationException for a body that is not what the gateway says it is."""
        raw = event.get("body") or ""
        try:
            body = base64.b64decode(raw, validate=True) if event.get("isBase64Encoded") else raw.encode()
        except ValueError as error:
            raise SerializationException("The request's body cannot be read.") from error
        return cls(
            method=str(event["requestContext"]["http"]["method"]),
            path=str(event.get("rawPath") or "/"),
            query=str(event.get("rawQueryString") or ""),
            headers={name.lower(): str(value) for name, value in (event.get("headers") or {}).items()},
            body=body,
        )

    @property
    def operation(self) -> str:
        """`CreateLabelingJob` of the target header; empty for another service's target."""
        service, _, operation = self.headers.get("x-amz-target", "").partition(".")
        return operation if service == "SageMaker" else ""


def aws_reply(status: int, body: Mapping[str, Any]) -> dict[str, Any]:
    """A reply with the request id that SDKs show."""
    headers = {
        "content-type": "application/x-amz-json-1.1",
        "cache-control": "no-store",
        "x-amzn-requestid": str(uuid.uuid4()),
    }
    return {"statusCode": status, "headers": headers, "body": json.dumps(body)}


def aws_error(error: TrigpointError) -> dict[str, Any]:
    shown = as_aws(error)
    return aws_reply(shown.status, error_body(shown))
