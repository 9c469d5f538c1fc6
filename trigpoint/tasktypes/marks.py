"""Things that workers marked on one object, and those of its label: boxes, points, polygons, entities."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MOST_MARKS = 5_000
"""Marks of one answer; far above what anybody draws."""


@dataclass(frozen=True, slots=True)
class Mark:
    """`numbers` in the element's own units: left, top, width, height of a box; x, y of a point; x, y of every vertex
    of a polygon; start and end offset of an entity."""

    label: str
    numbers: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """One answer. Width and height in pixels, 0 for text; `modified` is whether a first label was changed."""

    marks: tuple[Mark, ...]
    width: int = 0
    height: int = 0
    modified: bool | None = None


@dataclass(frozen=True, slots=True)
class FoundMarks:
    """A label: its marks with a confidence each. `adjusted` is None where there was nothing to adjust."""

    marks: tuple[Mark, ...]
    confidences: tuple[float, ...]
    width: int = 0
    height: int = 0
    adjusted: bool | None = None


def tidy(number: float) -> int | float:
    """Two decimals, and no decimals where there are none: what identical answers said comes out as they said it."""
    rounded = round(number, 2)
    return int(rounded) if rounded == int(rounded) else rounded


def same_marks(one: Sequence[Mark], other: Sequence[Mark]) -> bool:
    """Whether two answers mark the same, in whatever order."""
    return sorted(map(rounded, one)) == sorted(map(rounded, other))


def rounded(mark: Mark) -> tuple[str, tuple[float, ...]]:
    return mark.label, tuple(float(tidy(number)) for number in mark.numbers)
