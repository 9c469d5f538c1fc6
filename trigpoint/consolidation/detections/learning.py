"""The M step: workers' skills from what is believed of the groups, each drawn towards the pool.

A worker seen little is the pool's average; STRENGTH is the number of observations the pool weighs. The pool
itself is drawn towards the starting values, so that a handful of objects teaches nothing absurd.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.detections.crew import CHANCE_BINS, REAL_BINS, Crew, Skill
from trigpoint.consolidation.detections.detection import Array, Codes, Shapes
from trigpoint.consolidation.detections.evidence import BINS, Belief, Parameters, bin_of
from trigpoint.consolidation.detections.grouping import Grouped

STRENGTH = 3.0
POOL_STRENGTH = 60.0
LEAST = np.array([0.02, 0.005, 1e-6, 0.02])
MOST = np.array([0.995, 1e6, 1e6, 0.995])
"""Bounds of recall, invented, spread and accuracy."""

SAMPLE = 200
CHANCE_STRENGTH = 200.0
BIN_STRENGTH = 100.0
MOST_LEVERAGE = 0.8
"""A member that made nearly all of its merged shape says little about its own deviation."""


def learned(
    found: Grouped, now: Belief, shapes: Sequence[Array], kind: Shapes, given: Parameters, accidents: Accidents
) -> Crew:
    """Skills of every worker, the pool, and how many and which things there are."""
    names, truth = found.groups.categories, now.labels * now.real[:, None]
    skills, pool = skills_of(found, now, deviations(found, now, shapes, kind, given), Skill(spread=kind.spread))
    return Crew(
        pool,
        dict(zip(found.groups.workers, skills, strict=True)),
        float((now.real.sum() + 1) / (len(found.keys) + 1)),
        real_bins_of(found, now, kind.gate),
        accidents.bins(found, now),
        dict(zip(names, truth.sum(axis=0).tolist(), strict=True)),
        slips_of(found, truth),
    )


def skills_of(found: Grouped, now: Belief, deviation: tuple[Array, Array], start: Skill) -> tuple[list[Skill], Skill]:
    """Skills by worker code, and the pool's."""
    groups, workers = found.groups, len(found.groups.workers)
    real = now.real[groups.group]
    at_object = np.bincount(groups.objects, now.real, minlength=len(found.keys))

    def by_worker(values: Array) -> Array:
        return np.bincount(groups.worker, values, minlength=workers).astype(np.float64)

    marked, right = by_worker(real), by_worker(now.labels[groups.group, groups.label] * real)
    could = np.bincount(groups.seen_worker, at_object[groups.seen_object], minlength=workers).astype(np.float64)
    looked = np.bincount(groups.seen_worker, minlength=workers).astype(np.float64)
    rates = [
        shrunk(marked, could, start.recall),
        shrunk(by_worker(1 - real), looked, start.invented),
        shrunk(by_worker(deviation[0]), by_worker(deviation[1]), start.spread),
        shrunk(right, marked, start.accuracy),
    ]
    rows = np.clip(np.array([[*own, pool] for own, pool in rates]).T, LEAST, MOST)
    every = [Skill(*row) for row in rows.tolist()]
    return every[:-1], every[-1]


def slips_of(found: Grouped, truth: Array) -> dict[str, dict[str, float]]:
    """How often each label was given where another was true."""
    groups, names = found.groups, found.groups.categories
    counted = np.zeros((len(names), len(names)))
    np.add.at(counted.T, groups.label, truth[groups.group])
    return {
        name: {other: float(counted[i, j]) for j, other in enumerate(names) if i != j and counted[i, j] > 0}
        for i, name in enumerate(names)
    }


def deviations(
    found: Grouped, now: Belief, shapes: Sequence[Array], kind: Shapes, given: Parameters
) -> tuple[Array, Array]:
    """Squared deviation of every mark, times its weight; and the weight: how sure its group is, 0 when alone.

    A merged shape leans towards its members, which makes deviations look small: divided by what is left.
    """
    precision = 1 / given.spread[found.groups.worker]
    total = found.groups.sums(precision)[found.groups.group]
    left = 1 - np.minimum(precision / total, MOST_LEVERAGE) * kind.leans
    members = found.shapes()
    away = [kind.deviation(group, shape) for group, shape in zip(members, shapes, strict=True)]
    several = np.repeat([len(group) > 1 for group in members], [len(group) for group in members])
    weight = now.real[found.groups.group] * several
    flat = np.concatenate(away) if away else np.zeros(0)
    return flat / left * weight, weight


def shrunk(hits: Array, tries: Array, start: float) -> tuple[Array, float]:
    """Rates by worker drawn towards the pool's, and the pool's drawn towards `start`."""
    pool = float((hits.sum() + POOL_STRENGTH * start) / (tries.sum() + POOL_STRENGTH))
    return (hits + STRENGTH * pool) / (tries + STRENGTH), pool


def real_bins_of(found: Grouped, now: Belief, gate: float) -> tuple[float, ...]:
    """How close the marks of real things lie, as shares of the bins."""
    several = np.bincount(found.groups.group, minlength=len(found.members)) > 1
    counted = np.bincount(bin_of(found.groups.alike, gate), now.real * several, minlength=BINS)
    return tuple(((counted + BIN_STRENGTH * np.asarray(REAL_BINS)) / (counted.sum() + BIN_STRENGTH)).tolist())


@dataclass(frozen=True, slots=True)
class Accidents:
    """How close marks of different objects lie, over a sample of the job's marks: what false marks do by accident.

    `marks`: places in the flat arrays of the groups; `near`: bin of every pair, -1 where they do not meet.
    """

    marks: Codes
    near: Codes
    apart: NDArray[np.bool_]

    @classmethod
    def sample(cls, found: Grouped, kind: Shapes) -> Accidents:
        """At most about SAMPLE marks, spread evenly over the job."""
        flat = [shape for group in found.shapes() for shape in group]
        marks = np.arange(0, len(flat), max(1, len(flat) // SAMPLE))
        shapes, objects = [flat[mark] for mark in marks], found.groups.objects[found.groups.group[marks]]
        alike = kind.similarity(shapes, shapes) if shapes else np.zeros((0, 0))
        near = np.where(alike >= kind.gate, bin_of(alike, kind.gate), -1)
        return cls(marks, near, objects[:, None] != objects[None, :])

    def bins(self, found: Grouped, now: Belief) -> tuple[float, ...]:
        """Chance that a false mark meets another that close, by bin.

        From marks that stand alone: a group once taken for false would make the next one look false too.
        """
        alone = np.bincount(found.groups.group, minlength=len(found.members)) == 1
        false = ((1 - now.real) * alone)[found.groups.group[self.marks]]
        weight = np.outer(false, false) * self.apart
        met = self.near >= 0
        counted = np.bincount(self.near[met], weight[met], minlength=BINS)
        share = (counted + CHANCE_STRENGTH * np.asarray(CHANCE_BINS)) / (weight.sum() + CHANCE_STRENGTH)
        return tuple(share.tolist())
