"""Learned confidence: the probability that the top class is right, from scores and the class itself.

As in Vishwakarma et al., "Pearls from Pebbles" (NeurIPS 2024), how sure the machine is is learned; the offset per class
makes thresholds per class out of one. Sampled objects are rated by a fit without their fold, none by itself.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.features import Matrix

FOLDS = 10
STRENGTH = 1.0


def described(scores: Matrix) -> NDArray[Any]:
    """(n, 2 + k): margin of the two best scores, the best score, and which class it is."""
    ordered = np.sort(scores, axis=1)
    margin = ordered[:, -1] - (ordered[:, -2] if scores.shape[1] > 1 else 0)
    classes = np.eye(scores.shape[1])[scores.argmax(axis=1)]
    return np.column_stack([4 * margin, 2 * ordered[:, -1], 0.5 * classes])


def rated(
    scores: Matrix, correct: NDArray[np.bool_], folds: NDArray[Any], others: Matrix
) -> tuple[NDArray[Any], NDArray[Any]]:
    """Confidences (n,) of the sampled objects, each from the other `folds` (n,), and (m,) of the other objects."""
    known, unknown = described(scores), described(others)
    sampled = np.empty(len(known))
    for number in range(FOLDS):
        inside = folds == number
        sampled[inside] = predicted(known[~inside], correct[~inside], known[inside])
    return sampled, predicted(known, correct, unknown)


def predicted(known: NDArray[Any], correct: NDArray[np.bool_], wanted: NDArray[Any]) -> NDArray[Any]:
    from sklearn.linear_model import LogisticRegression

    if not len(wanted):
        return np.zeros(0)
    if len(np.unique(correct)) < 2:
        # Nothing to learn from: the margin ranks.
        return np.asarray(1 / (1 + np.exp(-wanted[:, 0])))
    fitted = LogisticRegression(C=STRENGTH, max_iter=300).fit(known, correct)
    return np.asarray(fitted.predict_proba(wanted)[:, 1])
