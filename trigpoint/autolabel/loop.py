"""The loop on objects whose labels are known: waves of labels by people, training, certifying, machine labels.

A stage only proposes. The labels of the widest certified proposal are given when the run ends: a batch never takes
confident objects away, and one test over all machine labels wastes less than one for each stage's share.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel import confidence as rating
from trigpoint.autolabel.certificate import Certificate, certify
from trigpoint.autolabel.features import Features
from trigpoint.autolabel.learner import Model, choose_ridge, fit
from trigpoint.autolabel.plan import Options, Plan, laid_out
from trigpoint.autolabel.sampler import Rows, most_useful, random_start


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage saw: labels of people so far, and the certificate, if any."""

    human_labels: int
    certificate: Certificate | None


@dataclass(frozen=True, slots=True)
class Proposal:
    """Objects `rows` (m,) that a certificate covers, with the machine's `classes` and `confidence` (m,)."""

    rows: Rows
    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Run:
    """A finished run over `objects`: who labelled what, and the promise on it (None: the machine labelled nothing)."""

    objects: int
    human: Rows
    machine: Proposal | None
    stages: tuple[Stage, ...]

    @property
    def coverage(self) -> float:
        """Share of all objects that the machine labelled."""
        return len(self.machine.rows) / self.objects if self.machine else 0.0

    def accuracy(self, truth: NDArray[Any]) -> float | None:
        """Share of machine labels equal to `truth` (objects,)."""
        return float((self.machine.classes == truth[self.machine.rows]).mean()) if self.machine else None


def replay(features: Features, truth: NDArray[Any], k: int, options: Options, random: np.random.Generator) -> Run:
    """One run; `truth` (n,) in 0..k-1 answers for the people. Raises BadInput where the job is too small."""
    plan = laid_out(len(features), options)
    sample = random_start(len(features), plan.sample, random)
    human, proposals = sample[: plan.sizes[0]], list[Proposal]()
    stages: list[Stage] = []
    ridge = choose_ridge(features, human, truth[human], k)
    for number, alpha in enumerate(plan.alphas):
        left = np.setdiff1d(np.arange(len(features)), human)
        model = fit(features, human, truth[human], k, ridge)
        rated = Rated.by(model, truth, min(len(human), plan.sample), left)
        found = rated.proposal(features.broken[left], options.target, alpha)
        stages.append(Stage(len(human), found.certificate if found else None))
        proposals += [found] if found else []
        if number + 1 == len(plan.sizes) or no_gain(plan, number, len(left), proposals, human):
            break
        human = np.concatenate([human, next_wave(plan, number, sample, rated, features, random)])
    return Run(len(features), human, widest(proposals, human), tuple(stages))


@dataclass(frozen=True, slots=True)
class Rated:
    """The machine's classes and confidence of the objects `left`, and how it did on the random sample."""

    left: Rows
    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    sampled: NDArray[Any]
    correct: NDArray[np.bool_]

    @classmethod
    def by(cls, model: Model, truth: NDArray[Any], sample: int, left: Rows) -> Rated:
        """The first `sample` objects of the model are the random ones; unreadable ones check nothing."""
        readable = np.flatnonzero(~model.features.broken[model.rows[:sample]])
        held_out, scores = model.held_out[readable], model.scores(left)
        correct = np.asarray(held_out.argmax(axis=1) == truth[model.rows[readable]], dtype=np.bool_)
        sampled, confidence = rating.rated(held_out, correct, scores)
        return cls(left, np.asarray(scores.argmax(axis=1), dtype=np.intp), confidence, sampled, correct)

    def proposal(self, broken: NDArray[np.bool_], target: float, alpha: float) -> Proposal | None:
        confidence = np.where(broken, np.nan, self.confidence)
        found = certify(self.sampled, self.correct, confidence, target, alpha)
        if found is None:
            return None
        inside = confidence >= found.threshold
        return Proposal(self.left[inside], self.classes[inside], confidence[inside], found)


def next_wave(
    plan: Plan, number: int, sample: Rows, rated: Rated, features: Features, random: np.random.Generator
) -> Rows:
    before, after = plan.sizes[number : number + 2]
    if number + 1 < plan.random_stages:
        return sample[before:after]
    return most_useful(rated.left, rated.confidence, features.sketch, after - before, random)


def no_gain(plan: Plan, number: int, left: int, proposals: list[Proposal], human: Rows) -> bool:
    """More labels of people would leave less to the machine than it may label now."""
    best = widest(proposals, human)
    return best is not None and len(best.rows) >= left - (plan.sizes[number + 1] - plan.sizes[number])


def widest(proposals: list[Proposal], human: Rows) -> Proposal | None:
    """The proposal that labels most, without what people have labelled since."""
    kept = [without(proposal, human) for proposal in proposals]
    return max((one for one in kept if len(one.rows)), key=lambda one: len(one.rows), default=None)


def without(proposal: Proposal, human: Rows) -> Proposal:
    free = ~np.isin(proposal.rows, human)
    return Proposal(proposal.rows[free], proposal.classes[free], proposal.confidence[free], proposal.certificate)
