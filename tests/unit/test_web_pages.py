"""The headers that keep a worker template from the portal and the network."""

from __future__ import annotations

import pytest

from trigpoint.domain.allow_list import hosts_of
from trigpoint.domain.web_pages import asked_hosts, frame_headers, frame_path, portal_headers

PORTAL, FRAME = "https://portal.example", "https://frame.example"
COGNITO, MEDIA = "https://cognito.example", "https://bucket.example"


def policy(headers: dict[str, str]) -> dict[str, list[str]]:
    directives = (part.split() for part in headers["Content-Security-Policy"].split(";"))
    return {name: values for name, *values in directives}


def test_the_portal_loads_only_itself_and_embeds_only_the_frame() -> None:
    found = policy(portal_headers(frame=FRAME, cognito=COGNITO))
    assert found["default-src"] == found["frame-ancestors"] == found["base-uri"] == ["'none'"]
    assert found["script-src"] == found["style-src"] == ["'self'"]
    assert found["connect-src"] == ["'self'", COGNITO]
    assert found["frame-src"] == [FRAME]


def test_the_frame_has_no_network_and_no_way_out() -> None:
    headers = frame_headers(frame=FRAME, portals=[PORTAL], media=[MEDIA])
    found = policy(headers)
    closed = ("default-src", "connect-src", "frame-src", "worker-src", "object-src", "base-uri", "form-action")
    assert all(found[name] == ["'none'"] for name in closed)
    assert found["img-src"] == [MEDIA, "data:", "blob:"]
    assert found["frame-ancestors"] == [PORTAL]
    assert found["sandbox"] == ["allow-scripts", "allow-forms"]
    assert headers["Connection-Allowlist"] == f'(response-origin "{MEDIA}/*");webrtc=block'


def test_a_job_may_name_outside_hosts_and_no_more() -> None:
    opened = frame_headers(frame=FRAME, portals=[PORTAL], media=[MEDIA], hosts=["cdn.example.com", "*.example.org"])
    found, closed = policy(opened), policy(frame_headers(frame=FRAME, portals=[PORTAL], media=[MEDIA]))
    outside = ["https://cdn.example.com", "https://*.example.org"]
    for name in ("script-src", "style-src", "font-src", "img-src", "media-src"):
        assert found[name] == [*closed[name], *outside]
    assert found["frame-src"] == outside
    unchanged = set(closed) - {"script-src", "style-src", "font-src", "img-src", "media-src", "frame-src"}
    assert all(found[name] == closed[name] for name in unchanged)
    assert '"https://*.example.org/*"' in opened["Connection-Allowlist"]


@pytest.mark.parametrize("text", ["cdn.example.com", "cdn.example.com,*.example.org", ".example.org  a.b-c.example"])
def test_hosts_go_into_the_frames_address_and_come_out_of_it(text: str) -> None:
    hosts = hosts_of(text)
    assert asked_hosts(frame_path(hosts).partition("?")[2]) == hosts
    assert frame_path(()) == "/"


@pytest.mark.parametrize(
    "text",
    [
        *("https://a.example", "a.example:8443", "a.example/x", "*", "*.com", "a.*.example", "localhost", "127.0.0.1"),
        *(
            "[::1]",
            "a_b.example",
            "-a.example",
            "A.example",
            "a..example",
            "a.example;",
            "'self'",
            "a" * 300 + ".example",
        ),
        ",".join(f"h{number}.example" for number in range(11)),
    ],
)
def test_what_is_no_plain_host_name_allows_nothing(text: str) -> None:
    with pytest.raises(ValueError, match=r"no host name|more than"):
        hosts_of(text)
    assert asked_hosts(f"hosts={text}") == ()


@pytest.mark.parametrize(
    "headers",
    [portal_headers(frame=FRAME, cognito=COGNITO), frame_headers(frame=FRAME, portals=[PORTAL], media=[MEDIA])],
)
def test_no_wildcard_and_no_eval(headers: dict[str, str]) -> None:
    values = [value for values in policy(headers).values() for value in values]
    assert not {"*", "'unsafe-eval'", "https:", "http:"} & set(values)
    assert headers["X-Content-Type-Options"] == "nosniff"
