"""Exact counts from shard rows, and whether the waiting execution is due."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trigpoint.domain.job import Job
from trigpoint.domain.work import Shard


@dataclass(frozen=True, slots=True)
class Tally:
    """Ended objects of a job, and those among them that never had a task."""

    closed: int
    unopened: int


def tally(shards: Iterable[Shard]) -> Tally:
    """The sum over shard rows."""
    rows = list(shards)
    return Tally(sum(row.closed for row in rows), sum(row.unopened for row in rows))


COUNTED = ("closed", "unopened", "labelled", "failed", "machine")


def counts(shards: Iterable[Shard]) -> dict[str, int]:
    """The job row's counts of ended objects, by field name."""
    rows = list(shards)
    return {name: sum(getattr(row, name) for row in rows) for name in COUNTED}


def due(job: Job) -> bool:
    """Whether the execution that waits under the job's token may go on, by the counts in `job`.

    A job that no longer serves tasks will not reach its low water: its execution goes on at once.
    """
    return job.token is not None and (job.closed >= job.low_water or not job.status.serves)
