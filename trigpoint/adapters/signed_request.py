"""A signed HTTP request as API Gateway hands it over (payload format 2.0)."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.formats.sagemaker_errors import SerializationException


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
        except (binascii.Error, UnicodeEncodeError) as error:
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
