"""Who is let in at the loopback ports."""

from __future__ import annotations

import boto3
import pytest
from botocore.config import Config

from trigpoint.local.guard import Door, Knock, refusal, signed_by

PORTAL = frozenset({"http://127.0.0.1:8080", "http://localhost:8080"})
LISTENER = Door(8080, PORTAL, pages=True)
FRAME = Door(8081, PORTAL, public=True)
EMULATOR = Door(4566, PORTAL, subdomains=True, signing_secret="s3cret")


def knock(headers: dict[str, str], method: str = "GET", path: str = "/", query: str = "") -> Knock:
    pairs = tuple((name.encode(), value.encode()) for name, value in headers.items())
    return Knock(method, path, query, pairs)


@pytest.mark.parametrize("host", ["127.0.0.1:8080", "localhost:8080", "LOCALHOST:8080"])
def test_own_hosts_are_let_in(host: str) -> None:
    assert refusal(LISTENER, knock({"host": host})) is None


@pytest.mark.parametrize(
    "host", ["evil.example:8080", "127.0.0.1", "127.0.0.1:4566", "x.localhost:8080", "127.0.0.1.evil:8080", ""]
)
def test_other_hosts_are_refused(host: str) -> None:
    assert refusal(LISTENER, knock({"host": host})) == "unknown Host"


def test_two_hosts_or_none_are_refused() -> None:
    twice = Knock("GET", "/", "", ((b"host", b"localhost:8080"), (b"host", b"localhost:8080")))
    assert refusal(LISTENER, twice) == "unknown Host"
    assert refusal(LISTENER, knock({})) == "unknown Host"


def test_bucket_subdomains_reach_only_the_emulator() -> None:
    assert refusal(EMULATOR, knock({"host": "bucket.localhost:4566"})) is None
    assert refusal(EMULATOR, knock({"host": "bucketlocalhost:4566"})) == "unknown Host"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8080"])
@pytest.mark.parametrize("method", ["GET", "POST", "OPTIONS"])
def test_foreign_origins_are_refused(origin: str, method: str) -> None:
    assert refusal(EMULATOR, knock({"host": "127.0.0.1:4566", "origin": origin}, method)) == "foreign Origin"


def test_the_portals_origin_may_call_both_ports() -> None:
    for door, host in ((LISTENER, "127.0.0.1:8080"), (EMULATOR, "127.0.0.1:4566")):
        assert refusal(door, knock({"host": host, "origin": "http://127.0.0.1:8080"}, "POST")) is None


def test_a_cross_site_request_without_origin_is_refused_but_opening_the_portal_is_not() -> None:
    headers = {"host": "127.0.0.1:8080", "sec-fetch-site": "cross-site"}
    assert refusal(LISTENER, knock(headers)) == "cross-site request"
    assert refusal(LISTENER, knock(headers | {"sec-fetch-mode": "navigate"})) is None
    assert refusal(LISTENER, knock(headers | {"sec-fetch-mode": "navigate"}, "POST")) == "cross-site request"


@pytest.mark.parametrize("headers", [{"origin": "null"}, {"sec-fetch-site": "cross-site"}])
def test_the_sandboxed_frame_may_read_the_public_files_of_its_own_port_only(headers: dict[str, str]) -> None:
    assert refusal(FRAME, knock(headers | {"host": "127.0.0.1:8081"})) is None
    assert refusal(FRAME, knock(headers | {"host": "127.0.0.1:8081"}, "POST"))
    assert refusal(FRAME, knock(headers | {"host": "evil.example:8081"})) == "unknown Host"
    assert refusal(LISTENER, knock(headers | {"host": "127.0.0.1:8080"}))
    assert refusal(EMULATOR, knock(headers | {"host": "127.0.0.1:4566"}))


def signed(secret: str, **headers: str) -> Knock:
    client = boto3.client(
        "s3",
        region_name="us-east-1",
        endpoint_url="http://127.0.0.1:4566",
        aws_access_key_id="trigpoint",
        aws_secret_access_key=secret,
        config=Config(signature_version="s3v4", s3={"addressing_style": "path"}),
    )
    url = client.generate_presigned_url("get_object", Params={"Bucket": "b", "Key": "data/ü 1.png"}, ExpiresIn=60)
    path, _, query = url.removeprefix("http://127.0.0.1:4566").partition("?")
    return knock({"host": "127.0.0.1:4566", "sec-fetch-site": "cross-site"} | headers, path=path, query=query)


def test_an_object_address_we_signed_is_let_in_from_the_sandboxed_frame() -> None:
    assert refusal(EMULATOR, signed("s3cret")) is None
    assert refusal(EMULATOR, signed("s3cret", origin="null")) is None
    assert refusal(EMULATOR, signed("s3cret", origin="http://evil.example")) == "foreign Origin"


def test_an_address_signed_by_somebody_else_or_altered_is_refused() -> None:
    assert refusal(EMULATOR, signed("guessed")) == "cross-site request"
    ours = signed("s3cret")
    assert not signed_by("s3cret", Knock("GET", "/b/other.png", ours.query, ours.headers))
    assert not signed_by("s3cret", Knock("GET", ours.path, ours.query.replace("=60", "=6000"), ours.headers))
    assert not signed_by("s3cret", Knock("GET", ours.path, "", ours.headers))
