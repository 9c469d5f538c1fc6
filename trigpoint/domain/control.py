"""What the control API keeps and asks for: requests behind jobs, listings, kinds of document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from trigpoint.domain.job import Instant, Job


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What asked for a job: the SageMaker request as it came, the service key that signed it, its tags."""

    document: Mapping[str, Any]
    owner: str = ""
    tags: Mapping[str, str] = field(default_factory=dict)


class Listing(StrEnum):
    """The ways jobs are listed. TEAM and STATUS list one work team's or one status's, by creation."""

    CREATED = "CREATED"
    NAME = "NAME"
    TEAM = "TEAM"
    STATUS = "STATUS"


@dataclass(frozen=True, slots=True)
class JobQuery:
    """A listing and what is wanted of it: `part` is the team or status, `contains` a part of the name in any
    case, `owner` the key that asked for the job. Creation times are bounds, both included."""

    listing: Listing
    part: str = ""
    descending: bool = False
    created_from: Instant = 0.0
    created_until: Instant = 9_999_999_999.0
    contains: str = ""
    owner: str = ""


@dataclass(frozen=True, slots=True)
class ListedJob:
    """A job and what asked for it; None for an upload. In a page the request holds only what a summary shows."""

    job: Job
    request: JobRequest | None = None


class Kind(StrEnum):
    """Kinds of document in the catalogue."""

    TEAM = "TEAM"
    WORKFORCE = "WORKFORCE"
    TASK_UI = "TASK-UI"
    WEBHOOK = "WEBHOOK"
