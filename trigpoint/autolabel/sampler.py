"""Which objects go to people next: a random start, then uncertainty x diversity x density. Sees no answers."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.features import Matrix

Rows = NDArray[np.intp]

CANDIDATES = 3
"""Times the batch: the least certain objects, among which the batch is spread out."""
DENSITY = 0.5
LANDMARKS = 128


def random_start(objects: int, count: int, random: np.random.Generator) -> Rows:
    """`count` of the objects 0..objects-1 without replacement, in order of drawing: every prefix is a random sample."""
    return np.asarray(random.permutation(objects)[:count], dtype=np.intp)


def most_useful(rows: Rows, confidence: NDArray[Any], sketch: Matrix, count: int, random: np.random.Generator) -> Rows:
    """`count` of the objects `rows` (m,) that people should label next, most useful first.

    `confidence` (m,) in 0..1, NaN counts as 0; `sketch` (all objects, s) places them.
    """
    doubt = 1.0 - np.nan_to_num(confidence, nan=0.0)
    worth = doubt * density(sketch[rows], random) ** DENSITY
    likely = np.argsort(-worth, kind="stable")[: CANDIDATES * count]
    picked = spread_out(sketch[rows[likely]], worth[likely], min(count, len(likely)))
    return np.asarray(rows[likely[picked]], dtype=np.intp)


def density(places: Matrix, random: np.random.Generator) -> NDArray[Any]:
    """(n,) in 0..1: how close each object is to a random few of all; outliers teach little."""
    if not len(places):
        return np.zeros(0)
    landmarks = places[random.integers(0, len(places), min(LANDMARKS, len(places)))]
    squared = (places**2).sum(axis=1)[:, None] + (landmarks**2).sum(axis=1)[None, :] - 2 * places @ landmarks.T
    squared = np.maximum(squared, 0)
    return np.asarray(np.exp(-squared / max(float(np.median(squared)), 1e-12)).mean(axis=1))


def spread_out(places: Matrix, worth: NDArray[Any], count: int) -> NDArray[np.intp]:
    """Greedy: the next is the one whose worth x distance to those picked is largest (Gonzalez 1985, weighted)."""
    squares = (places**2).sum(axis=1)
    nearest = np.full(len(places), np.inf)
    taken = np.zeros(len(places), dtype=np.bool_)
    picked = np.empty(count, dtype=np.intp)
    for number in range(count):
        gain = worth * np.sqrt(nearest) if number else worth
        best = int(np.where(taken, -np.inf, gain).argmax())
        picked[number], taken[best] = best, True
        away = np.maximum(squares + squares[best] - 2 * places @ places[best], 0)
        nearest = np.minimum(nearest, away)
    return picked
