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
from numpy.linalg import LinAlgError
from numpy.typing import NDArray

from trigpoint.autolabel.factor import BLOCK, Factor, inverse_root
from trigpoint.autolabel.features import Features, Matrix

Rows = NDArray[np.intp]

RIDGES = (0.03, 0.1, 0.3, 1.0)
BIAS = 0.1
EVENNESS = 0.5
"""0 leaves classes as frequent as they are, 1 weighs them all the same."""
CHUNK = 4096
MOST = 20_000
"""Labels that train: memory grows with their square (1.6 GB at most), time with their cube."""
ENOUGH = 3000
"""Labels that choose the ridge."""


@dataclass(frozen=True, slots=True)
class Model:
    """`held_out` (n, k): scores of the objects `rows` (n,) by models without their fold, or without them alone where
    no folds are given; NaN outside of all folds. `weights` (n, k) of the kernel expansion."""

    features: Features
    rows: Rows
    weights: Matrix
    held_out: Matrix

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
    Where an object may have several classes, `classes` (n, k) are flags.

    `folds` (n,): which objects are held out together, -1 for those that only train.
    """
    trained = fitting(len(rows), folds)
    if len(trained) < len(rows):
        part = fit(features, rows[trained], classes[trained], k, ridge, None if folds is None else folds[trained])
        return extended(part, rows, trained)
    truth, importance = goals(classes, k)
    penalties = (ridge / importance).astype(np.float32)
    checks = np.ones(len(rows), dtype=np.bool_) if folds is None else folds >= 0
    try:
        weights, root = solved(features, rows, checks, penalties, truth)
    except LinAlgError:
        return fit(features, rows, classes, k, 10 * ridge, folds)
    if folds is None:
        return Model(features, rows, weights, without_one(root, truth, weights))
    held_out = np.full_like(truth, np.nan)
    held_out[checks] = without_folds(root, truth[checks], weights[checks], folds[checks])
    return Model(features, rows, weights, held_out)


def solved(
    features: Features, rows: Rows, checks: NDArray[np.bool_], penalties: Matrix, truth: Matrix
) -> tuple[Matrix, Matrix]:
    """Weights (n, k), and the root R of the part of the inverse that belongs to the `checks` (n,): R.T @ R. The other
    rows are eliminated first, so that nothing but that part is ever inverted. Raises LinAlgError."""
    taught = ~checks
    factor = factorised(features, rows[taught], penalties[taught])
    across = factor.forward(similarities(features, rows[taught], rows[checks]))
    left = similarities(features, rows[checks], rows[checks])
    left[np.diag_indices(len(left))] += penalties[checks]
    left -= across.T @ across
    root = inverse_root(left)
    forward = factor.forward(truth[taught])
    weights = np.empty_like(truth)
    weights[checks] = root.T @ (root @ (truth[checks] - across.T @ forward))
    weights[taught] = factor.backward(forward - across @ weights[checks])
    return weights, root


def factorised(features: Features, rows: Rows, penalties: Matrix) -> Factor:
    factor = Factor()
    for at in range(0, len(rows), BLOCK):
        kernel = similarities(features, rows[at : at + BLOCK], rows[: at + BLOCK])
        square = kernel[:, at:].copy()
        square[np.diag_indices(len(square))] += penalties[at : at + BLOCK]
        factor.grow(kernel[:, :at], square)
    return factor


def similarities(features: Features, rows: Rows, columns: Rows) -> Matrix:
    return features.kernel(rows, columns) + np.float32(BIAS)


def fitting(count: int, folds: Rows | None) -> Rows:
    """Which of so many labels train: all, or MOST of them, evenly of those that check and those that do not."""
    if count <= MOST:
        return np.arange(count, dtype=np.intp)
    checks = np.arange(count) if folds is None else np.flatnonzero(folds >= 0)
    others = np.setdiff1d(np.arange(count), checks)
    room = max(MOST - len(checks), min(len(others), MOST // 2))
    chosen = [spread(checks, MOST - min(room, len(others))), spread(others, room)]
    return np.sort(np.concatenate(chosen)).astype(np.intp)


def spread(rows: NDArray[Any], count: int) -> NDArray[Any]:
    """At most `count` of the rows, evenly."""
    return rows[np.unique(np.linspace(0, len(rows) - 1, min(count, len(rows))).astype(np.intp))] if count else rows[:0]


def extended(part: Model, rows: Rows, trained: Rows) -> Model:
    """The same model for all `rows`: those that did not train were never seen, so its scores of them are held out."""
    others = np.setdiff1d(np.arange(len(rows)), trained)
    weights = np.zeros((len(rows), part.weights.shape[1]), dtype=np.float32)
    held_out = np.empty_like(weights)
    weights[trained], held_out[trained] = part.weights, part.held_out
    held_out[others] = part.scores(rows[others])
    return Model(part.features, rows, weights, held_out)


def goals(classes: NDArray[Any], k: int) -> tuple[Matrix, NDArray[Any]]:
    """The scores (n, k) to be learned, and the weight (n,) of each object."""
    if classes.ndim > 1:
        return np.where(classes, 1.0, -1.0).astype(np.float32), np.ones(len(classes))
    truth = np.where(np.arange(k) == classes[:, None], 1.0, -1.0 / max(k - 1, 1)).astype(np.float32)
    return truth, class_weights(classes, k)[classes]


def without_folds(root: Matrix, truth: Matrix, weights: Matrix, folds: Rows) -> Matrix:
    """Scores of every fold by the model trained on all but it: y_B - (inverse kernel)_BB^-1 weights_B."""
    found = np.full_like(truth, np.nan)
    for fold in np.unique(folds):
        inside = np.flatnonzero(folds == fold)
        columns = root[:, inside]
        found[inside] = truth[inside] - np.linalg.solve(columns.T @ columns, weights[inside])
    return found


def without_one(root: Matrix, truth: Matrix, weights: Matrix) -> Matrix:
    """Scores of every object by the model trained on all others."""
    return np.asarray(truth - weights / np.einsum("ij,ij->j", root, root)[:, None], dtype=np.float32)


def choose_ridge(
    features: Features, rows: Rows, classes: NDArray[Any], k: int, known: dict[bytes, float] | None = None
) -> float:
    """The ridge with the least leave-one-out loss: squared, not the errors that the certificate counts.

    `known` remembers what was chosen for the same labels: the first sample decides at every stage.
    """
    rows, classes = rows[:ENOUGH], classes[:ENOUGH]
    key = rows.tobytes() + classes.tobytes()
    known = {} if known is None else known
    if key not in known:
        kernel = similarities(features, rows, rows)
        losses = {ridge: loss(kernel, *goals(classes, k), ridge) for ridge in RIDGES}
        known[key] = min(RIDGES, key=losses.__getitem__)
    return known[key]


def loss(kernel: Matrix, truth: Matrix, importance: NDArray[Any], ridge: float) -> float:
    """Mean weighted square of what the models without one object miss of it."""
    system = kernel.copy()
    system[np.diag_indices(len(system))] += (ridge / importance).astype(np.float32)
    try:
        root = inverse_root(system)
    except LinAlgError:
        return float("inf")
    alone = without_one(root, truth, root.T @ (root @ truth))
    return float((importance[:, None] * (truth - alone) ** 2).mean())


def class_weights(classes: NDArray[Any], k: int) -> NDArray[Any]:
    """(k,): rare classes weigh more; the weights of all objects have mean 1."""
    counts = np.maximum(np.bincount(classes, minlength=k), 1)
    raw = counts.astype(np.float64) ** -EVENNESS
    return np.asarray(raw / raw[classes].mean())
