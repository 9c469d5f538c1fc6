"""What is known of workers who paint masks. Travels as JSON between refits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

START = 0.7
"""How often a worker is right about a disputed pixel before anything is known."""


@dataclass(frozen=True, slots=True)
class MaskCrew:
    """How often each worker is right about a disputed pixel; `pool` stands in for workers not seen."""

    workers: Mapping[str, float] = field(default_factory=dict)
    pool: float = START

    def accuracy(self, workers: Sequence[str]) -> Array:
        return np.array([self.workers.get(worker, self.pool) for worker in workers])

    def as_json(self) -> dict[str, Any]:
        return {"workers": dict(self.workers), "pool": self.pool}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> MaskCrew:
        return cls(document["workers"], document["pool"])
