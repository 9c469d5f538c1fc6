"""Which addresses a webhook may have: https on the public internet, and nothing behind our own doors.

A name is resolved once, every address of it is checked, and the call goes to the checked address: a name that
resolves to another address a moment later gains nothing.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from urllib.parse import SplitResult, urlsplit

from trigpoint.domain.errors import BadInput, DeliveryFailed

PORTS = {"https": 443, "http": 80}
TRANSLATED = (IPv6Network("64:ff9b::/96"), IPv6Network("64:ff9b:1::/48"), IPv6Network("2002::/16"))
"""IPv6 addresses that stand for IPv4 ones."""

Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True, slots=True)
class Target:
    """Where a call goes: the name for TLS and the Host header, the address for the connection."""

    scheme: str
    host: str
    port: int
    path: str
    address: str


def check_url(url: str, *, loopback: bool) -> SplitResult:
    """The parts of an address that may be one of a webhook. `loopback`: plain http is fine on this machine.

    Raises BadInput.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadInput(f"{url!r} is no web address: {error}.", "Write it as https://host/path.") from error
    schemes = ("https", "http") if loopback else ("https",)
    plain = url.isascii() and url.isprintable() and " " not in url
    if not plain or parts.scheme not in schemes or not parts.hostname or port == 0:
        raise BadInput(f"{url!r} is not an https:// address.", "Write it as https://host/path.")
    if parts.username is not None or parts.fragment:
        raise BadInput("a webhook's address has no user, password or fragment.", "Leave them out.")
    return parts


def resolve(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(address[0]) for *_, address in found]


def target_of(url: str, *, loopback: bool, resolved: Resolve = resolve) -> Target:
    """Raises DeliveryFailed for an address that may not be called. Only the host is named: a path may hold a secret."""
    try:
        parts = check_url(url, loopback=loopback)
    except BadInput as error:
        raise DeliveryFailed("the webhook's address may not be called.", error.fix) from error
    host, port = str(parts.hostname), parts.port or PORTS[parts.scheme]
    try:
        addresses = [ip_address(one.partition("%")[0]) for one in resolved(host, port)]
    except OSError as error:
        raise DeliveryFailed(f"{host} has no address: {error}.", "Correct the webhook's address.") from error
    if not addresses or not all(may_call(one, parts.scheme, loopback=loopback) for one in addresses):
        raise DeliveryFailed(f"{host} is not a public address.", "Webhooks go to https addresses on the internet.")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme, host, port, path, str(addresses[0]))


def may_call(address: IPv4Address | IPv6Address, scheme: str, *, loopback: bool) -> bool:
    if isinstance(address, IPv6Address):
        if any(address in network for network in TRANSLATED):
            return False
        address = address.ipv4_mapped or address
    if address.is_loopback:
        return loopback
    return scheme == "https" and address.is_global and not address.is_multicast
