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
from trigpoint.autolabel.certificate import Certificate
from trigpoint.autolabel.features import Features
from trigpoint.autolabel.learner import choose_ridge, fit
from trigpoint.autolabel.plan import Options, Plan, laid_out
from trigpoint.autolabel.rated import UNKNOWN, Foreign, Proposal, Rated, agreeing, widest, without
from trigpoint.autolabel.risk import Risk, risk_curve
from trigpoint.autolabel.sampler import Rows, most_useful, random_start
from trigpoint.autolabel.sets import flags_of

FEW_MISSING = 0.01
AHEAD = 0.25
"""Share of the next batch that goes out while the random sample is being finished."""

NOBODY: Rows = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Stage:
    """What one stage saw: labels of people so far, and the certificate, if any. `accuracy` of the model on the random
    sample; `calibration`: (mean confidence, share right, objects) of the sample, in bins of confidence; `risk` as in
    `risk_curve`, where it is wanted."""

    human_labels: int
    certificate: Certificate | None
    accuracy: float = float("nan")
    calibration: tuple[tuple[float, float, int], ...] = ()
    risk: Risk = ()


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
class Loop:
    """One run over the objects of `features`; `k` classes; `seed` draws the random sample. With `foreign` the machine
    is somebody else's: nothing is learned here, and what it said is certified. `taught` are the classes of objects
    of an earlier job that stand after this job's own in `features`: they train, and check nothing. With `many` an
    object has any number of the k classes, packed by `sets`. `drawn`: stages tell their risk, for a report."""

    features: Features
    k: int
    options: Options
    seed: int
    foreign: Foreign | None = None
    taught: NDArray[np.intp] = field(default_factory=NOBODY.copy)
    many: bool = False
    ridges: dict[bytes, float] = field(default_factory=dict, repr=False, compare=False)
    drawn: bool = False

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
        asked, audits = np.split(course.asked, [-course.audits])
        machine = widest(course.proposals, asked)
        over, options = replace(course, done=True), self.options
        if machine is None:
            return Step(over, NOBODY)
        # In the order of drawing, which the test of labels that are more or less right goes by. The rows ascend.
        checked, others = np.searchsorted(machine.rows, audits), without(machine, audits)
        right = self.right(audits, machine.classes[checked], classes)
        audit = audited(right, len(others.rows), options.target, 1 - options.confidence)
        return Step(over, NOBODY, machine=others if len(others.rows) and not audit.refuted else None, audit=audit)

    def right(self, rows: Rows, machine: NDArray[Any], classes: NDArray[Any]) -> NDArray[Any]:
        """How right the `machine` was on those of the `rows` that people labelled."""
        known = classes[rows] >= 0
        sets = self.k if self.many else 0
        if self.foreign:
            return self.foreign.right_on(rows[known], classes, sets)
        return agreeing(machine[known], classes[rows[known]], sets)

    def next_rows(self, course: Course, rated: Rated, count: int) -> Rows:
        """The rest of the random sample first, then what helps the machine most."""
        before = len(course.asked)
        if before < self.plan.sample:
            return self.sample[before : min(before + count, self.plan.sample)]
        random = np.random.default_rng([self.seed, before])
        return most_useful(rated.left, rated.confidence, self.features.sketch, count, random)

    def certified(self, course: Course, rated: Rated, alpha: float, classes: NDArray[Any]) -> Course:
        broken, target = self.features.broken[rated.left], self.options.target
        found = rated.proposal(broken, target, alpha)
        labelled = int((classes[course.asked] >= 0).sum())
        usable = rated.confidence[~broken]
        risk = risk_curve(rated.sampled, rated.right, usable, target, alpha) if self.drawn else ()
        stage = Stage(labelled, found.certificate if found else None, rated.accuracy, rated.calibration, risk)
        stages = (*course.stages, stage)
        return Course(course.asked, stages, (*course.proposals, *([found] if found else [])))

    def rated(self, course: Course, classes: NDArray[Any]) -> Rated:
        """The machine, trained on what people said so far, on the rest of the objects and on the random sample."""
        checks = self.sample[: self.plan.sizes[min(len(course.stages), self.plan.random_stages - 1)]]
        human = course.asked[classes[course.asked] >= 0]
        left, sets = np.setdiff1d(np.arange(self.objects), course.asked).astype(np.intp), self.k if self.many else 0
        if self.foreign:
            return Rated.by_foreign(self.foreign, classes, checks, left, sets)
        if not len(human):
            return Rated.nothing(left, checks)
        first = human[np.isin(human, self.sample[: self.plan.sizes[0]])]
        chosen = first if len(first) else human
        ridge = choose_ridge(self.features, chosen, self.taken_apart(classes[chosen]), self.k, self.ridges)
        folds = np.full(len(self.features), -1, dtype=np.intp)
        folds[checks] = np.arange(len(checks)) % rating.FOLDS
        earlier = np.arange(self.objects, len(self.features), dtype=np.intp)
        rows, known = np.concatenate([human, earlier]), np.concatenate([classes[human], self.taught])
        model = fit(self.features, rows, self.taken_apart(known), self.k, ridge, folds[rows])
        return Rated.by(model, classes, checks, folds, left, sets)

    def taken_apart(self, classes: NDArray[Any]) -> NDArray[Any]:
        """As the learner takes them: numbers (n,), or flags of every class (n, k)."""
        return flags_of(classes, self.k) if self.many else classes


def no_gain(plan: Plan, number: int, left: int, proposals: Sequence[Proposal], asked: Rows) -> bool:
    """More labels of people would leave less to the machine than it may label now."""
    best = widest(proposals, asked)
    return best is not None and len(best.rows) >= left - (plan.sizes[number + 1] - len(asked))


# -- on objects whose labels are known -------------------------------------------
@dataclass(frozen=True, slots=True)
class Run:
    """A finished run over `objects`: who labelled what, and the promise on it (None: the machine labelled nothing)."""

    objects: int
    human: Rows
    machine: Proposal | None
    stages: tuple[Stage, ...]
    audit: Audit | None = None
    many: int = 0

    @property
    def coverage(self) -> float:
        """Share of all objects that the machine labelled."""
        return len(self.machine.rows) / self.objects if self.machine else 0.0

    def accuracy(self, truth: NDArray[Any]) -> float | None:
        """Share of machine labels equal to `truth` (objects,); with several classes an object, of the worst class."""
        right = self.right(truth)
        return None if right is None else float(right.mean(axis=0).min())

    def exact(self, truth: NDArray[Any]) -> float | None:
        """Share of machine labels that are right in every class."""
        right = self.right(truth)
        return None if right is None else float(right.reshape(len(right), -1).all(axis=1).mean())

    def right(self, truth: NDArray[Any]) -> NDArray[Any] | None:
        return agreeing(self.machine.classes, truth[self.machine.rows], self.many) if self.machine else None


def replay(
    features: Features,
    truth: NDArray[Any],
    k: int,
    options: Options,
    random: np.random.Generator,
    *,
    many: bool = False,
) -> Run:
    """One run; `truth` (n,) in 0..k-1, or packed with `many`, answers for the people, at once. Raises BadInput where
    the job is too small."""
    loop, course = Loop(features, k, options, int(random.integers(2**32)), many=many), Course()
    while True:
        classes = np.full(len(features), UNKNOWN, dtype=np.intp)
        classes[course.asked] = truth[course.asked]
        step = loop.step(course, classes)
        course = step.course
        if course.done:
            sets = k if many else 0
            return Run(len(features), course.asked, step.machine, course.stages, step.audit, sets)
