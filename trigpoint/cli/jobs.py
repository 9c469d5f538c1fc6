"""`trigpoint jobs`: every job, newest first."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table
from trigpoint.domain.job import JobStatus

if TYPE_CHECKING:
    from trigpoint.domain.job import Job

COLUMNS = ("job", "status", "type", "team", "closed>", "total>", "created")
FAILURE = "failure"


def jobs(
    status: Annotated[JobStatus | None, typer.Option("--status", help="Only jobs of this status.")] = None,
    as_json: Json = False,
) -> None:
    """List jobs, newest first.

    \b
    Examples:
      trigpoint jobs
      trigpoint jobs --status InProgress --json
    """
    found = list(connection.open_connection().ports.ledger.jobs(status))
    rows = [row_of(job) for job in sorted(found, key=lambda job: job.created, reverse=True)]
    if as_json:
        put_json(rows)
    else:
        columns = (*COLUMNS, FAILURE) if any(row[FAILURE] for row in rows) else COLUMNS
        put_table("Jobs (times are UTC)", columns, [cells(row, len(columns)) for row in rows])


def cells(row: dict[str, Any], count: int) -> tuple[Any, ...]:
    """As many cells as the table has columns; what is a list stands in the JSON only."""
    return tuple(value for value in row.values() if not isinstance(value, list))[:count]


def row_of(job: Job) -> dict[str, Any]:
    created = datetime.fromtimestamp(job.created, UTC).strftime("%Y-%m-%d %H:%M:%S")
    return {
        "job": job.name,
        "status": str(job.status),
        "taskType": job.spec.task_type,
        "team": job.spec.team,
        "closed": job.closed,
        "total": job.total,
        "created": created,
        "allowedHosts": list(job.spec.allowed_hosts),
        "warnings": job.warnings.splitlines(),
        FAILURE: job.failure or "",
    }
