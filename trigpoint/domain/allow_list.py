"""What a job may reach beside its own files: outside web hosts for its pages, and further buckets.

Both are options of a job (tags, or a recipe's). A host of the first kind can be told whatever a template reads.
"""

from __future__ import annotations

import re

ALLOW_HOSTS = "allow-hosts"
ALLOW_BUCKETS = "allow-buckets"
MOST_HOSTS = 10

_LABEL = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
HOST = re.compile(rf"(?:\*\.(?={_LABEL}\.))?(?:{_LABEL}\.)+[a-z](?:[a-z0-9-]{{0,61}}[a-z0-9])?")
BUCKET = re.compile(r"[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]")
LONGEST_HOST = 253


def entries(text: str) -> tuple[str, ...]:
    """Words of a list with commas or spaces between them; a tag's value may hold no comma."""
    return tuple(dict.fromkeys(text.replace(",", " ").split()))


def host_name(word: str) -> str:
    """The host as a policy names it: `.example.com`, which a tag's value may hold, means `*.example.com`."""
    return f"*{word}" if word.startswith(".") else word


def hosts_of(text: str) -> tuple[str, ...]:
    """The hosts of an option, in order. Raises ValueError naming what is no plain host name.

    Names only, over https: no scheme, port, path or address, and no wildcard but a leading `*.` (or `.`).
    """
    found = tuple(dict.fromkeys(host_name(word) for word in entries(text)))
    for host in found:
        if len(host) > LONGEST_HOST or not HOST.fullmatch(host):
            raise ValueError(f"{host!r} is no host name")
    if len(found) > MOST_HOSTS:
        raise ValueError(f"{len(found)} hosts are more than {MOST_HOSTS}")
    return found


def buckets_of(text: str) -> tuple[str, ...]:
    """The buckets of an option, in order. Raises ValueError naming what is no bucket name."""
    found = entries(text)
    for bucket in found:
        if not BUCKET.fullmatch(bucket):
            raise ValueError(f"{bucket!r} is no bucket name")
    return found


def covers(hosts: tuple[str, ...], host: str) -> bool:
    """Whether a list lets a host through, as a browser reads it: `*.a.b` does not mean `a.b`."""
    return any(host == one or (one.startswith("*.") and host.endswith(one[1:])) for one in hosts)
