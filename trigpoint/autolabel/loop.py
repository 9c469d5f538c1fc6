"""The loop of automated labeling, one step at a time: who is asked next, what is certified, when it ends.

A stage only proposes. The labels of the widest certified proposal are given when the run ends: a batch never takes
confident objects away, and one test over all machine labels wastes less than one for each stage's share.

People need not have answered everything when a step is taken. While more than a few of the random sample are
unanswered nothing is certified: a part of the next batch goes out ahead, so that nobody waits for the slowest. The few
that are still missing then count against the machine.

Where an audit is wanted, people label some of the machine's labels before the others are given, or refuted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel import confidence as rating
from trigpoint.autolabel.audit import Audit, audited, drawn
from trigpoint.autolabel.certificate import Certificate, certify
from trigpoint.autolabel.features import Features
from trigpoint.autolabel.learner import Model, choose_ridge, fit
from trigpoint.autolabel.plan import Options, Plan, laid_out
from trigpoint.autolabel.sampler import Rows, most_useful, random_start

UNKNOWN, GIVEN_UP = -1, -2
"""Classes of objects that people have not labelled yet, and of those they will not: they failed."""

FEW_MISSING = 0.01
BINS = 10
AHEAD = 0.25
"""Share of the next batch that goes out while the random sample is being finished."""

NOBODY: Rows = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Proposal:
    """Objects `rows` (m,) that a certificate covers, with the machine's `classes` and `confidence` (m,)."""

    rows: Rows
    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    certificate: Certificate


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage saw: labels of people so far, and the certificate, if any. `accuracy` of the model on the random
    sample; `calibration`: (mean confidence, share right, objects) of the sample, in bins of confidence."""

    human_labels: int
    certificate: Certificate | None
    accuracy: float = float("nan")
    calibration: tuple[tuple[float, float, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """How far a run has come: the objects `asked` of people, in order; its stages and proposals so far. The last of
    those asked, `audits`, are machine labels that are checked before the others are given."""

    asked: Rows = field(default_factory=NOBODY.copy)
    stages: tuple[Stage, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    done: bool = False
    audits: int = 0


@dataclass(frozen=True, slots=True)
class Step:
    """The course after a step, and whom to ask now: `rows`, all of whose labels are needed before the next step where
    `whole`. Without rows the run is done, and `machine` are its labels; `audit` says how checking some
    of them went."""

    course: Course
    rows: Rows
    whole: bool = False
    machine: Proposal | None = None
    audit: Audit | None = None


@dataclass(frozen=True, slots=True)
class Foreign:
    """What a customer's model says of every object: `classes` (n,), `confidence` (n,) in 0..1, NaN where it cannot."""

    classes: NDArray[np.intp]
    confidence: NDArray[Any]


@dataclass(frozen=True, slots=True)
class Loop:
    """One run over the objects of `features`; `k` classes; `seed` draws the random sample. With `foreign` the machine
    is somebody else's: nothing is learned here, and what it said is certified. `taught` are the classes of objects
    of an earlier job that stand after this job's own in `features`: they train, and check nothing."""

    features: Features
    k: int
    options: Options
    seed: int
    foreign: Foreign | None = None
    taught: NDArray[np.intp] = field(default_factory=NOBODY.copy)

    @property
    def objects(self) -> int:
        return len(self.features) - len(self.taught)

    @property
    def plan(self) -> Plan:
        """Raises BadInput where the job is too small."""
        return laid_out(self.objects, self.options)

    @property
    def sample(self) -> Rows:
        return random_start(self.objects, self.plan.sample, np.random.default_rng(self.seed))

    def step(self, course: Course, classes: NDArray[Any]) -> Step:
        """`classes` (n,) as people labelled: 0..k-1, UNKNOWN or GIVEN_UP. Deterministic in its arguments."""
        plan, stage = self.plan, len(course.stages)
        if not len(course.asked):
            return self.ask(course, self.sample[: plan.sizes[0]], plan)
        if course.audits:
            return self.after_audit(course, classes)
        if course.done or stage >= len(plan.sizes):
            return self.end(course)
        rated = self.rated(course, classes)
        ahead = len(course.asked) > plan.sizes[stage]
        last = stage + 1 == len(plan.sizes)
        if not (last or ahead or rated.missing <= FEW_MISSING * len(rated.sampled)):
            count = max(1, int(AHEAD * (plan.sizes[stage + 1] - plan.sizes[stage])))
            return self.ask(course, self.next_rows(course, rated, count), plan)
        course = self.certified(course, rated, plan.alphas[stage], classes)
        if last or no_gain(plan, stage, len(rated.left), course.proposals, course.asked):
            return self.end(course)
        return self.ask(course, self.next_rows(course, rated, plan.sizes[stage + 1] - len(course.asked)), plan)

    def ask(self, course: Course, rows: Rows, plan: Plan) -> Step:
        asked = np.concatenate([course.asked, rows])
        whole = len(asked) >= plan.sizes[-1]
        return Step(Course(asked, course.stages, course.proposals), rows, whole)

    def end(self, course: Course) -> Step:
        machine = widest(course.proposals, course.asked)
        if machine is None or not self.options.audit:
            return Step(replace(course, done=True), NOBODY, machine=machine)
        rows = drawn(machine.rows, self.options.audit, np.random.default_rng([self.seed, len(course.asked)]))
        asked = np.concatenate([course.asked, rows])
        return Step(replace(course, asked=asked, audits=len(rows)), rows, whole=True)

    def after_audit(self, course: Course, classes: NDArray[Any]) -> Step:
        """What people said of the audited labels is theirs; the others are given, unless the audit refutes them."""
        machine = widest(course.proposals, course.asked[: -course.audits])
        over, options = replace(course, done=True), self.options
        if machine is None:
            return Step(over, NOBODY)
        checked, others = np.isin(machine.rows, course.asked), without(machine, course.asked)
        said = machine.classes[checked], classes[machine.rows[checked]]
        audit = audited(*said, len(others.rows), options.target, 1 - options.confidence)
        return Step(over, NOBODY, machine=others if len(others.rows) and not audit.refuted else None, audit=audit)

    def next_rows(self, course: Course, rated: Rated, count: int) -> Rows:
        """The rest of the random sample first, then what helps the machine most."""
        before = len(course.asked)
        if before < self.plan.sample:
            return self.sample[before : min(before + count, self.plan.sample)]
        random = np.random.default_rng([self.seed, before])
        return most_useful(rated.left, rated.confidence, self.features.sketch, count, random)

    def certified(self, course: Course, rated: Rated, alpha: float, classes: NDArray[Any]) -> Course:
        found = rated.proposal(self.features.broken[rated.left], self.options.target, alpha)
        labelled = int((classes[course.asked] >= 0).sum())
        accuracy = float(rated.correct.mean()) if len(rated.correct) else float("nan")
        stage = Stage(labelled, found.certificate if found else None, accuracy, rated.calibration)
        stages = (*course.stages, stage)
        return Course(course.asked, stages, (*course.proposals, *([found] if found else [])))

    def rated(self, course: Course, classes: NDArray[Any]) -> Rated:
        """The machine, trained on what people said so far, on the rest of the objects and on the random sample."""
        checks = self.sample[: self.plan.sizes[min(len(course.stages), self.plan.random_stages - 1)]]
        human = course.asked[classes[course.asked] >= 0]
        left = np.setdiff1d(np.arange(self.objects), course.asked).astype(np.intp)
        if self.foreign:
            return Rated.by_foreign(self.foreign, classes, checks, left)
        if not len(human):
            return Rated.nothing(left, checks)
        first = human[np.isin(human, self.sample[: self.plan.sizes[0]])]
        chosen = first if len(first) else human
        ridge = choose_ridge(self.features, chosen, classes[chosen], self.k)
        folds = np.full(len(self.features), -1, dtype=np.intp)
        folds[checks] = np.arange(len(checks)) % rating.FOLDS
        earlier = np.arange(self.objects, len(self.features), dtype=np.intp)
        rows, known = np.concatenate([human, earlier]), np.concatenate([classes[human], self.taught])
        model = fit(self.features, rows, known, self.k, ridge, folds[rows])
        return Rated.by(model, classes, checks, folds, left)


@dataclass(frozen=True, slots=True)
class Rated:
    """The machine's classes and confidence of the objects `left`, and how it did on the random sample: confidence
    `sampled` and `correct`, of which `missing` are not answered yet and count as wrong."""

    left: Rows
    classes: NDArray[np.intp]
    confidence: NDArray[Any]
    sampled: NDArray[Any]
    correct: NDArray[np.bool_]
    missing: int

    @classmethod
    def nothing(cls, left: Rows, checks: Rows) -> Rated:
        """Before anybody has answered."""
        zeros, none = np.zeros(len(left), dtype=np.intp), np.zeros(len(checks), dtype=np.bool_)
        return cls(left, zeros, np.full(len(left), np.nan), np.zeros(len(checks)), none, len(checks))

    @classmethod
    def by_foreign(cls, foreign: Foreign, classes: NDArray[Any], checks: Rows, left: Rows) -> Rated:
        """As `by`; objects it cannot tell, and those that people gave up, check nothing."""
        telling = checks[np.isfinite(foreign.confidence[checks]) & (classes[checks] != GIVEN_UP)]
        correct = np.asarray(foreign.classes[telling] == classes[telling], dtype=np.bool_)
        missing = int((classes[telling] == UNKNOWN).sum())
        sampled = foreign.confidence[telling]
        return cls(left, foreign.classes[left], foreign.confidence[left], sampled, correct, missing)

    @classmethod
    def by(cls, model: Model, classes: NDArray[Any], checks: Rows, folds: Rows, left: Rows) -> Rated:
        """Unreadable objects, and those that people gave up, check nothing."""
        broken = model.features.broken
        inside = np.flatnonzero((folds[model.rows] >= 0) & ~broken[model.rows])
        waiting = checks[(classes[checks] == UNKNOWN) & ~broken[checks]]
        held_out, scores = model.held_out[inside], model.scores(np.concatenate([left, waiting]))
        correct = np.asarray(held_out.argmax(axis=1) == classes[model.rows[inside]], dtype=np.bool_)
        sampled, confidence = rating.rated(held_out, correct, folds[model.rows[inside]], scores)
        return cls(
            left,
            np.asarray(scores[: len(left)].argmax(axis=1), dtype=np.intp),
            confidence[: len(left)],
            np.concatenate([sampled, confidence[len(left) :]]),
            np.concatenate([correct, np.zeros(len(waiting), dtype=np.bool_)]),
            len(waiting),
        )

    @property
    def calibration(self) -> tuple[tuple[float, float, int], ...]:
        """Mean confidence, share right and number of the sample's objects, in bins of confidence from 0 to 1."""
        bins = np.minimum((self.sampled * BINS).astype(np.intp), BINS - 1)
        return tuple(
            (float(self.sampled[inside].mean()), float(self.correct[inside].mean()), int(inside.sum()))
            for inside in (bins == number for number in range(BINS))
            if inside.any()
        )

    def proposal(self, broken: NDArray[np.bool_], target: float, alpha: float) -> Proposal | None:
        confidence = np.where(broken, np.nan, self.confidence)
        found = certify(self.sampled, self.correct, confidence, target, alpha)
        if found is None:
            return None
        inside = confidence >= found.threshold
        return Proposal(self.left[inside], self.classes[inside], confidence[inside], found)


def no_gain(plan: Plan, number: int, left: int, proposals: Sequence[Proposal], asked: Rows) -> bool:
    """More labels of people would leave less to the machine than it may label now."""
    best = widest(proposals, asked)
    return best is not None and len(best.rows) >= left - (plan.sizes[number + 1] - len(asked))


def widest(proposals: Sequence[Proposal], asked: Rows) -> Proposal | None:
    """The proposal that labels most, without what people were asked since."""
    kept = [without(proposal, asked) for proposal in proposals]
    return max((one for one in kept if len(one.rows)), key=lambda one: len(one.rows), default=None)


def without(proposal: Proposal, asked: Rows) -> Proposal:
    free = ~np.isin(proposal.rows, asked)
    return Proposal(proposal.rows[free], proposal.classes[free], proposal.confidence[free], proposal.certificate)


# -- on objects whose labels are known -------------------------------------------
@dataclass(frozen=True, slots=True)
class Run:
    """A finished run over `objects`: who labelled what, and the promise on it (None: the machine labelled nothing)."""

    objects: int
    human: Rows
    machine: Proposal | None
    stages: tuple[Stage, ...]
    audit: Audit | None = None

    @property
    def coverage(self) -> float:
        """Share of all objects that the machine labelled."""
        return len(self.machine.rows) / self.objects if self.machine else 0.0

    def accuracy(self, truth: NDArray[Any]) -> float | None:
        """Share of machine labels equal to `truth` (objects,)."""
        return float((self.machine.classes == truth[self.machine.rows]).mean()) if self.machine else None


def replay(features: Features, truth: NDArray[Any], k: int, options: Options, random: np.random.Generator) -> Run:
    """One run; `truth` (n,) in 0..k-1 answers for the people, at once. Raises BadInput where the job is too small."""
    loop, course = Loop(features, k, options, int(random.integers(2**32))), Course()
    while True:
        classes = np.full(len(features), UNKNOWN, dtype=np.intp)
        classes[course.asked] = truth[course.asked]
        step = loop.step(course, classes)
        course = step.course
        if course.done:
            return Run(len(features), course.asked, step.machine, course.stages, step.audit)
