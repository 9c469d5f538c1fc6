"""Operators' addresses: the jobs of the installation, what failed in one, its model's report, and stop."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from functools import partial
from typing import Any

from trigpoint.domain.errors import NotAllowed
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases.end_job import stop_job
from trigpoint.usecases.watch_jobs import failed_objects, learning_report, list_jobs

ConsoleAction = Callable[[Ports, Deployment], dict[str, Any]]
OPERATORS = "operators"


def check_operator(groups: Collection[str]) -> None:
    """Raises NotAllowed for everybody else."""
    if OPERATORS not in groups:
        raise NotAllowed("only operators may see and steer jobs.", f"Ask to be added to the group {OPERATORS}.")


def console_action(method: str, path: Sequence[str]) -> ConsoleAction | None:
    """What the address under /console/ asks for; None for one that is not ours."""
    match (method, *path):
        case "GET", "jobs":
            return jobs
        case "GET", "jobs", job, "failed":
            return partial(failed, job.lower())
        case "GET", "jobs", job, "report":
            return partial(report, job.lower())
        case "POST", "jobs", job, "stop":
            return partial(stop, job.lower())
        case _:
            return None


def jobs(ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    return {"jobs": list_jobs(ports.ledger)}


def failed(job: str, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    return {"objects": failed_objects(job, ports.ledger)}


def report(job: str, ports: Ports, deployment: Deployment) -> dict[str, Any]:
    return {"html": learning_report(job, ports, deployment)}


def stop(job: str, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    return {"status": str(stop_job(job, ports).status)}
