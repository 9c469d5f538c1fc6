"""Consensus over instances: separate things of one class, each painted in a colour of its own.

Instances of different workers are matched by their frames (detections); a pixel belongs to a thing when the
workers who marked the thing, weighed by their skill, mostly painted it there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trigpoint.consolidation.detections.detection import Array, Detection
from trigpoint.consolidation.masks.patterns import Codes, Mask, Patterns, chunks, joint

MAJORITY = 0.5


@dataclass(frozen=True, slots=True)
class Instances:
    """One worker's map of instance numbers, 0 where nothing is, and the label of every instance from 1."""

    mask: Mask
    labels: Sequence[str]

    def detections(self) -> list[tuple[int, Detection]]:
        """(instance number, its frame as parts of the picture's longer side) of every instance that has pixels."""
        long = max(self.mask.shape)
        frames = frames_of(self.mask)
        return [
            (number, Detection(label, frames[number] / long))
            for number, label in enumerate(self.labels, 1)
            if number in frames
        ]


def frames_of(mask: Mask) -> dict[int, Array]:
    """(left, top, right, bottom) in pixels by instance number, right and bottom exclusive."""
    height, width = mask.shape
    rows = np.array([np.bincount(row, minlength=256) > 0 for row in mask]).reshape(height, 256)
    columns = np.zeros((width, 256), dtype=bool)
    for left in range(0, width, 256):
        part = mask[:, left : left + 256]
        codes = part.astype(np.int64) + np.arange(part.shape[1]) * 256
        counted = np.bincount(codes.ravel(), minlength=part.shape[1] * 256)
        columns[left : left + 256] = counted.reshape(-1, 256) > 0
    return {
        int(number): np.array([*ends(columns[:, number]), *ends(rows[:, number])], dtype=np.float64)[[0, 2, 1, 3]]
        for number in np.flatnonzero(rows.any(axis=0))
        if number
    }


def ends(present: Array) -> tuple[int, int]:
    found = np.flatnonzero(present)
    return int(found[0]), int(found[-1]) + 1


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing of the consensus: the instance number each worker who marked it gave it."""

    numbers: Mapping[str, int]


def merged_instances(maps: Mapping[str, Mask], things: Sequence[Thing], skill: Mapping[str, float]) -> Mask:
    """The map of things, numbered from 1 in their order; where two claim a pixel the better supported has it."""
    workers = sorted(maps)
    own = [maps[worker] for worker in workers]
    patterns = joint(own)
    best = chosen_things(patterns, workers, things, skill)
    found = np.empty(own[0].shape, dtype=np.uint8)
    for rows, codes in chunks(own, patterns.classes):
        found[rows] = best[patterns.places(codes)]
    return found


def chosen_things(
    patterns: Patterns, workers: Sequence[str], things: Sequence[Thing], skill: Mapping[str, float]
) -> Codes:
    """Number of the thing that every pattern of instance numbers stands for, 0 for none."""
    support = np.zeros(len(patterns.codes))
    best = np.zeros(len(patterns.codes), dtype=np.int64)
    said = patterns.classes[patterns.said]
    for number, thing in enumerate(things, 1):
        weights = np.array([skill[worker] if worker in thing.numbers else 0.0 for worker in workers])
        wanted = np.array([thing.numbers.get(worker, 0) for worker in workers])
        share = ((said == wanted) * weights).sum(axis=1) / max(weights.sum(), 1e-12)
        better = (share > MAJORITY - 1e-9) & (share > support + 1e-9)
        support[better], best[better] = share[better], number
    return best
