"""Usage records: what is billed for a label, and under which key."""

from __future__ import annotations

from datetime import UTC, datetime
from zlib import crc32

from trigpoint.domain.job import Instant
from trigpoint.domain.work import Label, Outcome, Source, UsageKind, UsageRecord

PARTITIONS = 16


def month_of(instant: Instant) -> str:
    """Calendar month (yyyy-mm, UTC) of an instant."""
    return datetime.fromtimestamp(instant, UTC).strftime("%Y-%m")


def usage_of(label: Label) -> UsageRecord | None:
    """The record that bills a stored label; None for objects that failed or were skipped.

    The month is that of the stored label and not of the call: a redo after midnight on the last of
    the month finds the same key and bills once.
    """
    if label.outcome is not Outcome.LABELLED:
        return None
    human = label.source is Source.HUMAN
    return UsageRecord(
        month=month_of(label.created),
        job=label.job,
        seq=label.seq,
        kind=UsageKind.HUMAN if human else UsageKind.AUTO,
        created=label.created,
        answers=len(label.workers) if human else 0,
    )


def partition_of(job: str, seq: int) -> int:
    """Which of a month's partitions a record lies in (one alone would take 1,000 writes/s)."""
    return crc32(f"{job}#{seq}".encode()) % PARTITIONS
