"""The task frame's Content-Security-Policy, which names its own domain, the portal's, and a job's outside hosts.

CloudFormation learns a distribution's domain only after it has made the distribution with all its headers, so no
template can hold this value. The upload comes last and writes both origins into the objects' metadata; this function
puts them into the policy at the edge, with the hosts that the page's address names. An object without origins gets a
policy that allows nothing.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

from infra.constructs.headers_policy import POLICY
from trigpoint.domain.allow_list import HOST as HOST_NAME
from trigpoint.domain.allow_list import MOST_HOSTS
from trigpoint.domain.web_pages import frame_headers

_HANDLER = Path(__file__).with_suffix(".js")
FRAME, PORTAL, HOST = "https://frame.invalid", "https://portal.invalid", "https://hosts.invalid"
"""Stand for the two origins and the outside hosts in the function's code."""

REACHABLE = "Connection-Allowlist"

LARGEST = 9_500
"""Characters; CloudFront takes 10 KB, of which the deploy fills in some names later."""

CLOSED = "default-src 'none'; frame-ancestors 'none'; sandbox"
FRAME_METADATA, PORTAL_METADATA = "frame", "portal"
"""Names of the metadata that the upload sets."""


class FramePolicy(cloudfront.Function):
    """Runs on every answer of the frame's bucket. `media` as in `frame_headers`."""

    def __init__(self, scope: Construct, construct_id: str, *, media: Sequence[str]) -> None:
        super().__init__(
            scope,
            construct_id,
            code=cloudfront.FunctionCode.from_inline(code(media)),
            runtime=cloudfront.FunctionRuntime.JS_2_0,
            comment="Policy of the task frame",
        )

    @property
    def association(self) -> cloudfront.FunctionAssociation:
        return cloudfront.FunctionAssociation(function=self, event_type=cloudfront.FunctionEventType.VIEWER_RESPONSE)


def static_headers(media: Sequence[str]) -> dict[str, str]:
    """The frame's other headers, which name no domain that a template cannot hold."""
    return {name: value for name, value in _headers(media).items() if name not in (POLICY, REACHABLE)}


def code(media: Sequence[str]) -> str:
    """Raises ValueError when it names more than CloudFront takes."""
    headers = _headers(media)
    values = {"POLICY": headers[POLICY], "REACHABLE": headers[REACHABLE], "CLOSED": CLOSED, "MOST": MOST_HOSTS}
    values |= {"FRAME": FRAME, "PORTAL": PORTAL, "HOST": HOST}
    lines = [f"var {name} = {json.dumps(value)};" for name, value in values.items()]
    lines.append(f"var NAME = /^{HOST_NAME.pattern}$/;")
    text = "\n".join([*lines, _HANDLER.read_text()])
    if len(text) > LARGEST:
        raise ValueError(f"{len(media)} places of media are too many for one function. Allow fewer buckets.")
    return text


def _headers(media: Sequence[str]) -> dict[str, str]:
    return frame_headers(frame=FRAME, portals=[PORTAL], media=media, hosts=[HOST.removeprefix("https://")])
