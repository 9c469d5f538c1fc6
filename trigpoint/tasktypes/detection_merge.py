"""Merging answers that mark things: one plumbing for boxes, polygons, points and entities.

Coordinates are computed in parts of the picture's longer side, so that pictures of any size teach each other.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from trigpoint.consolidation.choice import confidence_of
from trigpoint.consolidation.detections import estimator
from trigpoint.consolidation.detections.crew import Crew, Skill
from trigpoint.consolidation.detections.detection import Array, Detection, Shapes
from trigpoint.consolidation.detections.estimator import DetectionConsensus
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.comparing import Things
from trigpoint.tasktypes.grouping import affordable, by_object, some
from trigpoint.tasktypes.marks import FoundMarks, Mark, Marked, same_marks, tidy
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

PRIOR = "\0prior"
"""The label to be adjusted, as one more annotator: no worker's name begins so."""

Check = Callable[[Mapping[str, Any], Sequence[str]], Marked]
Prior = Callable[[Surroundings, Sequence[str]], Marked | None]


def as_they_are(marks: Sequence[Mark], _around: Surroundings) -> Sequence[Mark]:
    return marks


@dataclass(frozen=True, slots=True)
class DetectionMerge:
    """The merge of one task type. `to_shape` and `to_numbers` translate between a mark's numbers and a shape at
    scale 1; `fit` corrects marks by what is around them; `prior` finds the label to be adjusted;
    `apart` is for marks that may not overlap, of which the surer stays; `budget` is how many marks one refit
    can learn from and merge again in two minutes of its function's five."""

    shapes: Shapes
    check: Check
    to_shape: Callable[[Sequence[float]], Array]
    to_numbers: Callable[[Array], Sequence[float]]
    fit: Callable[[Sequence[Mark], Surroundings], Sequence[Mark]] = as_they_are
    prior: Prior | None = None
    apart: bool = False
    budget: float = 800_000

    def merge(
        self,
        answers: Sequence[Answer],
        categories: Sequence[str],
        model: Crew | None = None,
        around: Surroundings = BARE,
    ) -> Merged:
        """The marks of one object's label, at least one answer given. Raises AnswerError."""
        seen = self.seen(some(answers), categories, around)
        consensus = DetectionConsensus(self.shapes, in_use([seen], categories))
        found = consensus.predict({0: self.marks(seen)}, model or self.start(consensus))[0]
        return self.labelled(found, seen)

    def refit(
        self,
        answers: Iterable[Answer],
        categories: Sequence[str],
        around: Callable[[int], Surroundings] = bare,
    ) -> Refitted:
        """Labels, each informed by all answers of the job: of all objects, but in a very large job of a sample."""
        own = by_object(answers)
        seqs = affordable({seq: self.count(some_, categories) for seq, some_ in own.items()}, self.budget)
        seen = {seq: self.seen(own[seq], categories, around(seq)) for seq in seqs}
        consensus = DetectionConsensus(self.shapes, in_use(seen.values(), categories))
        if not seen:
            return Refitted({}, self.start(consensus))
        marks = {seq: self.marks(one) for seq, one in seen.items()}
        found = consensus.fit_predict(marks)
        return Refitted({seq: self.labelled(found[seq], seen[seq]) for seq in seen}, consensus.crew_)

    def restore(self, document: Mapping[str, Any]) -> Crew:
        return Crew.from_json(document)

    @property
    def comparison(self) -> Things:
        """Marks are compared at the scale they are merged at."""

        def marks(answer: Answer, categories: Sequence[str], around: Surroundings) -> list[Detection]:
            return self.detections(self.fit(self.check(answer.content, categories).marks, around), 1.0)

        return Things(self.shapes, marks, lambda value: self.detections(value.marks, 1.0))

    def count(self, answers: Sequence[Answer], categories: Sequence[str]) -> float:
        return 1.0 + sum(len(self.check(answer.content, categories).marks) for answer in answers)

    def start(self, consensus: DetectionConsensus) -> Crew:
        """Before anything is known, the label to be adjusted counts for less than a worker."""
        crew = consensus.start()
        weak = Skill(recall=0.7, invented=0.5, spread=4 * crew.pool.spread, accuracy=0.8)
        return replace(crew, workers={PRIOR: weak})

    def seen(self, answers: Sequence[Answer], categories: Sequence[str], around: Surroundings) -> Seen:
        read = {answer.worker: self.check(answer.content, categories) for answer in answers}
        prior = self.prior(around, categories) if self.prior else None
        sizes = Counter((one.width, one.height) for one in read.values())
        width, height = max(sizes, key=lambda size: (sizes[size], size))
        marks = {worker: tuple(self.fit(one.marks, around)) for worker, one in read.items()}
        return Seen(marks, width, height, prior, adjusted(read, prior) if self.prior else None)

    def marks(self, seen: Seen) -> dict[str, list[Detection]]:
        everybody = dict(seen.marks) | ({PRIOR: seen.prior.marks} if seen.prior else {})
        return {worker: self.detections(marks, seen.scale) for worker, marks in everybody.items()}

    def detections(self, marks: Sequence[Mark], scale: float) -> list[Detection]:
        return [Detection(mark.label, self.to_shape(mark.numbers) / scale) for mark in marks]

    def labelled(self, found: Sequence[estimator.Merged], seen: Seen) -> Merged:
        if seen.prior and not seen.adjusted:
            found = [estimator.Merged(mark.label, np.empty(0), 1.0) for mark in seen.prior.marks]
            marks: Sequence[Mark] = seen.prior.marks
        else:
            marks = [Mark(one.label, tuple(map(tidy, self.to_numbers(one.shape * seen.scale)))) for one in found]
        if self.apart:
            found, marks = surer(found, marks)
        answers = len(seen.marks)
        confidences = tuple(confidence_of(one.posterior, answers) for one in found)
        value = FoundMarks(tuple(marks), confidences, seen.width, seen.height, seen.adjusted)
        mean = float(np.mean(confidences)) if confidences else confidence_of(1.0, answers)
        least = min((one.posterior for one in found), default=1.0)
        return Merged(value, round(mean, 2), least, tuple(sorted(seen.marks)))


@dataclass(frozen=True, slots=True)
class Seen:
    """The answers of one object, read."""

    marks: Mapping[str, Sequence[Mark]]
    width: int
    height: int
    prior: Marked | None = None
    adjusted: bool | None = None
    """None for tasks that adjust nothing."""

    @property
    def first(self) -> Sequence[Mark]:
        return self.prior.marks if self.prior else ()

    @property
    def scale(self) -> float:
        return float(max(self.width, self.height, 1))


def surer(
    found: Sequence[estimator.Merged], marks: Sequence[Mark]
) -> tuple[Sequence[estimator.Merged], Sequence[Mark]]:
    """Spans, given the surest first, without those that overlap one before them."""
    kept: list[int] = []
    for place, mark in enumerate(marks):
        start, end = mark.numbers
        if all(end <= marks[other].numbers[0] or marks[other].numbers[1] <= start for other in kept):
            kept.append(place)
    return [found[place] for place in kept], [marks[place] for place in kept]


def in_use(every: Iterable[Seen], categories: Sequence[str]) -> list[str]:
    """The categories that were given, and one more that might have been meant: labels are compared by pairs, and a
    job may have thousands."""
    given = {mark.label for seen in every for marks in (*seen.marks.values(), seen.first) for mark in marks}
    spare = next((category for category in categories if category not in given), None)
    return [category for category in categories if category in given or category == spare]


def adjusted(read: Mapping[str, Marked], prior: Marked | None) -> bool:
    """Whether any worker changed the label to be adjusted; without one, whether any element says so."""
    if prior:
        return any(not same_marks(one.marks, prior.marks) for one in read.values())
    return any(one.modified is not False for one in read.values())
