"""From what is believed of patterns to one mask: smoothed where people disagree, rows at a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import uniform_filter

from trigpoint.consolidation.choice import TIE
from trigpoint.consolidation.masks.crew import Array, MaskCrew
from trigpoint.consolidation.masks.estimator import Picture, believed, shares
from trigpoint.consolidation.masks.patterns import CHUNK_PIXELS, Codes, Mask, Patterns, pattern_rows

REACH = 0.008
"""How far neighbours count, as a share of the picture's longer side: about the width of a careless edge."""

Planes = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Painted:
    """`posterior`: mean probability that a pixel's class is right, over pixels that anyone painted."""

    mask: Mask
    posterior: float


def painted(maps: Sequence[Mask], picture: Picture, crew: MaskCrew) -> Painted:
    """The consensus of maps of one size, in the order of the picture's workers."""
    patterns = picture.patterns
    now = believed(picture, crew)
    radius = round(max(maps[0].shape) * REACH)
    plain = winner(now, shares(patterns))
    mask = np.empty(maps[0].shape, dtype=np.uint8)
    settled = picture.disputed == 0
    for rows, places, belief in neighbourhoods(maps, patterns, now, radius):
        chosen = plain[places]
        open_ = ~settled[places]
        if radius and open_.any():
            chosen[open_] = belief(open_)
        mask[rows] = patterns.classes[chosen]
    return Painted(mask, certainty(patterns, now))


def winner(now: Array, votes: Array) -> Codes:
    """Place of the likeliest class of every pattern; ties go to more votes, then to the first class."""
    tied = now >= now.max(axis=1, keepdims=True) - TIE
    found: Codes = np.where(tied, votes, -1.0).argmax(axis=1)
    return found


def neighbourhoods(
    maps: Sequence[Mask], patterns: Patterns, now: Array, radius: int
) -> Iterator[tuple[slice, Codes, Smoothed]]:
    """(rows, pattern places, smoothed winner) of the picture, with enough rows around each piece to smooth it."""
    height, width = maps[0].shape
    step = max(1, CHUNK_PIXELS // max(1, width))
    for top in range(0, height, step):
        rows = slice(top, min(top + step, height))
        around = slice(max(0, top - 2 * radius), min(height, rows.stop + 2 * radius))
        places = patterns.places(pattern_rows(maps, patterns.classes, around))
        inner = slice(rows.start - around.start, rows.stop - around.start)
        yield rows, places[inner], Smoothed(places, inner, now, radius)


@dataclass(frozen=True, slots=True)
class Smoothed:
    """Winners after every class's probability was averaged, twice, over squares of side 2 radius + 1."""

    places: Codes
    inner: slice
    now: Array
    radius: int

    def __call__(self, where: NDArray[np.bool_]) -> Codes:
        best = np.full(int(where.sum()), -1.0, dtype=np.float32)
        chosen = np.zeros(len(best), dtype=np.int64)
        for place in range(self.now.shape[1]):
            plane = self.now[:, place].astype(np.float32)[self.places]
            for _ in range(2):
                plane = uniform_filter(plane, 2 * self.radius + 1, mode="nearest")
            values = plane[self.inner][where]
            better = values > best + np.float32(TIE)
            best[better], chosen[better] = values[better], place
        return chosen


def certainty(patterns: Patterns, now: Array) -> float:
    painted_by_any = (patterns.classes[patterns.said] != 0).any(axis=1)
    pixels = patterns.pixels * painted_by_any
    return float((pixels * now.max(axis=1)).sum() / pixels.sum()) if pixels.any() else 1.0
