"""Points as (x, y) in parts of the picture's longer side."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trigpoint.consolidation.detections.boxes import robust_means
from trigpoint.consolidation.detections.detection import Array

NEAR = 0.03
"""Distance at which two points are alike to exp(-1/2)."""

SIZE = 0.1
"""What deviations of points are relative to: they have no size of their own."""


class Points:
    """Points compare by distance and combine by robust mean; two that are 2 NEAR apart still match."""

    gate = float(np.exp(-2.0))
    spread = 0.1**2
    leans = True

    def similarity(self, these: Sequence[Array], those: Sequence[Array]) -> Array:
        away = np.reshape(these, (-1, 1, 2)) - np.reshape(those, (1, -1, 2))
        found: Array = np.exp(-(away**2).sum(axis=2) / (2 * NEAR**2))
        return found

    def combine(self, groups: Sequence[Sequence[Array]], weights: Sequence[Array]) -> list[Array]:
        return robust_means(groups, weights, lambda means: np.full(means.shape, SIZE))

    def deviation(self, members: Sequence[Array], merged: Array) -> Array:
        found: Array = (((np.asarray(members) - merged) / SIZE) ** 2).mean(axis=1)
        return found
