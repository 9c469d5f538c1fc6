"""Who may talk to the loopback ports.

Any page a person opens can send requests to 127.0.0.1, so every port refuses a Host that is not its own
(DNS rebinding) and an Origin that is not the portal's. A request without Origin that a browser marks as
cross-site is refused too, unless it opens the portal as a page, reads the public files of the task frame, or
asks for one object with an address we signed (both from the sandboxed frame, whose origin is opaque).
"""

from __future__ import annotations

import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials


@dataclass(frozen=True, slots=True)
class Door:
    """One listening port: the hosts it answers to and the web origins that may call it.

    `subdomains` admits any labels before a host (S3 virtual hosts); `pages` admits navigations; `public`
    admits GETs of anything; `signing_secret` admits GETs of addresses signed with it.
    """

    port: int
    origins: frozenset[str] = frozenset()
    subdomains: bool = False
    pages: bool = False
    public: bool = False
    signing_secret: str = ""
    hosts: tuple[str, ...] = field(default=("127.0.0.1", "localhost"))


@dataclass(frozen=True, slots=True)
class Knock:
    """What the guard looks at in a request. `path` is as sent (percent-encoded); header names lower-case."""

    method: str
    path: str
    query: str
    headers: tuple[tuple[bytes, bytes], ...]

    def values(self, name: bytes) -> list[str]:
        return [value.decode("latin-1") for key, value in self.headers if key.lower() == name]


def refusal(door: Door, knock: Knock) -> str | None:
    """Why a request is refused; None lets it in."""
    hosts, origins = knock.values(b"host"), knock.values(b"origin")
    if len(hosts) != 1 or not _own_host(door, hosts[0]):
        return "unknown Host"
    if origins:
        known = len(origins) == 1 and origins[0] in door.origins
        # Chromium sends `Origin: null` with scripts and images of a sandboxed frame.
        return None if known or (origins == ["null"] and _harmless(door, knock)) else "foreign Origin"
    if knock.values(b"sec-fetch-site")[:1] in (["cross-site"], ["same-site"]):
        return None if _harmless(door, knock) else "cross-site request"
    return None


def _own_host(door: Door, host: str) -> bool:
    name, _, port = host.lower().rpartition(":")
    if port != str(door.port):
        return False
    return name in door.hosts or (door.subdomains and name.endswith(tuple(f".{own}" for own in door.hosts)))


def _harmless(door: Door, knock: Knock) -> bool:
    if knock.method != "GET":
        return False
    navigates = knock.values(b"sec-fetch-mode")[:1] == ["navigate"]
    signed = bool(door.signing_secret) and signed_by(door.signing_secret, knock)
    return door.public or (door.pages and navigates) or signed


def signed_by(secret: str, knock: Knock) -> bool:
    """Whether the address is an S3 GET signed with the secret (SigV4 in the query)."""
    fields = {name: values[0] for name, values in parse_qs(knock.query, keep_blank_values=True).items()}
    try:
        key, _day, region, service, _end = fields["X-Amz-Credential"].split("/")
        sent, stamp, expires = fields["X-Amz-Signature"], fields["X-Amz-Date"], int(fields["X-Amz-Expires"])
    except (KeyError, ValueError):
        return False
    signer = S3SigV4QueryAuth(Credentials(key, secret), service, region, expires)
    unsigned = "&".join(part for part in knock.query.split("&") if not part.startswith("X-Amz-Signature="))
    request = AWSRequest("GET", url=f"http://{knock.values(b'host')[0]}{knock.path}?{unsigned}")
    request.context["timestamp"] = stamp
    expected = signer.signature(signer.string_to_sign(request, signer.canonical_request(request)), request)
    return hmac.compare_digest(expected, sent)
