"""The audit: people label a random few of the machine's labels before the rest of them is given.

The certificate rests on a sample that was drawn before anything was learned. The audit is drawn from the very labels
that are about to be given, by nobody's choice, after all choices were made: it holds even where something between the
two went wrong, such as people who became careless. It may refute the promise (the machine then labels nothing), and
it has an exact bound of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import floor

import numpy as np
from scipy.stats import hypergeom

from trigpoint.autolabel import losses
from trigpoint.autolabel.certificate import ROUNDING, Region, Right
from trigpoint.autolabel.sampler import Rows


@dataclass(frozen=True, slots=True)
class Audit:
    """`errors` of `checked` machine labels were not what people said; of the others at least `bound` (0..1) are right
    by the audit alone, at the certificate's confidence. `refuted`: so many errors hardly come of a promise kept."""

    checked: int
    errors: float
    bound: float
    refuted: bool


def drawn(rows: Rows, count: int, random: np.random.Generator) -> Rows:
    """`count` of the objects `rows` that the machine would label, all of them where they are fewer."""
    return np.asarray(random.permutation(np.sort(rows))[:count], dtype=np.intp)


def audited(right: Right, others: int, target: float, alpha: float) -> Audit:
    """How `right` (n, ...) the machine was on the audited labels that people labelled, as in `certificate`.

    `others` machine labels were not audited; `alpha` is the probability of a wrong bound, and of refuting a machine
    that keeps `target` (0..1).
    """
    found = Region(0.0, others, right)
    if found.rated:
        promised = target * (len(right) + others)
        likely = losses.tested(right, promised, others, target, alpha) if len(right) else 1.0
    else:
        # Several categories share the error of refuting: any of them may do it.
        likely = chance(int(found.errors), len(right), others, 1 - target) * categories(right)
    bound = found.bound(target, alpha, alpha) if len(right) else 0.0
    return Audit(len(right), found.errors, bound, refuted=likely <= alpha)


def categories(right: Right) -> int:
    return right.shape[1] if right.ndim > 1 else 1


def chance(errors: int, checked: int, others: int, allowed: float) -> float:
    """How likely so many errors are, at most, while no more than `allowed` (0..1) of all these labels are wrong."""
    wrong = floor(allowed * (checked + others) + ROUNDING)
    return float(hypergeom.sf(errors - 1, checked + others, wrong, checked))
