"""How much there may be in one deployment: generous, and configuration (`TRIGPOINT_LIMITS`, `-c limits=`)."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Limits:
    """Ground Truth allows 25 work teams, 100,000 objects a job and 30 days; None is any number.

    `open_jobs` counts jobs that have not ended, `objects` lines of one manifest, `concurrent_tasks` objects of a
    job that workers see at once, `task_seconds` one worker's time for one task, `lifetime_seconds` how long a
    task waits for its workers.
    """

    teams: int = 1000
    groups_per_team: int = 10
    task_uis: int = 10_000
    open_jobs: int | None = None
    objects: int | None = 100_000_000
    concurrent_tasks: int = 5000
    task_seconds: int = 2_592_000
    lifetime_seconds: int = 31_536_000

    @classmethod
    def parse(cls, text: str) -> Limits:
        """From JSON such as {"teams": 25}; empty text means the defaults. Raises ValueError naming what is wrong."""
        given: Any = json.loads(text) if text else {}
        if not isinstance(given, dict):
            raise ValueError(f"limits are {text!r}, not a JSON object")
        for name, value in given.items():
            check(name, value)
        return cls(**given)


def check(name: str, value: Any) -> None:
    known = [one.name for one in fields(Limits)]
    if name not in known:
        raise ValueError(f"there is no limit {name!r}; there are {', '.join(known)}")
    whole = isinstance(value, int) and not isinstance(value, bool) and value >= 0
    if not whole and not (value is None and name in ("open_jobs", "objects")):
        raise ValueError(f"limit {name} is {value!r}, not a whole number")


GENEROUS = Limits()
