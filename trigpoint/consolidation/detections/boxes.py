"""Boxes as (left, top, right, bottom), and the robust mean that boxes and points share."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence

import numpy as np

from trigpoint.consolidation.detections.detection import Array

Scale = Callable[[Array], Array]

FREEDOM = 8.0
"""Degrees of freedom of the t distribution of deviations: a mark far off its group counts less."""

PASSES = 4
SMALLEST = 1e-9


class Boxes:
    """Boxes compare by intersection over union and combine edge by edge."""

    gate = 0.3
    spread = 0.05**2
    leans = True

    def similarity(self, these: Sequence[Array], those: Sequence[Array]) -> Array:
        return overlap(np.reshape(these, (-1, 4)), np.reshape(those, (-1, 4)))

    def combine(self, groups: Sequence[Sequence[Array]], weights: Sequence[Array]) -> list[Array]:
        return robust_means(groups, weights, sides)

    def deviation(self, members: Sequence[Array], merged: Array) -> Array:
        away = (np.asarray(members) - merged) / sides(merged)
        found: Array = (away**2).mean(axis=1)
        return found


def overlap(these: Array, those: Array) -> Array:
    """Intersection over union, shape (these, those); 0 for boxes without area."""
    low = np.maximum(these[:, None, :2], those[None, :, :2])
    high = np.minimum(these[:, None, 2:], those[None, :, 2:])
    shared = np.clip(high - low, 0, None).prod(axis=2)
    areas = [np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1) for boxes in (these, those)]
    union = areas[0][:, None] + areas[1][None, :] - shared
    found: Array = shared / np.maximum(union, SMALLEST)
    return found


def sides(boxes: Array) -> Array:
    """Width and height beside every edge they belong to; shape as `boxes` (..., 4)."""
    size = np.maximum(np.abs(boxes[..., 2:] - boxes[..., :2]), SMALLEST)
    return np.concatenate([size, size], axis=-1)


def robust_means(groups: Sequence[Sequence[Array]], weights: Sequence[Array], scale: Scale) -> list[Array]:
    """Weighted means that far-off members move little; groups of one size are computed together.

    `scale` maps an array (groups, d) of merged shapes to what their deviations are relative to.
    """
    by_size: defaultdict[int, list[int]] = defaultdict(list)
    for number, group in enumerate(groups):
        by_size[len(group)].append(number)
    found: list[Array] = [np.empty(0)] * len(groups)
    for numbers in by_size.values():
        stacked = np.asarray([groups[number] for number in numbers], dtype=np.float64)
        means = t_means(stacked, np.asarray([weights[number] for number in numbers]), scale)
        for number, mean in zip(numbers, means, strict=True):
            found[number] = mean
    return found


def t_means(points: Array, weights: Array, scale: Scale) -> Array:
    """Location of t-distributed members: points (groups, members, d), weights (groups, members) = 1/variance."""
    own = weights[:, :, None]
    means: Array = (points * own).sum(axis=1) / own.sum(axis=1)
    if points.shape[1] < 3:
        return means
    for _ in range(PASSES):
        away = (points - means[:, None]) / scale(means)[:, None]
        now = own * (FREEDOM + 1) / (FREEDOM + away**2 * own)
        means = (points * now).sum(axis=1) / now.sum(axis=1)
    return means
