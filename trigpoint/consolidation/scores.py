"""How right labels are against a truth, and whether their confidence means what it says."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BINS = 10


@dataclass(frozen=True, slots=True)
class Scores:
    """`ece`: expected calibration error over ten bins of confidence. `brier`: mean squared error, of the whole
    posterior where it is known and else of the confidence alone."""

    objects: int
    accuracy: float
    ece: float
    brier: float


def scores_of(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> Scores:
    """From the winners' posteriors alone; both arrays have one entry an object, at least one."""
    brier = float(((confidence - right) ** 2).mean())
    return Scores(len(right), float(right.mean()), calibration_error(confidence, right), brier)


def scores_of_posteriors(posterior: NDArray[np.float64], truth: NDArray[np.int64]) -> Scores:
    """From posteriors (objects, K) and the codes of the true categories."""
    right = posterior.argmax(axis=1) == truth
    ideal = np.eye(posterior.shape[1])[truth]
    brier = float(((posterior - ideal) ** 2).sum(axis=1).mean())
    return Scores(len(truth), float(right.mean()), calibration_error(posterior.max(axis=1), right), brier)


def calibration_error(confidence: NDArray[np.float64], right: NDArray[np.bool_]) -> float:
    at = np.clip((confidence * BINS).astype(np.int64), 0, BINS - 1)
    gap = np.bincount(at, confidence - right, minlength=BINS)
    return float(np.abs(gap).sum() / len(right))
