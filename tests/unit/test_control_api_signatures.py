"""Signatures of botocore's own signer, and every way to get one wrong."""

from __future__ import annotations

import base64
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import patch

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from trigpoint.adapters.signed_request import SignedRequest
from trigpoint.adapters.sigv4 import WINDOW_SECONDS, verify
from trigpoint.domain.service_key import Role, ServiceKey
from trigpoint.formats.sagemaker_errors import (
    AwsError,
    IncompleteSignatureException,
    InvalidSignatureException,
    MissingAuthenticationTokenException,
    SerializationException,
    UnrecognizedClientException,
)

KEY = ServiceKey("TRIGABCDEFGHIJKLMNOP", "s3cret-of-the-key", Role.OPERATOR, "tests", 1.0)
NOW = 1_790_000_000.0
BODY = '{"LabelingJobName": "Größe"}'.encode()
HEADERS = {
    "Host": "127.0.0.1:8080",
    "Content-Type": "application/x-amz-json-1.1",
    "X-Amz-Target": "SageMaker.DescribeLabelingJob",
    "User-Agent": "Boto3/1",
}


def find(key: str) -> ServiceKey | None:
    return KEY if key == KEY.id else None


def signed(
    now: float = NOW,
    *,
    key: ServiceKey = KEY,
    service: str = "sagemaker",
    region: str = "us-east-1",
    url: str = "http://127.0.0.1:8080/",
    body: bytes = BODY,
    headers: dict[str, str] = HEADERS,
) -> SignedRequest:
    """A request as botocore signs it at `now`."""
    request = AWSRequest("POST", url, headers=headers, data=body)
    at = datetime.fromtimestamp(now, UTC)
    with patch("botocore.auth.get_current_datetime", lambda: at):
        SigV4Auth(Credentials(key.id, key.secret), service, region).add_auth(request)
    path = "/" + url.partition("//")[2].partition("/")[2]
    found = {name.lower(): str(value) for name, value in request.headers.items()}
    return SignedRequest("POST", path.partition("?")[0], path.partition("?")[2], found, body)


def check(request: SignedRequest, now: float = NOW) -> ServiceKey:
    return verify(request, find, "us-east-1", now)


def headers(request: SignedRequest, **changed: str | None) -> SignedRequest:
    names = {name.replace("_", "-"): value for name, value in changed.items()}
    merged: dict[str, Any] = {**request.headers, **names}
    return replace(request, headers={name: value for name, value in merged.items() if value is not None})


def authorised(request: SignedRequest, old: str, new: str) -> SignedRequest:
    assert old in request.headers["authorization"]
    return headers(request, authorization=request.headers["authorization"].replace(old, new))


def test_what_botocore_signs_is_right() -> None:
    assert check(signed()) == KEY


def test_identical_polls_in_one_second_pass() -> None:
    assert signed() == signed()
    assert [check(signed()) for _ in range(3)] == [KEY] * 3


@pytest.mark.parametrize("seconds", [-WINDOW_SECONDS, 0, WINDOW_SECONDS])
def test_clocks_may_differ_by_a_quarter_of_an_hour(seconds: int) -> None:
    assert check(signed(NOW + seconds)) == KEY


def test_headers_of_other_sdks_may_be_signed_too() -> None:
    request = signed(headers=HEADERS | {"amz-sdk-invocation-id": "1-2", "x-amz-content-sha256": "UNSIGNED"})
    assert "amz-sdk-invocation-id" in request.headers["authorization"]
    assert check(request) == KEY


def test_the_query_is_signed() -> None:
    assert check(signed(url="http://127.0.0.1:8080/?b=2&a=%20")) == KEY


WRONG: dict[str, tuple[Callable[[], SignedRequest], type[AwsError], str]] = {
    "no signature": (
        lambda: headers(signed(), authorization=None), MissingAuthenticationTokenException, "Missing"),
    "another algorithm": (
        lambda: authorised(signed(), "AWS4-HMAC-SHA256", "AWS4-ECDSA-P256"), IncompleteSignatureException, "algorithm"),
    "no credential": (lambda: authorised(signed(), "Credential=", "C="), IncompleteSignatureException, "Credential"),
    "a short credential": (
        lambda: authorised(signed(), "/aws4_request", ""), IncompleteSignatureException, "slash-delimited"),
    "no date": (lambda: headers(signed(), x_amz_date=None), IncompleteSignatureException, "X-Amz-Date"),
    "a bad date": (
        lambda: authorised(headers(signed(), x_amz_date="20260921Tnoon"), "20260921", "20260921"),
        IncompleteSignatureException, "ISO-8601"),
    "an unknown key": (
        lambda: authorised(signed(), KEY.id, "TRIGNOBODYNOBODYNOBO"), UnrecognizedClientException, "security token"),
    "a key that is no key": (
        lambda: authorised(signed(), KEY.id, "x" * 2000), UnrecognizedClientException, "security token"),
    "a session token": (
        lambda: headers(signed(), x_amz_security_token="t"), UnrecognizedClientException, "security token"),
    "another secret": (
        lambda: signed(key=replace(KEY, secret="other")), InvalidSignatureException, "does not match"),
    "another body": (lambda: replace(signed(), body=BODY + b" "), InvalidSignatureException, "does not match"),
    "another path": (lambda: replace(signed(), path="/portal/"), InvalidSignatureException, "does not match"),
    "another query": (lambda: replace(signed(), query="a=1"), InvalidSignatureException, "does not match"),
    "another method": (lambda: replace(signed(), method="PUT"), InvalidSignatureException, "does not match"),
    "another host": (lambda: headers(signed(), host="127.0.0.1:9999"), InvalidSignatureException, "does not match"),
    "another operation": (
        lambda: headers(signed(), x_amz_target="SageMaker.StopLabelingJob"), InvalidSignatureException, "match"),
    "an unsigned operation": (
        lambda: authorised(signed(), ";x-amz-target", ""), IncompleteSignatureException, "x-amz-target"),
    "an unsigned host": (lambda: authorised(signed(), "host;", ""), IncompleteSignatureException, "'host'"),
    "a signed header that is gone": (
        lambda: headers(signed(headers=HEADERS | {"amz-sdk-request": "1"}), amz_sdk_request=None),
        IncompleteSignatureException, "amz-sdk-request"),
    "another service": (lambda: signed(service="s3"), InvalidSignatureException, "service"),
    "another region": (lambda: signed(region="eu-west-1"), InvalidSignatureException, "region"),
    "another day": (lambda: authorised(signed(), "/20260921/", "/20260920/"), InvalidSignatureException, "Date"),
    "another end": (lambda: authorised(signed(), "aws4_request", "aws5_request"), InvalidSignatureException, "aws4"),
    "a signature of yesterday": (
        lambda: signed(NOW - WINDOW_SECONDS - 1), InvalidSignatureException, "Signature expired"),
    "a signature of tomorrow": (
        lambda: signed(NOW + WINDOW_SECONDS + 1), InvalidSignatureException, "Signature not yet current"),
}  # fmt: skip


@pytest.mark.parametrize("how", WRONG)
def test_wrong_signatures_are_refused(how: str) -> None:
    make, error, said = WRONG[how]
    with pytest.raises(error, match=said) as refused:
        check(make())
    assert refused.value.status == 400


def test_the_host_has_to_be_there() -> None:
    with pytest.raises(IncompleteSignatureException):
        check(headers(signed(), host=None))


def test_a_secret_stands_in_no_repr() -> None:
    assert KEY.secret not in repr(KEY)


def test_a_body_arrives_in_base64() -> None:
    event = {
        "requestContext": {"http": {"method": "POST"}},
        "headers": {"X-Amz-Target": "SageMaker.ListTags"},
        "body": base64.b64encode(BODY).decode(),
        "isBase64Encoded": True,
    }
    request = SignedRequest.parse(event)
    assert (request.body, request.operation, request.path) == (BODY, "ListTags", "/")
    assert SignedRequest.parse(event | {"body": None}).body == b""
    assert SignedRequest.parse(event | {"headers": {"x-amz-target": "Other.ListTags"}}).operation == ""
    with pytest.raises(SerializationException):
        SignedRequest.parse(event | {"body": "%"})
