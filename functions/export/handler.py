"""In: {"step": "plan" | "finish", "job"}, or {"step": "export_group", "job", "group", "first", "last"} of the map.
Out: {"bucket", "key"} of the list of groups; {"lines": n}; {"output": uri}.
"""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.connect import connect
from trigpoint.usecases.export_job import export_group, finish_export, plan_export

ports, deployment = connect()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    match event["step"]:
        case "plan":
            return dict(plan_export(event["job"], ports, deployment))
        case "export_group":
            shards = (event["group"], event["first"], event["last"])
            return {"lines": export_group(event["job"], *shards, ports, deployment)}
        case "finish":
            return {"output": finish_export(event["job"], ports, deployment)}
        case other:
            raise ValueError(f"export has no step {other!r}")
