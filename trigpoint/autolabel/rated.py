"""What the machine says of the objects, how sure it is, and how right it was where people have labelled them.

Three kinds of labels: one category an object; several, a set of categories that `sets` packs into one number; and what
only a customer's model makes, boxes and masks, whose numbers stand for nothing and which are right to some share.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel import confidence as rating
from trigpoint.autolabel import sets
from trigpoint.autolabel.certificate import Certificate, Right, certify
from trigpoint.autolabel.learner import Model
from trigpoint.autolabel.sampler import Rows

UNKNOWN, GIVEN_UP = -1, -2
"""Classes of objects that people have not labelled yet, and of those they will not: they failed."""

BINS = 10


@dataclass(frozen=True, slots=True)
class Proposal:
    """Objects `rows` (m,) that a certificate covers, with the machine's `classes` and `confidence` (m,)."""

    rows: Rows
    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a customer's model says of every object: `classes` (n,), `confidence` (n,) in 0..1, NaN where it cannot.

    Labels that are more or less right have no classes: `right` (n,) in 0..1 is how much they are like people's, NaN
    where that is not known."""

    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    right: NDArray[Any] | None = None

    def right_on(self, rows: Rows, classes: NDArray[Any], many: int) -> Right:
        """Of objects that people labelled as `classes`, of `many` categories each; 0: of one."""
        if self.right is None:
            return agreeing(self.classes[rows], classes[rows], many)
        return np.asarray(np.nan_to_num(self.right[rows], nan=0.0))


@dataclass(frozen=True, slots=True)
class Rated:
    """The machine's classes and confidence of the objects `left`, and how it did on the random sample: confidence
    `sampled` and how `right` it was, of which `missing` are not answered yet and count as wrong."""

    left: Rows
    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    sampled: NDArray[Any]
    right: Right
    missing: int

    @classmethod
    def nothing(cls, left: Rows, checks: Rows) -> Rated:
        """Before anybody has answered."""
        zeros, none = np.zeros(len(left), dtype=np.intp), np.zeros(len(checks), dtype=np.bool_)
        return cls(left, zeros, np.full(len(left), np.nan), np.zeros(len(checks)), none, len(checks))

    @classmethod
    def by_foreign(cls, foreign: Foreign, classes: NDArray[Any], checks: Rows, left: Rows, many: int = 0) -> Rated:
        """As `by`; objects it cannot tell, and those that people gave up, check nothing."""
        telling = checks[np.isfinite(foreign.confidence[checks]) & (classes[checks] != GIVEN_UP)]
        right = foreign.right_on(telling, classes, many)
        right[classes[telling] == UNKNOWN] = 0
        missing = int((classes[telling] == UNKNOWN).sum())
        return cls(left, foreign.classes[left], foreign.confidence[left], foreign.confidence[telling], right, missing)

    @classmethod
    def by(cls, model: Model, classes: NDArray[Any], checks: Rows, folds: Rows, left: Rows, many: int = 0) -> Rated:
        """Unreadable objects, and those that people gave up, check nothing."""
        broken = model.features.broken
        inside = np.flatnonzero((folds[model.rows] >= 0) & ~broken[model.rows])
        waiting = checks[(classes[checks] == UNKNOWN) & ~broken[checks]]
        held_out, scores = model.held_out[inside], model.scores(np.concatenate([left, waiting]))
        truth, own = classes[model.rows[inside]], folds[model.rows[inside]]
        judged = (
            sets.judged(held_out, sets.flags_of(truth, many), own, scores)
            if many
            else single(held_out, truth, own, scores)
        )
        none = np.zeros((len(waiting), *judged.right.shape[1:]), dtype=np.bool_)
        return cls(
            left,
            judged.classes[: len(left)],
            judged.confidence[: len(left)],
            np.concatenate([judged.sampled, judged.confidence[len(left) :]]),
            np.concatenate([judged.right, none]),
            len(waiting),
        )

    @property
    def whole(self) -> NDArray[Any]:
        """How right the machine was on each object of the sample; with several categories, whether in all of them."""
        return np.asarray(self.right.all(axis=1)) if self.right.ndim > 1 else self.right

    @property
    def accuracy(self) -> float:
        return float(self.whole.mean()) if len(self.right) else float("nan")

    @property
    def calibration(self) -> tuple[tuple[float, float, int], ...]:
        """Mean confidence, share right and number of the sample's objects, in bins of confidence from 0 to 1."""
        bins = np.minimum((self.sampled * BINS).astype(np.intp), BINS - 1)
        return tuple(
            (float(self.sampled[inside].mean()), float(self.whole[inside].mean()), int(inside.sum()))
            for inside in (bins == number for number in range(BINS))
            if inside.any()
        )

    def proposal(self, broken: NDArray[np.bool_], target: float, alpha: float) -> Proposal | None:
        confidence = np.where(broken, np.nan, self.confidence)
        found = certify(self.sampled, self.right, confidence, target, alpha)
        if found is None:
            return None
        inside = confidence >= found.threshold
        return Proposal(self.left[inside], self.classes[inside], confidence[inside], found)


def single(held_out: NDArray[Any], truth: NDArray[Any], folds: Rows, scores: NDArray[Any]) -> sets.Judged:
    """One category an object: the best score wins."""
    right = np.asarray(held_out.argmax(axis=1) == truth, dtype=np.bool_)
    sampled, confidence = rating.rated(held_out, right, folds, scores)
    return sets.Judged(np.asarray(scores.argmax(axis=1), dtype=np.intp), confidence, sampled, right)


def agreeing(machine: NDArray[Any], people: NDArray[Any], many: int) -> Right:
    """Whether each object's class is the same (n,), or each of its `many` categories (n, many)."""
    if many:
        return np.asarray(sets.flags_of(machine, many) == sets.flags_of(people, many), dtype=np.bool_)
    return np.asarray(machine == people, dtype=np.bool_)


def widest(proposals: Sequence[Proposal], asked: Rows) -> Proposal | None:
    """The proposal that labels most, without what people were asked since."""
    kept = [without(proposal, asked) for proposal in proposals]
    return max((one for one in kept if len(one.rows)), key=lambda one: len(one.rows), default=None)


def without(proposal: Proposal, asked: Rows) -> Proposal:
    free = ~np.isin(proposal.rows, asked)
    return Proposal(proposal.rows[free], proposal.classes[free], proposal.confidence[free], proposal.certificate)
