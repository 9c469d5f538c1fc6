"""The three ways Ground Truth writes a point in time (facts: ground-truth 3.1-3.3). All UTC."""

from __future__ import annotations

from datetime import UTC, datetime

from trigpoint.domain.job import Instant


def moment(instant: Instant) -> datetime:
    return datetime.fromtimestamp(instant, UTC)


def creation_date(instant: Instant) -> str:
    """`2021-11-01T17:42:26.177000`: label metadata, no zone."""
    return moment(instant).strftime("%Y-%m-%dT%H:%M:%S.%f")


def worker_time(instant: Instant) -> str:
    """`2020-12-28T18:59:15.191Z`: worker responses, milliseconds."""
    return moment(instant).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def file_stamp(instant: Instant) -> str:
    """`2020-12-28_18:59:15`: names of worker-response and consolidation files."""
    return moment(instant).strftime("%Y-%m-%d_%H:%M:%S")


def month(instant: Instant) -> str:
    """`2020-12`: the calendar month a usage record belongs to."""
    return moment(instant).strftime("%Y-%m")
