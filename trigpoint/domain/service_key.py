"""Service keys: what a program signs its calls of the control API with, and what that allows."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from trigpoint.domain.job import Instant


class Role(StrEnum):
    """An integrator sees and steers the jobs its own key made, and nobody else's."""

    OPERATOR = "operator"
    INTEGRATOR = "integrator"
    READ_ONLY = "read-only"


@dataclass(frozen=True, slots=True)
class ServiceKey:
    """`secret` is shown once, when the key is made; it stands in no log and no repr."""

    id: str
    secret: str = field(repr=False)
    role: Role
    name: str
    created: Instant


@dataclass(frozen=True, slots=True)
class Caller:
    """Who signed a call. `seal` signs what only this caller may hand back to us (page tokens)."""

    key: str
    name: str
    role: Role
    seal: bytes = field(repr=False)
