"""What the workers said together about a pixel, and how many pixels they said it about.

Per-pixel inference without looks at neighbours depends on a pixel only through this joint pattern. A picture has
thousands of patterns at most, so the inference runs on them at full size, and pixels are only counted and looked
up: rows at a time, in memory that does not grow with the picture.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trigpoint.domain.errors import AnswerError

Mask = NDArray[np.uint8]
"""Class codes of a picture, shape (height, width); 0 is the background."""

Codes = NDArray[np.int64]

CHUNK_PIXELS = 1 << 20
DENSE = 1 << 20
"""Largest number of possible patterns that is counted in a table instead of by sorting."""

MOST_CODES = 1 << 62

MOST_CELLS = 1 << 24
"""Patterns times classes that are reasoned about: real masks have a thousandth of it, noise would fill the memory."""


@dataclass(frozen=True, slots=True)
class Patterns:
    """`said` (patterns, workers) holds places in `classes`, the class codes in use; `pixels` counts each pattern.

    Patterns are in ascending order of `codes`.
    """

    classes: Mask
    codes: Codes
    said: NDArray[np.int64]
    pixels: NDArray[np.float64]

    def places(self, codes: Codes) -> Codes:
        """Places of pattern codes."""
        found: Codes = np.searchsorted(self.codes, codes)
        return found


def joint(maps: Sequence[Mask]) -> Patterns:
    """The patterns of maps of one size. Raises AnswerError where there are too many classes to tell apart."""
    classes = np.flatnonzero(np.sum([np.bincount(one.ravel(), minlength=256) for one in maps], axis=0))
    base = len(classes)
    if base ** len(maps) > MOST_CODES:
        raise AnswerError(f"The masks use {base} classes, too many for {len(maps)} workers.", "Use fewer classes.")
    dense = np.zeros(base ** len(maps), dtype=np.int64) if base ** len(maps) <= DENSE else None
    counted: dict[int, int] = {}
    for _, codes in chunks(maps, classes):
        if dense is not None:
            dense += np.bincount(codes.ravel(), minlength=len(dense))
            continue
        values, times = np.unique(codes, return_counts=True)
        for value, count in zip(values.tolist(), times.tolist(), strict=True):
            counted[value] = counted.get(value, 0) + count
    found = np.flatnonzero(dense) if dense is not None else np.array(sorted(counted), dtype=np.int64)
    if len(found) * base > MOST_CELLS:
        raise AnswerError(f"The masks disagree in {len(found):,} ways: they look like noise.", "Look at them.")
    pixels = dense[found] if dense is not None else np.array([counted[code] for code in found.tolist()])
    powers = base ** np.arange(len(maps) - 1, -1, -1, dtype=np.int64)
    said = found[:, None] // powers % base
    return Patterns(classes.astype(np.uint8), found, said, pixels.astype(np.float64))


def chunks(maps: Sequence[Mask], classes: Mask | Codes) -> Iterator[tuple[slice, Codes]]:
    """(rows, their pattern codes), some rows at a time."""
    height, width = maps[0].shape
    step = max(1, CHUNK_PIXELS // max(1, width))
    for top in range(0, height, step):
        rows = slice(top, min(top + step, height))
        yield rows, pattern_rows(maps, classes, rows)


def pattern_rows(maps: Sequence[Mask], classes: Mask | Codes, rows: slice) -> Codes:
    """Pattern codes of some rows."""
    places = np.zeros(256, dtype=np.int64)
    places[classes] = np.arange(len(classes))
    codes: Codes = places[maps[0][rows]]
    for one in maps[1:]:
        codes *= len(classes)
        codes += places[one[rows]]
    return codes
