"""The headers that keep a worker template from the portal and the network."""

from __future__ import annotations

import pytest

from trigpoint.domain.web_pages import frame_headers, portal_headers

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


@pytest.mark.parametrize(
    "headers",
    [portal_headers(frame=FRAME, cognito=COGNITO), frame_headers(frame=FRAME, portals=[PORTAL], media=[MEDIA])],
)
def test_no_wildcard_and_no_eval(headers: dict[str, str]) -> None:
    values = [value for values in policy(headers).values() for value in values]
    assert not {"*", "'unsafe-eval'", "https:", "http:"} & set(values)
    assert headers["X-Content-Type-Options"] == "nosniff"
