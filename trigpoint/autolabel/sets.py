"""Several categories an object: every category is a yes or no of its own, and one number packs an object's answers.

For each category a small logistic model turns the machine's score into the probability of yes, fold by fold for the
sampled objects: it sets the threshold where a rare category wants it. An object is as sure as its least sure category.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from trigpoint.autolabel.confidence import FOLDS

Flags = NDArray[np.bool_]

MOST_CATEGORIES = 62
"""Bits of a number that are free; Ground Truth has at most 50 categories."""

SCALE = 4.0
OFFSET_PENALTY = 0.01
PASSES, LONGEST = 30, 1.0
"""Steps of Newton's method, and how far one may go."""


@dataclass(frozen=True, slots=True)
class Judged:
    """`classes` and `confidence` (m,) of other objects; of the sampled ones confidence `sampled` (n,) and `right`."""

    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    sampled: NDArray[Any]
    right: Flags


def codes_of(flags: Flags) -> NDArray[np.intp]:
    """(n, k) -> (n,): category number j is bit j."""
    return np.asarray(flags.astype(np.intp) @ (np.intp(1) << np.arange(flags.shape[1], dtype=np.intp)))


def flags_of(codes: NDArray[Any], k: int) -> Flags:
    """(n,) -> (n, k): `codes_of` undone; of numbers below 0 nothing is right or wrong."""
    return np.asarray((codes[:, None] >> np.arange(k, dtype=np.intp)) & 1, dtype=np.bool_)


def judged(scores: NDArray[Any], truth: Flags, folds: NDArray[Any], others: NDArray[Any]) -> Judged:
    """`scores` (n, k) of the sampled objects, held out, with people's `truth` (n, k), and of `others` (m, k)."""
    sampled, rest = np.empty(scores.shape), np.zeros(others.shape)
    for fold in range(FOLDS):
        inside = folds == fold
        both = likely(scores[~inside], truth[~inside], np.concatenate([scores[inside], others]))
        sampled[inside] = both[: inside.sum()]
        # By the same curves as the sample: one of all objects would be a little surer of everything.
        rest += both[inside.sum() :] / FOLDS
    return Judged(codes_of(rest > 0.5), sure(rest), sure(sampled), (sampled > 0.5) == truth)


def sure(likely_: NDArray[Any]) -> NDArray[Any]:
    """(n, k) -> (n,): how sure the least sure category is."""
    return np.asarray(np.maximum(likely_, 1 - likely_).min(axis=1))


def likely(scores: NDArray[Any], yes: Flags, wanted: NDArray[Any]) -> NDArray[Any]:
    """The probability of yes at the `wanted` (m, k) scores: a logistic curve for each category, by Newton's method.

    The penalties keep both parameters finite where a category is told apart perfectly, or never or always there.
    """
    x = SCALE * scores
    offset, slope = np.zeros(x.shape[1]), np.zeros(x.shape[1])
    for _ in range(PASSES):
        found = expit(offset + slope * x)
        weight, gap = found * (1 - found), found - yes
        first = gap.sum(axis=0) + OFFSET_PENALTY * offset, (gap * x).sum(axis=0) + slope
        a, b = weight.sum(axis=0) + OFFSET_PENALTY, (weight * x).sum(axis=0)
        c = (weight * x**2).sum(axis=0) + 1.0
        determinant = a * c - b**2
        offset -= np.clip((c * first[0] - b * first[1]) / determinant, -LONGEST, LONGEST)
        slope -= np.clip((a * first[1] - b * first[0]) / determinant, -LONGEST, LONGEST)
    return np.asarray(expit(offset + slope * SCALE * wanted))
