"""One thing a worker marked, and how shapes of one kind compare and combine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Detection:
    """`shape` is an array in the layout of its Shape kind; `label` is a category's name."""

    label: str
    shape: Array


Marks = Mapping[str, Sequence[Detection]]
"""What was marked on one object, by worker. A worker who found nothing is there with an empty list."""


class Shapes(Protocol):
    """One kind of shape: what the estimator needs to know of its geometry.

    `gate` is the least similarity at which two workers may mean the same thing; `spread` the mean
    squared deviation (relative to size) credited to a worker before anything is known. `leans`: a merged
    shape lies nearer to each of its members for having been made of them.
    """

    gate: float
    spread: float
    leans: bool

    def similarity(self, these: Sequence[Array], those: Sequence[Array]) -> Array:
        """In [0, 1], shape (these, those)."""

    def combine(self, groups: Sequence[Sequence[Array]], weights: Sequence[Array]) -> list[Array]:
        """One shape a group of shapes that mean the same thing; a weight a member, in its order."""

    def deviation(self, members: Sequence[Array], merged: Array) -> Array:
        """Mean squared deviation of every member, relative to size."""
