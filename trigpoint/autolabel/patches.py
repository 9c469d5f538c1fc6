"""Convolutional features learned from the job's own pictures, without labels: filters, rectified, summed over a grid.

As in Coates & Ng, "The Importance of Encoding Versus Training with Sparse Coding and Vector Quantization" (ICML 2011):
small patches are brought to the same contrast, whitened and clustered; the cluster centres are the filters.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

Matrix = NDArray[np.float32]

FILTERS = 64
PATCH = 7
"""Pixels a side of a patch; small pictures have smaller patches."""
GRID = 3
PATCHES = 20_000
TURNS = 10
THRESHOLD = 1.0
"""Responses below it are noise."""
FAINT, WHITENING = 0.1, 0.1
NUMBERS_AT_ONCE = 16_000_000
TINY = 1e-12


@dataclass(frozen=True, slots=True)
class Filters:
    """`directions` (d, FILTERS) for patches of `side` x `side` pixels, less their `centre` (d,); contrasts far below
    the square root of `faint` are not blown up."""

    side: int
    faint: float
    centre: Matrix
    directions: Matrix


def learned(pictures: Matrix, random: np.random.Generator) -> Filters | None:
    """From pictures (n, height, width, channels); None where they are too small to have patches."""
    n, height, width, _ = pictures.shape
    side = min(PATCH, min(height, width) // 3 + 1)
    if side < 2 or not n:
        return None
    tops, lefts = (random.integers(0, length - side + 1, PATCHES) for length in (height, width))
    raw = windows(pictures, side)[random.integers(0, n, PATCHES), tops, lefts].reshape(PATCHES, -1)
    faint = float(FAINT * raw.var(axis=1).mean()) or 1.0
    patches = evened(raw, faint)
    centre = patches.mean(axis=0)
    values, vectors = np.linalg.eigh(np.cov(patches.T).astype(np.float64))
    whitening = ((vectors / np.sqrt(np.maximum(values, 0) + WHITENING)) @ vectors.T).astype(np.float32)
    centres = clustered((patches - centre) @ whitening, random)
    return Filters(side, faint, centre, whitening @ centres.T)


def windows(pictures: Matrix, side: int) -> Matrix:
    """(n, rows, columns, channels, side, side), a view."""
    return sliding_window_view(pictures, (side, side), axis=(1, 2))


def evened(patches: Matrix, faint: float) -> Matrix:
    """Every patch (..., d) less its mean, with contrast 1."""
    centred = patches - patches.mean(axis=-1, keepdims=True)
    return np.asarray(centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + faint), dtype=np.float32)


def clustered(points: Matrix, random: np.random.Generator) -> Matrix:
    """FILTERS directions (FILTERS, d), by k-means on the sphere."""
    points = points / np.maximum(np.linalg.norm(points, axis=1, keepdims=True), TINY)
    centres = points[random.choice(len(points), FILTERS, replace=False)]
    for _ in range(TURNS):
        nearest = (points @ centres.T).argmax(axis=1)
        sums = (nearest == np.arange(FILTERS)[:, None]).astype(np.float32) @ points
        length = np.linalg.norm(sums, axis=1, keepdims=True)
        centres = np.where(length > TINY, sums / np.maximum(length, TINY), centres)
    return np.asarray(centres, dtype=np.float32)


def pooled(pictures: Matrix, filters: Filters) -> Matrix:
    """(n, cells x FILTERS): how much of each filter is in each cell of a coarse grid, rooted."""
    rows, columns = (length - filters.side + 1 for length in pictures.shape[1:3])
    strip = max(1, NUMBERS_AT_ONCE // (rows * columns * max(FILTERS, len(filters.centre))))
    parts = [responses(pictures[at : at + strip], filters) for at in range(0, len(pictures), strip)]
    return np.concatenate(parts)


def responses(pictures: Matrix, filters: Filters) -> Matrix:
    seen = windows(pictures, filters.side)
    patches = evened(seen.reshape(*seen.shape[:3], -1), filters.faint) - filters.centre
    found = np.maximum(patches @ filters.directions - THRESHOLD, 0)
    for axis in (1, 2):
        edges = np.unique(np.linspace(0, found.shape[axis], GRID + 1).astype(int)[:-1])
        found = np.add.reduceat(found, edges, axis=axis)
    return np.asarray(np.sqrt(found).reshape(len(found), -1), dtype=np.float32)
