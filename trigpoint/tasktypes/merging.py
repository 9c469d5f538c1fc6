"""What merging gives, for every task type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.consolidation.worker_model import WorkerModel


@dataclass(frozen=True, slots=True)
class Merged:
    """The value of one object's label, and how sure it is.

    `confidence` is what is published (ground-truth 3.4); `posterior`, in [0, 1] and uncapped, is
    what decides whether more answers are asked for.
    """

    value: Any
    confidence: float
    posterior: float
    workers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refitted:
    """Labels by object id after all answers informed each other, and the model they taught."""

    labels: Mapping[int, Merged]
    model: WorkerModel
