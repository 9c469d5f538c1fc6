"""Polygons and polylines as vertices, shape (n, 2)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.detections.boxes import overlap, t_means
from trigpoint.consolidation.detections.detection import Array

GRID = 32
LEAST_BOX_OVERLAP = 0.1
CORNER = 0.03
"""A vertex this much farther than the nearest point of an outline still counts as its counterpart, relative to size."""

WITHIN = 0.08
"""Mean distance, relative to size, at which two polylines are alike to exp(-1)."""


class Polygons:
    """Closed outlines compare by intersection over union of their areas, and combine vertex by vertex.

    The vertices are those of the most central member; each moves to the robust mean of its
    counterparts on the other outlines.
    """

    gate = 0.3
    spread = 0.04**2
    leans = True
    closed = True

    def similarity(self, these: Sequence[Array], those: Sequence[Array]) -> Array:
        near = overlap(frames(these), frames(those))
        found = np.zeros(near.shape)
        if these is those:
            near = np.triu(near)
        for row, column in np.argwhere(near >= LEAST_BOX_OVERLAP):
            found[row, column] = self.alike(these[row], those[column])
        return np.maximum(found, found.T) if these is those else found

    def alike(self, one: Array, other: Array) -> float:
        return 1.0 if np.array_equal(one, other) else area_overlap(one, other)

    def combine(self, groups: Sequence[Sequence[Array]], weights: Sequence[Array]) -> list[Array]:
        return [self.merged(group, np.asarray(own)) for group, own in zip(groups, weights, strict=True)]

    def merged(self, members: Sequence[Array], weights: Array) -> Array:
        if len(members) == 1:
            return members[0]
        model = members[central(members, weights)]
        points = np.stack([counterparts(model, one, closed=self.closed).ravel() for one in members])
        scale = size_of(model)
        found: Array = t_means(points[None], weights[None], lambda means: np.full(means.shape, scale))[0]
        return found.reshape(model.shape)

    def deviation(self, members: Sequence[Array], merged: Array) -> Array:
        away = [counterparts(merged, one, closed=self.closed) - merged for one in members]
        found: Array = np.array([float((one**2).mean()) for one in away]) / size_of(merged) ** 2
        return found


class Polylines(Polygons):
    """Open outlines: compared by the mean distance between them."""

    gate = 0.2
    closed = False

    def similarity(self, these: Sequence[Array], those: Sequence[Array]) -> Array:
        found = [[self.alike(one, other) for other in those] for one in these]
        return np.asarray(found, dtype=np.float64).reshape(len(these), len(those))

    def alike(self, one: Array, other: Array) -> float:
        there = np.linalg.norm(nearest(one, other, closed=False) - one, axis=1).mean()
        back = np.linalg.norm(nearest(other, one, closed=False) - other, axis=1).mean()
        return float(np.exp(-max(there, back) / (WITHIN * max(size_of(one), size_of(other)))))


def central(members: Sequence[Array], weights: Array) -> int:
    """The member most like all others by its frame; its area against all others would cost a hundred times more."""
    like = overlap(frames(members), frames(members)) @ weights
    return int((like >= like.max() - 1e-9).argmax())


def frames(shapes: Sequence[Array]) -> Array:
    """Bounding boxes."""
    return np.array([[*shape.min(axis=0), *shape.max(axis=0)] for shape in shapes]).reshape(-1, 4)


def size_of(shape: Array) -> float:
    """Diagonal of the bounding box."""
    return max(float(np.linalg.norm(np.ptp(shape, axis=0))), 1e-9)


def area_overlap(one: Array, other: Array) -> float:
    """Intersection over union on a grid over both."""
    both = np.concatenate([one, other])
    low, high = both.min(axis=0), both.max(axis=0)
    steps = (np.arange(GRID) + 0.5) / GRID
    across, down = np.meshgrid(low[0] + steps * (high[0] - low[0]), low[1] + steps * (high[1] - low[1]))
    grid = np.stack([across.ravel(), down.ravel()], axis=1)
    first, second = inside(grid, one), inside(grid, other)
    union = (first | second).sum()
    return float((first & second).sum() / union) if union else 0.0


def inside(points: Array, polygon: Array) -> NDArray[np.bool_]:
    """Which points lie in a polygon, by the even-odd rule."""
    start, end = polygon, np.roll(polygon, -1, axis=0)
    above = start[:, 1] > points[:, 1:]
    crosses = above != (end[:, 1] > points[:, 1:])
    rise = np.where(end[:, 1] == start[:, 1], 1.0, end[:, 1] - start[:, 1])
    at = start[:, 0] + (points[:, 1:] - start[:, 1]) / rise * (end[:, 0] - start[:, 0])
    found: NDArray[np.bool_] = (crosses & (points[:, :1] < at)).sum(axis=1) % 2 == 1
    return found


def counterparts(model: Array, other: Array, *, closed: bool) -> Array:
    """For every vertex of `model`: the vertex of `other` that answers to it, else the nearest point of its line."""
    on_line = nearest(model, other, closed=closed)
    to_line = np.linalg.norm(on_line - model, axis=1)
    to_vertex = np.linalg.norm(model[:, None] - other[None], axis=2)
    vertex = to_vertex.argmin(axis=1)
    corner = to_vertex.min(axis=1) <= to_line + CORNER * size_of(model)
    found: Array = np.where(corner[:, None], other[vertex], on_line)
    return found


def nearest(points: Array, line: Array, *, closed: bool) -> Array:
    """The nearest point of an outline to each of `points`."""
    start = line if closed else line[:-1]
    end = np.roll(line, -1, axis=0) if closed else line[1:]
    if not len(start):
        return np.repeat(line[:1], len(points), axis=0)
    along = end - start
    share = ((points[:, None] - start) * along).sum(axis=2) / np.maximum((along**2).sum(axis=1), 1e-12)
    feet = start + np.clip(share, 0, 1)[:, :, None] * along
    best = np.linalg.norm(points[:, None] - feet, axis=2).argmin(axis=1)
    found: Array = feet[np.arange(len(points)), best]
    return found
