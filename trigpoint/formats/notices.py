"""Notices as listeners get them: the labelled object's output line, or how a job ended; ids and signatures.

    Trigpoint-Signature: t=1790000000,v1=<hex of HMAC-SHA256(secret, "1790000000.<body>")>

A notice may come more than once, always with the same delivery id: the receiver keeps the ids it has seen.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from trigpoint.domain.job import Instant, Job
from trigpoint.domain.work import Label
from trigpoint.formats import jsontext
from trigpoint.formats.timestamps import worker_time

OBJECT = "object.labelled"
STATE = "job.state"
DELIVERY, EVENT, ATTEMPT, SIGNATURE = (
    "Trigpoint-Delivery",
    "Trigpoint-Event",
    "Trigpoint-Attempt",
    "Trigpoint-Signature",
)
TOLERANCE_SECONDS = 300
"""How old a signature a receiver takes."""


def delivery_id(job: Job, event: str, part: object) -> str:
    """The same for every delivery of one fact, another for every other fact: names come back, jobs do not."""
    return hashlib.sha256(f"{job.key}@{job.created!r} {event} {part}".encode()).hexdigest()[:32]


def object_notice(job: Job, arn: str, label: Label, line: bytes) -> dict[str, Any]:
    """`line` is the object's line of the output manifest."""
    return {
        "delivery": delivery_id(job, OBJECT, label.seq),
        "event": OBJECT,
        "job": job.name,
        "jobArn": arn,
        "at": worker_time(label.created),
        "object": label.seq,
        "line": jsontext.loads(line),
    }


def state_notice(job: Job, arn: str) -> dict[str, Any]:
    shown = {
        "delivery": delivery_id(job, STATE, job.status.value),
        "event": STATE,
        "job": job.name,
        "jobArn": arn,
        "at": worker_time(job.modified),
        "status": job.status.value,
        "failureReason": job.failure,
        "outputManifest": job.output_manifest,
    }
    return {name: value for name, value in shown.items() if value is not None}


def signed_headers(notice: Mapping[str, Any], body: bytes, secret: str, now: Instant, attempt: int) -> dict[str, str]:
    """The headers of one call; a retry is signed anew, so that its signature is young."""
    return {
        "Content-Type": "application/json",
        "User-Agent": "trigpoint",
        DELIVERY: str(notice["delivery"]),
        EVENT: str(notice["event"]),
        ATTEMPT: str(attempt),
        SIGNATURE: signature(secret, int(now), body),
    }


def signature(secret: str, at: int, body: bytes) -> str:
    digest = hmac.new(secret.encode(), f"{at}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={at},v1={digest}"


def is_ours(header: str, body: bytes, secret: str, now: Instant) -> bool:
    """What a receiver asks: made with the secret, for this body, within the last five minutes."""
    stamp = header.partition(",")[0].removeprefix("t=")
    if not (stamp.isascii() and stamp.isdigit() and abs(now - int(stamp)) <= TOLERANCE_SECONDS):
        return False
    return hmac.compare_digest(signature(secret, int(stamp), body).encode(), header.encode())
