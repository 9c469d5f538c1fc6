"""The certified threshold: which machine labels may be given, so that the promise on their errors holds.

In come the confidences of a random sample that people labelled (each from a model that never saw that object's own
label), whether the machine was right there, and the confidences of the objects still without a label. Out comes the
largest share of those that is certified.

- Every threshold is a hypothesis "more than the allowed share of these machine labels is wrong", tested exactly. The
  sample is drawn from a finite job without replacement, so the test is hypergeometric and speaks of the very labels
  that will be given; for large jobs it is the binomial test of Geifman & El-Yaniv, "Selective Classification for Deep
  Neural Networks" (NeurIPS 2017).
- Thresholds are tested in an order fixed beforehand, strict to loose, as in Angelopoulos et al., "Learn then Test"
  (2021); a second starting point takes part of the error budget: the fallback procedure of Wiens, "A fixed sequence
  Bonferroni procedure for testing multiple endpoints" (Pharmaceutical Statistics 2003).
- Stages of one run share the error budget by `spend` (Bonferroni).
- What is right or wrong is tested so. With several categories an object every category is a question of its own, and
  all of them must pass: the largest p-value stands for all (an intersection-union test, Berger 1982, divides no
  budget). Labels that are more or less right, such as boxes, are tested in `losses`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.stats import hypergeom

from trigpoint.autolabel import losses
from trigpoint.domain.errors import BadInput

Floats = NDArray[np.floating[Any]]
Right = NDArray[Any]
"""How right the machine was on each checked object: flags (n,), flags of every category (n, k), or shares (n,)."""

FIRST_SHARE = 0.3
"""The sequence starts here: a stricter start has too few checked objects, a looser one fails for weak machines."""
STEP = 0.02
FIRST_WEIGHT = 0.8
FIRST_STAGE, LAST_STAGE = 0.25, 0.45
ROOM = 1.6
"""The first threshold has this many times the checks that a faultless sample needs, so that it survives some errors."""
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True)
class Certificate:
    """`count` machine labels with confidence >= `threshold`, of which at least `bound` (0..1) are right.

    The promise fails with probability `alpha` at most. `errors` of `checked` labels of people contradicted the machine;
    with several categories an object, in the worst category, and `exact` is the share of objects right in all. Where
    labels are more or less right, `bound` is of their mean and `errors` the sum of what they lack.
    """

    threshold: float
    count: int
    checked: int
    errors: float
    bound: float
    alpha: float
    exact: float | None = None


def p_value(errors: int, checked: int, unlabelled: int, allowed: float) -> float:
    """How likely so few errors were if more than `allowed` (0..1) of the `unlabelled` machine labels were wrong.

    Exact for a sample of `checked` out of `checked + unlabelled` without replacement. If E is the true number of errors
    in both, P(p_value <= a while the unlabelled part holds too many) <= a for every a and E.
    """
    if unlabelled <= 0 or checked <= 0:
        return 1.0
    wrong = errors + min(floor(allowed * unlabelled + ROUNDING) + 1, unlabelled)
    return float(hypergeom.cdf(errors, checked + unlabelled, wrong, checked))


def lower_bound(errors: int, checked: int, unlabelled: int, alpha: float) -> float:
    """Accuracy (0..1) that the `unlabelled` machine labels reach, at error `alpha`: `p_value` inverted."""
    low, high = 0, unlabelled
    while low < high:
        middle = (low + high) // 2
        if p_value(errors, checked, unlabelled, middle / unlabelled) <= alpha:
            high = middle
        else:
            low = middle + 1
    return 1.0 - low / unlabelled if unlabelled else 0.0


def fewest_checks(target: float, alpha: float) -> int:
    """Checked objects without a single error that certify `target`: 299 for 0.99 at 5 %. Raises BadInput."""
    check_levels(target, alpha)
    return ceil(log(alpha) / log(target))


def check_levels(target: float, alpha: float) -> None:
    """Raises BadInput where one of the two is no share between 0 and 1."""
    if not 0 < target < 1:
        raise BadInput(f"The target accuracy is {target}.", "Give a share between 0 and 1, such as 0.95.")
    if not 0 < alpha < 1:
        raise BadInput(f"The error probability is {alpha}.", "Give a confidence between 0 and 1, such as 0.95.")


def spend(stages: int, alpha: float) -> tuple[float, ...]:
    """The error budget of each stage: much for the first, the cheapest, and most for the last, whose model is best."""
    if stages <= 2:
        return (alpha / stages,) * stages
    middle = (1 - FIRST_STAGE - LAST_STAGE) * alpha / (stages - 2)
    return (FIRST_STAGE * alpha, *((middle,) * (stages - 2)), LAST_STAGE * alpha)


def fewest_for(target: float, alpha: float, *, rated: bool) -> int:
    """Checks without a fault that certify `target`, of labels that are right or wrong or `rated` 0..1."""
    return losses.fewest_checks(target, alpha) if rated else fewest_checks(target, alpha)


def shares(checked: int, target: float, alpha: float, *, rated: bool = False) -> list[float]:
    """The sequence of shares of the unlabelled objects, strict to loose, known before any answer is looked at."""
    fewest = fewest_for(target, FIRST_WEIGHT * alpha, rated=rated)
    first = min(max(FIRST_SHARE, ROOM * fewest / max(checked, 1)), 1.0)
    return [*np.arange(first, 1.0 - STEP / 2, STEP).tolist(), 1.0]


def weights(length: int) -> list[float]:
    """Share of the budget that each threshold of the sequence brings along (Wiens 2003); they sum to 1."""
    found = [0.0] * length
    found[0] = 1.0 if length == 1 else FIRST_WEIGHT
    found[length // 2] += 1.0 - found[0]
    return found


def fallback(p_values: Sequence[float], levels: Sequence[float]) -> list[float]:
    """The level at which each hypothesis is rejected, 0.0 where it is not. Family-wise error <= sum(levels).

    A rejected hypothesis hands its level on to the next one; one that stands keeps it.
    """
    carried, found = 0.0, []
    for p, own in zip(p_values, levels, strict=True):
        level = own + carried
        carried = level if p <= level and level > 0 else 0.0
        found.append(carried)
    return found


@dataclass(frozen=True, slots=True)
class Region:
    """`count` machine labels from `threshold` on, and how `right` the machine was on the checked objects there."""

    threshold: float
    count: int
    right: Right

    @property
    def rated(self) -> bool:
        return self.right.dtype != np.bool_

    @property
    def errors(self) -> float:
        if self.rated:
            return float((1 - self.right).sum())
        return int((~self.right).sum(axis=0).max(initial=0))

    def chance(self, target: float, alpha: float) -> float:
        """The p-value of "less than `target` of these labels is right"."""
        if self.rated:
            return losses.p_value(1 - self.right, self.count, 1 - target, 1 - target, alpha)
        return p_value(int(self.errors), len(self.right), self.count, 1 - target)

    def bound(self, target: float, alpha: float, level: float) -> float:
        if self.rated:
            return losses.lower_bound(1 - self.right, self.count, 1 - target, alpha, level)
        return lower_bound(int(self.errors), len(self.right), self.count, level)

    @property
    def exact(self) -> float | None:
        return float(self.right.all(axis=1).mean()) if self.right.ndim > 1 else None


def certify(confidence: Floats, right: Right, unlabelled: Floats, target: float, alpha: float) -> Certificate | None:
    """The largest certified share of the `unlabelled` objects, or None.

    `confidence` and `right` (n, ...) belong to the random sample, in the order it was drawn, `unlabelled` (m,) to the
    rest of the job; `target` is the accuracy promised, `alpha` the probability that the promise fails. An object whose
    confidence is NaN is never certified. Raises BadInput where target or alpha is no share.
    """
    check_levels(target, alpha)
    usable = np.sort(unlabelled[np.isfinite(unlabelled)])
    if not usable.size or not confidence.size:
        return None
    sequence = shares(len(confidence), target, alpha, rated=right.dtype != np.bool_)
    tried = [region(share, confidence, right, usable) for share in sequence]
    p_values = [one.chance(target, alpha) for one in tried]
    passed = fallback(p_values, [weight * alpha for weight in weights(len(sequence))])
    return widest(tried, passed, target, alpha)


def region(share: float, confidence: Floats, right: Right, usable: Floats) -> Region:
    """The region where this share of the ascending `usable` is labelled."""
    place = min(max(len(usable) - ceil(share * len(usable) - ROUNDING), 0), len(usable) - 1)
    threshold = float(usable[place])
    count = len(usable) - int(np.searchsorted(usable, threshold, side="left"))
    # Everything left is labelled: checks below the least confident object count too, which is the careful side.
    return Region(threshold, count, right if share >= 1.0 else right[confidence >= threshold])


def widest(tried: Sequence[Region], passed: Sequence[float], target: float, alpha: float) -> Certificate | None:
    won = [number for number, level in enumerate(passed) if level > 0]
    if not won:
        return None
    found, level, bound = tried[won[-1]], passed[won[-1]], target
    if won[-1] == len(tried) - 1:
        # The end of the sequence goes on with stricter targets for the same labels, at the same level: still fixed.
        bound = max(target, found.bound(target, alpha, level))
    return Certificate(found.threshold, found.count, len(found.right), found.errors, bound, level, found.exact)
