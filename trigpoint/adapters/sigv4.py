"""AWS Signature Version 4, checked by computing it again with botocore's own signer.

There is no nonce store: polls in one second carry identical signatures and must pass. A repeated
call does no harm because every operation may be repeated.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from http.client import HTTPMessage
from typing import Any

from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from trigpoint.adapters.signed_request import SignedRequest
from trigpoint.domain.job import Instant
from trigpoint.domain.service_key import ServiceKey
from trigpoint.formats.sagemaker_errors import (
    IncompleteSignatureException,
    InvalidSignatureException,
    MissingAuthenticationTokenException,
    UnrecognizedClientException,
)

SERVICE = "sagemaker"
WINDOW_SECONDS = 15 * 60
MUST_BE_SIGNED = ("x-amz-date", "x-amz-target", "content-type")
ALGORITHM = "AWS4-HMAC-SHA256"
STAMP = "%Y%m%dT%H%M%SZ"
PART = re.compile(r"\s*(Credential|SignedHeaders|Signature)=([^\s,]+)\s*")
MISMATCH = (
    "The request signature we calculated does not match the signature you provided. Check your AWS Secret "
    "Access Key and signing method. Consult the service documentation for details."
)

KEY_ID = re.compile(r"[A-Z0-9]{16,128}")

FindKey = Callable[[str], ServiceKey | None]


@dataclass(frozen=True, slots=True)
class Claim:
    """What an Authorization header says. `scope` is (day, region, service, terminator)."""

    key: str
    scope: tuple[str, str, str, str]
    headers: tuple[str, ...]
    signature: str
    stamp: str


class Recomputed(SigV4Auth):  # type: ignore[misc]
    """Signs exactly the headers that the client says it signed."""

    def headers_to_sign(self, request: Any) -> HTTPMessage:
        wanted = HTTPMessage()
        for name in request.context["signed"]:
            wanted[name] = request.headers[name]
        return wanted


def verify(request: SignedRequest, find: FindKey, region: str, now: Instant) -> ServiceKey:
    """The key that signed the request. Raises AWS's own error for every way to be wrong."""
    claim = parse_claim(request)
    key = find(claim.key) if KEY_ID.fullmatch(claim.key) else None
    if key is None or "x-amz-security-token" in request.headers:
        raise UnrecognizedClientException("The security token included in the request is invalid.")
    check_scope(claim, region)
    check_age(claim.stamp, now)
    if not hmac.compare_digest(signature(request, claim, key).encode(), claim.signature.encode()):
        raise InvalidSignatureException(MISMATCH)
    return key


def parse_claim(request: SignedRequest) -> Claim:
    header = request.headers.get("authorization", "")
    if not header:
        raise MissingAuthenticationTokenException("Missing Authentication Token")
    algorithm, _, rest = header.partition(" ")
    if algorithm != ALGORITHM:
        raise IncompleteSignatureException(f"Unsupported AWS 'algorithm': {algorithm[:40]!r}, expected {ALGORITHM}.")
    parts = {found[1]: found[2] for text in rest.split(",") if (found := PART.fullmatch(text))}
    for name in ("Credential", "Signature", "SignedHeaders"):
        if name not in parts:
            raise IncompleteSignatureException(f"Authorization header requires '{name}' parameter.")
    stamp = request.headers.get("x-amz-date", "")
    if not stamp:
        raise IncompleteSignatureException("Authorization header requires existence of an 'X-Amz-Date' header.")
    signed = tuple(parts["SignedHeaders"].split(";"))
    check_signed(signed, request)
    key, scope = parse_credential(parts["Credential"])
    return Claim(key, scope, signed, parts["Signature"], stamp)


def parse_credential(credential: str) -> tuple[str, tuple[str, str, str, str]]:
    parts = credential.split("/")
    if len(parts) != 5:
        raise IncompleteSignatureException("Credential must have exactly 5 slash-delimited elements.")
    key, day, region, service, end = parts
    return key, (day, region, service, end)


def check_signed(signed: tuple[str, ...], request: SignedRequest) -> None:
    there = [name for name in MUST_BE_SIGNED if name in request.headers]
    for name in ("host", *there):
        if name not in signed:
            raise IncompleteSignatureException(f"'{name}' must be a 'SignedHeader' in the AWS Authorization.")
    missing = [name for name in signed if name not in request.headers]
    if missing:
        raise IncompleteSignatureException(f"Signed header {missing[0]!r} is not in the request.")


def check_scope(claim: Claim, region: str) -> None:
    day, of_region, service, end = claim.scope
    wrong = None
    if service != SERVICE:
        wrong = f"Credential should be scoped to correct service: '{SERVICE}'."
    elif of_region != region:
        wrong = f"Credential should be scoped to a valid region: '{region}'."
    elif end != "aws4_request":
        wrong = "Credential should be scoped with a valid terminator: 'aws4_request'."
    elif day != claim.stamp[:8]:
        wrong = f"Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date: '{day}'."
    if wrong:
        raise InvalidSignatureException(wrong)


def check_age(stamp: str, now: Instant) -> None:
    try:
        sent = datetime.strptime(stamp, STAMP).replace(tzinfo=UTC).timestamp()
    except ValueError:
        raise IncompleteSignatureException(f"Date must be in ISO-8601 'basic format'. Got {stamp[:40]!r}.") from None
    clock = datetime.fromtimestamp(now, UTC).strftime(STAMP)
    if sent < now - WINDOW_SECONDS:
        raise InvalidSignatureException(f"Signature expired: {stamp} is more than 15 min. earlier than {clock}.")
    if sent > now + WINDOW_SECONDS:
        raise InvalidSignatureException(f"Signature not yet current: {stamp} is more than 15 min. later than {clock}.")


def signature(request: SignedRequest, claim: Claim, key: ServiceKey) -> str:
    """The signature that `key` gives the request."""
    query = f"?{request.query}" if request.query else ""
    url = f"http://{request.headers['host']}{request.path}{query}"
    signer = Recomputed(Credentials(key.id, key.secret), SERVICE, claim.scope[1])
    try:
        again = AWSRequest(request.method, url, headers=dict(request.headers), data=request.body)
        again.context |= {"timestamp": claim.stamp, "signed": claim.headers}
        return str(signer.signature(signer.string_to_sign(again, signer.canonical_request(again)), again))
    except (ValueError, UnicodeError) as error:
        raise InvalidSignatureException(MISMATCH) from error
