"""What is known of workers who mark things: how much they find, invent, slip and mistake.

Travels as JSON between refits. A worker it does not know is taken for the pool's average.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np

from trigpoint.consolidation.detections.detection import Array
from trigpoint.consolidation.detections.evidence import Parameters

SMOOTHING = 1.0
"""Weight of even slips, and of an even label prior, beside what was counted."""


REAL_BINS = (0.05, 0.1, 0.15, 0.2, 0.25, 0.25)
CHANCE_BINS = (0.02, 0.015, 0.01, 0.005, 0.002, 0.001)
"""Before anything is known, from the gate to 1; the second sums to the chance of falling together at all."""


@dataclass(frozen=True, slots=True)
class Skill:
    """One worker, or the pool.

    recall: share of real things they mark; invented: false marks an object; spread: mean squared
    deviation of their shapes, relative to size; accuracy: how often the label is right.
    """

    recall: float = 0.85
    invented: float = 0.15
    spread: float = 0.0025
    accuracy: float = 0.9

    def as_json(self) -> list[float]:
        return [getattr(self, one.name) for one in fields(self)]


@dataclass(frozen=True, slots=True)
class Crew:
    """`density` is the mean number of real things on an object; `real_bins` how close marks of a
    real thing lie, `chance_bins` how likely false marks lie that close; `labels` how often each label was true;
    `slips` how often label (inner) was given for another true one (outer)."""

    pool: Skill = Skill()
    workers: Mapping[str, Skill] = field(default_factory=dict)
    density: float = 2.0
    real_bins: Sequence[float] = REAL_BINS
    chance_bins: Sequence[float] = CHANCE_BINS
    labels: Mapping[str, float] = field(default_factory=dict)
    slips: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def skill(self, worker: str) -> Skill:
        return self.workers.get(worker, self.pool)

    def parameters(self, workers: Sequence[str], categories: Sequence[str]) -> Parameters:
        """As arrays, in the order of `workers` and `categories`."""
        skills = np.array([self.skill(worker).as_json() for worker in workers]).reshape(-1, 4)
        recall, invented, spread, accuracy = skills.T
        counted = np.array([self.labels.get(label, 0.0) for label in categories])
        rows = [[self.slips.get(true, {}).get(given, 0.0) for given in categories] for true in categories]
        return Parameters(
            recall,
            invented,
            spread,
            accuracy,
            self.density,
            np.asarray(self.real_bins),
            np.asarray(self.chance_bins),
            smoothed(counted),
            slip_rows(rows),
        )

    def as_json(self) -> dict[str, Any]:
        return {
            "pool": self.pool.as_json(),
            "workers": {worker: skill.as_json() for worker, skill in self.workers.items()},
            "density": self.density,
            "realBins": list(self.real_bins),
            "chanceBins": list(self.chance_bins),
            "labels": dict(self.labels),
            "slips": {true: dict(given) for true, given in self.slips.items()},
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Crew:
        workers = {worker: Skill(*numbers) for worker, numbers in document["workers"].items()}
        pool = Skill(*document["pool"])
        bins = tuple(document["realBins"]), tuple(document["chanceBins"])
        return cls(pool, workers, document["density"], *bins, document["labels"], document["slips"])


def smoothed(counts: Array) -> Array:
    """Shares of counts, with one even count spread over all."""
    even: Array = (counts + SMOOTHING / len(counts)) / (counts.sum() + SMOOTHING)
    return even


def slip_rows(counts: Sequence[Sequence[float]]) -> Array:
    """Rows of shares over the wrong labels; the diagonal is 0."""
    matrix = np.asarray(counts, dtype=np.float64)
    wrong = (matrix + SMOOTHING) * (1 - np.eye(len(matrix)))
    rows: Array = wrong / np.maximum(wrong.sum(axis=1, keepdims=True), 1e-12)
    return rows
