"""Notices: what a job tells the outside of each labelled object and of its end."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from trigpoint.domain.job import Instant, Job


class Listener(StrEnum):
    """Who is told. A topic hears of objects; a webhook of objects and of the job's end."""

    TOPIC = "topic"
    WEBHOOK = "webhook"


@dataclass(frozen=True, slots=True)
class Notice:
    """What is to be told: that the object `seq` of a job was labelled, or, without one, how the job stands."""

    job: str
    listener: Listener
    seq: int | None = None


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told, and the secret its calls are signed with, which stands in no log and no repr."""

    name: str
    url: str
    secret: str = field(repr=False)
    created: Instant = 0.0


def listeners(job: Job) -> list[Listener]:
    """Who wants to hear of the job's objects."""
    wanted = {Listener.TOPIC: job.spec.topic, Listener.WEBHOOK: job.spec.webhook}
    return [listener for listener, place in wanted.items() if place]


FIRST_RETRY_SECONDS = 2
LONGEST_RETRY_SECONDS = 3600
DELIVERIES = 8
"""Tries of one notice before it goes to the dead letter queue, spread over two and a half hours."""


def retry_seconds(received: int) -> int:
    """How long after the try of this number (from 1) the next one comes."""
    return min(int(FIRST_RETRY_SECONDS * 5 ** (received - 1)), LONGEST_RETRY_SECONDS)
