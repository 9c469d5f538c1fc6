"""Page tokens: self-contained, bound to their query and caller, and useless once altered.

A token is `base64url(JSON position).base64url(HMAC)`; the HMAC covers the operation and its filters too, so a
token given to another query, or by another caller, is refused.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from typing import Any

from trigpoint.formats.sagemaker_errors import ValidationException

NOT_BOUND = ("NextToken", "MaxResults")


def seal(position: Any, operation: str, request: Mapping[str, Any], key: bytes) -> str:
    """The token of a position (any JSON) in the results of this request."""
    body = _encode(json.dumps(position, separators=(",", ":")).encode())
    return f"{body}.{_mac(body, operation, request, key)}"


def unseal(operation: str, request: Mapping[str, Any], key: bytes) -> Any:
    """The position in the request's NextToken; None without one. Raises ValidationException."""
    token = request.get("NextToken")
    if token is None:
        return None
    body, _, mac = token.rpartition(".")
    if not hmac.compare_digest(mac.encode(), _mac(body, operation, request, key).encode()):
        raise ValidationException("Invalid NextToken: it belongs to another request, or was altered.")
    return json.loads(base64.urlsafe_b64decode(body))


def _mac(body: str, operation: str, request: Mapping[str, Any], key: bytes) -> str:
    filters = {name: value for name, value in request.items() if name not in NOT_BOUND}
    covered = json.dumps([operation, body, filters], sort_keys=True).encode()
    return _encode(hmac.new(key, covered, hashlib.sha256).digest()[:18])


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode()
