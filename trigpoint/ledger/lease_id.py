"""The lease id that clients see: `<object id>.<token>`."""

from __future__ import annotations

from trigpoint.domain.errors import BadInput


def lease_id(seq: int, token: str) -> str:
    """The text a client presents to submit, release, decline or confirm its lease."""
    return f"{seq}.{token}"


def parse_lease_id(text: str) -> tuple[int, str]:
    """Object id and token of a lease id. Raises BadInput."""
    seq, dot, token = text.partition(".")
    if not (dot and token and seq.isascii() and seq.isdigit() and len(seq) <= 9):
        raise BadInput(
            f"Lease id {text[:80]!r} is not of the form <object>.<token>.",
            "Send the leaseId of the task as it was handed out.",
        )
    return int(seq), token
