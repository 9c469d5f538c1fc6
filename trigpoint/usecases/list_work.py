"""What a worker can choose from: the open jobs of their work teams."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from trigpoint.domain.errors import NotAllowed
from trigpoint.domain.job import Job
from trigpoint.ports import Ledger


def list_work(worker: str, teams: Collection[str], ledger: Ledger) -> list[dict[str, Any]]:
    """Serving jobs of the teams, oldest first: name, title, description, task type, times in seconds, pay, progress,
    and how many answers the worker gave."""
    jobs = {job.key: job for team in sorted(teams) for job in ledger.team_jobs(team)}
    given = {session.job: session.answered for session in ledger.sessions(worker, list(jobs))}
    return [_shown(job, given.get(job.key, 0)) for job in sorted(jobs.values(), key=lambda job: job.created)]


def _shown(job: Job, answered: int) -> dict[str, Any]:
    return {
        "job": job.key,
        "title": job.spec.title or job.name,
        "description": job.spec.description,
        "taskType": job.spec.task_type,
        "taskSeconds": job.spec.task_seconds,
        "undoSeconds": job.spec.undo_seconds,
        "pay": job.spec.pay or None,
        "answered": answered,
        "total": job.total,
        "closed": job.closed,
        "created": job.created,
    }


def check_member(job: Job, teams: Collection[str]) -> None:
    """Raises NotAllowed unless the worker is in the job's work team."""
    if job.spec.team not in teams:
        raise NotAllowed(f"you are not in the work team of job {job.key}.", "Ask the operator to add you.")
