"""The headers our web pages are served with, on one machine by the listener and on AWS by CloudFront.

The portal holds the worker's token: no inline code, no foreign origin, in nobody's frame. The task frame runs
untrusted templates: any inline code, but no network, no navigation, no storage (facts: worker-ui 6 and 7).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs

from trigpoint.domain.allow_list import hosts_of

HOSTS = "hosts"
"""Names the allowed hosts in the frame page's address (decision: the frame's address carries the allow-list)."""

ALWAYS = {"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer"}
NO_FEATURES = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"


def portal_headers(*, frame: str, cognito: str) -> dict[str, str]:
    """Headers of the portal's site. `frame` is the task frame's origin, `cognito` the endpoint it signs in at."""
    policy = {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'", cognito],
        "frame-src": [frame],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'none'"],
        "require-trusted-types-for": ["'script'"],
        "trusted-types": ["lit-html"],
    }
    return ALWAYS | {
        "Content-Security-Policy": _policy(policy),
        "Permissions-Policy": NO_FEATURES,
        "Cross-Origin-Opener-Policy": "same-origin",
    }


def frame_headers(
    *, frame: str, portals: Sequence[str], media: Sequence[str], hosts: Sequence[str] = ()
) -> dict[str, str]:
    """Headers of the task frame's site. `portals` may embed it. `hosts` are the outside hosts that the job allows.

    `media` are where the objects' files lie: origins, or addresses that end in a slash and mean what is under them.
    """
    outside = [f"https://{host}" for host in hosts]
    policy = {
        "default-src": ["'none'"],
        "script-src": ["'unsafe-inline'", frame, *outside],
        "style-src": ["'unsafe-inline'", frame, *outside],
        "font-src": ["data:", *outside],
        "img-src": [*media, "data:", "blob:", *outside],
        "media-src": [*media, "data:", "blob:", *outside],
        "connect-src": ["'none'"],
        "frame-src": outside or ["'none'"],
        "worker-src": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": portals,
        "sandbox": ["allow-scripts", "allow-forms"],
    }
    allowed = ["response-origin", *(f'"{one.rstrip("/")}/*"' for one in [*media, *outside])]
    return ALWAYS | {
        "Content-Security-Policy": _policy(policy),
        "Permissions-Policy": NO_FEATURES,
        "X-DNS-Prefetch-Control": "off",
        "Connection-Allowlist": f"({' '.join(allowed)});webrtc=block",
    }


def frame_path(hosts: Sequence[str]) -> str:
    """The frame page's address for a job that allows these hosts."""
    return f"/?{HOSTS}={','.join(hosts)}" if hosts else "/"


def asked_hosts(query: str) -> tuple[str, ...]:
    """The hosts a request for the frame's page names; none where one of them is no host name."""
    try:
        return hosts_of(next(iter(parse_qs(query).get(HOSTS, ())), ""))
    except ValueError:
        return ()


def _policy(directives: Mapping[str, Sequence[str]]) -> str:
    return "; ".join(f"{name} {' '.join(values)}" for name, values in directives.items())
