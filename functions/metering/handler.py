"""In: {"step": "meter", "job"} of the machine. Out: {"usageRecords": n}."""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.connect import connect
from trigpoint.usecases.end_job import meter_job

ports, deployment = connect()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    return {"usageRecords": meter_job(event["job"], ports)}
