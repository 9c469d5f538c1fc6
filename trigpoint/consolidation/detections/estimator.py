"""Consensus over sets of shapes: match the marks, learn the workers, merge what is real.

In the spirit of Branson, Van Horn and Perona, "Lean crowdsourcing", CVPR 2017: expectation maximisation over
each worker's recall, false-mark rate, spread and label accuracy, with marks first matched by clustering and then
matched again to the merged shapes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from trigpoint.consolidation.choice import TIE
from trigpoint.consolidation.detections.crew import Crew, Skill
from trigpoint.consolidation.detections.detection import Array, Marks, Shapes
from trigpoint.consolidation.detections.evidence import Belief, belief
from trigpoint.consolidation.detections.grouping import Grouped, grouped, regrouped
from trigpoint.consolidation.detections.learning import Accidents, learned

EPOCHS = 8
REAL = 0.5
"""Groups at least this likely are published: the F1-optimal cut for a calibrated posterior near 1."""


@dataclass(frozen=True, slots=True)
class Merged:
    """One thing: its label, its shape, the probability that both are right; who marked it, and how."""

    label: str
    shape: Array
    posterior: float
    workers: tuple[str, ...] = ()
    shapes: tuple[Array, ...] = ()


class DetectionConsensus:
    """Estimator over {object: marks}.

    Learned by `fit`: `crew_` (what is known of workers). `predict` merges with it.
    """

    def __init__(self, shapes: Shapes, categories: Sequence[str], epochs: int = EPOCHS) -> None:
        self.shapes = shapes
        self.categories = tuple(categories)
        self.epochs = epochs

    @property
    def worker_skill_(self) -> Mapping[str, Skill]:
        return self.crew_.workers

    def start(self) -> Crew:
        return Crew(Skill(spread=self.shapes.spread))

    def fit(self, objects: Mapping[int, Marks]) -> Self:
        """Learn from all marks of a job."""
        found = grouped(objects, self.shapes, self.categories)
        self.crew_ = self.start()
        for round_ in range(2):
            shapes = self.learn(found)
            if round_ == 0:
                found = regrouped(found, shapes, self.shapes)
        self.found_ = found
        return self

    def learn(self, found: Grouped) -> list[Array]:
        """Alternate belief and skills; the merged shapes of the last epoch."""
        accidents = Accidents.sample(found, self.shapes)
        for _ in range(self.epochs):
            given = self.crew_.parameters(found.groups.workers, self.categories)
            shapes = self.merge(found, self.crew_)
            now = belief(found.groups, given, self.shapes.gate)
            self.crew_ = learned(found, now, shapes, self.shapes, given, accidents)
        return self.merge(found, self.crew_)

    def merge(self, found: Grouped, crew: Crew) -> list[Array]:
        weights = [np.array([1 / crew.skill(worker).spread for worker in own]) for own in found.workers()]
        return self.shapes.combine(found.shapes(), weights)

    def predict(self, objects: Mapping[int, Marks], crew: Crew | None = None) -> dict[int, list[Merged]]:
        """What is on every object, most certain first, given what is known of workers."""
        known = crew or self.crew_
        found = grouped(objects, self.shapes, self.categories)
        found = regrouped(found, self.merge(found, known), self.shapes)
        shapes = self.merge(found, known)
        now = belief(found.groups, known.parameters(found.groups.workers, self.categories), self.shapes.gate)
        return published(found, now, shapes, self.categories)

    def fit_predict(self, objects: Mapping[int, Marks]) -> dict[int, list[Merged]]:
        return self.fit(objects).predict(objects)


def published(
    found: Grouped, now: Belief, shapes: Sequence[Array], categories: Sequence[str]
) -> dict[int, list[Merged]]:
    results: dict[int, list[Merged]] = {key: [] for key in found.keys}
    for number, (workers, own) in enumerate(zip(found.workers(), found.shapes(), strict=True)):
        real, labels = float(now.real[number]), now.labels[number]
        if real < REAL - TIE:
            continue
        best = int((labels >= labels.max() - TIE).argmax())
        by_worker = sorted(zip(workers, range(len(own)), strict=True))
        one = Merged(
            categories[best],
            shapes[number],
            real * float(labels[best]),
            tuple(worker for worker, _ in by_worker),
            tuple(own[place] for _, place in by_worker),
        )
        results[found.keys[found.groups.objects[number]]].append(one)
    for merged in results.values():
        merged.sort(key=lambda one: (-round(one.posterior, 9), one.label, tuple(one.shape.ravel().tolist())))
    return results
