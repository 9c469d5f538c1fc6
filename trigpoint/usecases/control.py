"""What the operations of the control API reach, and their limits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.places import Deployment
from trigpoint.domain.service_key import Caller
from trigpoint.formats.sagemaker_arns import Arns
from trigpoint.ports import Catalogue, Groups, JobDirectory, Ports


@dataclass(frozen=True, slots=True)
class Limits:
    """How many there may be: work teams, task UIs, and jobs that have not ended (None: any number)."""

    teams: int = 1000
    task_uis: int = 10_000
    open_jobs: int | None = None


@dataclass(frozen=True, slots=True)
class Control:
    """Built once by the composition root. `pool` and `client` are the user pool and its portal client."""

    ports: Ports
    directory: JobDirectory
    catalogue: Catalogue
    groups: Groups
    deployment: Deployment
    pool: str
    client: str
    limits: Limits = Limits()

    @property
    def arns(self) -> Arns:
        return Arns(self.deployment.region, self.deployment.account)


Request = Mapping[str, Any]
Operation = Callable[[Request, Caller, Control], dict[str, Any]]
