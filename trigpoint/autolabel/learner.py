"""The learner: kernel ridge regression on class indicators, class-weighted, with exact cross-validated scores.

One factorisation gives the model and, for every fold of the objects it was trained on, the scores of the model that
never saw that fold (Rifkin & Lippert, "Notes on Regularized Least Squares", MIT 2007). So the random sample trains and
validates. What is certified is held out fold by fold: a score that leaves out one object alone tells that object's
label, by the little it moves, and among objects that look alike a learned confidence would read it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import lapack

from trigpoint.autolabel.features import Features, Matrix

Rows = NDArray[np.intp]

RIDGES = (0.03, 0.1, 0.3, 1.0)
BIAS = 0.1
EVENNESS = 0.5
"""0 leaves classes as frequent as they are, 1 weighs them all the same."""
CHUNK = 4096


@dataclass(frozen=True, slots=True)
class Model:
    """`held_out` (n, k): scores of the objects `rows` (n,) by models without their fold, or without them alone where
    no folds are given; NaN outside of all folds. `weights` (n, k) of the kernel expansion."""

    features: Features
    rows: Rows
    weights: Matrix
    held_out: Matrix
    loss: float

    def scores(self, rows: Rows) -> Matrix:
        """Scores (len(rows), k) of any objects; the largest wins. Linear kernels need no similarities."""
        offset = BIAS * self.weights.sum(axis=0)
        if not self.features.width:
            direction = np.asarray(self.features.matrix[self.rows].T @ self.weights)
            return np.asarray(self.features.matrix[rows] @ direction + offset, dtype=np.float32)
        parts = [
            self.features.kernel(rows[at : at + CHUNK], self.rows) @ self.weights + offset
            for at in range(0, len(rows), CHUNK)
        ]
        return np.concatenate(parts) if parts else np.zeros((0, self.weights.shape[1]), dtype=np.float32)


def fit(
    features: Features, rows: Rows, classes: NDArray[Any], k: int, ridge: float, folds: Rows | None = None
) -> Model:
    """Trains on the objects `rows` (n,) with `classes` (n,) in 0..k-1. One class or identical objects do no harm.

    `folds` (n,): which objects are held out together, -1 for those that only train.
    """
    importance = class_weights(classes, k)[classes]
    kernel = features.kernel(rows, rows) + np.float32(BIAS)
    kernel[np.diag_indices(len(rows))] += (ridge / importance).astype(np.float32)
    truth = np.where(np.arange(k) == classes[:, None], 1.0, -1.0 / max(k - 1, 1)).astype(np.float32)
    # The kernel is symmetric: its transpose is the column order that LAPACK overwrites without a copy.
    factor, trouble = lapack.spotrf(kernel.T, lower=1, overwrite_a=1)
    if trouble:
        return fit(features, rows, classes, k, 10 * ridge, folds)
    weights, _ = lapack.spotrs(factor, truth, lower=1)
    # Lower triangular, and the inverse of the kernel is its transpose times itself. The factor is overwritten.
    inverse, _ = lapack.strtri(factor, lower=1, overwrite_c=1)
    if folds is not None:
        return Model(features, rows, weights, without_folds(inverse, truth, weights, folds), np.nan)
    alone = truth - weights / np.einsum("ij,ij->j", inverse, inverse)[:, None]
    loss = float((importance[:, None] * (truth - alone) ** 2).mean())
    return Model(features, rows, weights, alone, loss)


def without_folds(inverse: Matrix, truth: Matrix, weights: Matrix, folds: Rows) -> Matrix:
    """Scores of every fold by the model trained on all but it: y_B - (inverse kernel)_BB^-1 weights_B."""
    found = np.full_like(truth, np.nan)
    for fold in np.unique(folds[folds >= 0]):
        inside = np.flatnonzero(folds == fold)
        columns = inverse[:, inside]
        found[inside] = truth[inside] - np.linalg.solve(columns.T @ columns, weights[inside])
    return found


def choose_ridge(features: Features, rows: Rows, classes: NDArray[Any], k: int) -> float:
    """The ridge with the least leave-one-out loss: squared, not the errors that the certificate counts."""
    return min(RIDGES, key=lambda ridge: fit(features, rows, classes, k, ridge).loss)


def class_weights(classes: NDArray[Any], k: int) -> NDArray[Any]:
    """(k,): rare classes weigh more; the weights of all objects have mean 1."""
    counts = np.maximum(np.bincount(classes, minlength=k), 1)
    raw = counts.astype(np.float64) ** -EVENNESS
    return np.asarray(raw / raw[classes].mean())
