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
from numpy.typing import NDArray
from scipy.stats import hypergeom

from trigpoint.autolabel.certificate import ROUNDING, lower_bound
from trigpoint.autolabel.sampler import Rows


@dataclass(frozen=True, slots=True)
class Audit:
    """`errors` of `checked` machine labels were not what people said; of the others at least `bound` (0..1) are right
    by the audit alone, at the certificate's confidence. `refuted`: so many errors hardly come of a promise kept."""

    checked: int
    errors: int
    bound: float
    refuted: bool


def drawn(rows: Rows, count: int, random: np.random.Generator) -> Rows:
    """`count` of the objects `rows` that the machine would label, all of them where they are fewer."""
    return np.asarray(random.permutation(np.sort(rows))[:count], dtype=np.intp)


def audited(machine: NDArray[np.intp], people: NDArray[np.intp], others: int, target: float, alpha: float) -> Audit:
    """The classes of `machine` (n,) beside those of `people` (n,), negative where nobody labelled: these say nothing.

    `others` machine labels were not audited; `alpha` is the probability of a wrong bound, and of refuting a machine
    that keeps `target` (0..1).
    """
    labelled = people >= 0
    checked, errors = int(labelled.sum()), int((machine[labelled] != people[labelled]).sum())
    likely = chance(errors, checked, others, 1 - target)
    return Audit(checked, errors, lower_bound(errors, checked, others, alpha), refuted=likely <= alpha)


def chance(errors: int, checked: int, others: int, allowed: float) -> float:
    """How likely so many errors are, at most, while no more than `allowed` (0..1) of all these labels are wrong."""
    wrong = floor(allowed * (checked + others) + ROUNDING)
    return float(hypergeom.sf(errors - 1, checked + others, wrong, checked))
