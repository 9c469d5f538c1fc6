"""The test for labels that are more or less right: boxes and masks lose 1 - IoU, any number from 0 to 1.

A gambler bets against "the mean loss is more than is allowed", object after object of the random sample. Where that is
so no bets win in the long run: a capital grown c times has probability 1/c at most (Ville). Waudby-Smith & Ramdas,
"Estimating means of bounded random variables by betting" (JRSS B 2024), sections 4 and 5: without replacement, and the
bets of their predictable plug-in, which are large where losses so far vary little. Where losses are rarely anything
but small, as of boxes, far fewer objects are needed than for bounds that only know the range.

Finite, as the hypergeometric test: it speaks of the very labels that will be given. The losses of the sample are known,
so the least total that breaks the promise is theirs plus what is allowed of the others. The capital only falls as that
total falls, so this is also a test of every larger total, whatever the sample was.
"""

from __future__ import annotations

from math import exp, log
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.domain.errors import BadInput

Losses = NDArray[np.floating[Any]]

MOST_AT_STAKE = 0.9
"""Share of the capital that one object may cost."""

PRIOR = 2.0
"""Objects that the first guess of mean and variance counts for."""

HOPED, EVEN = 0.8, 0.5
"""That guess: so much of the allowed loss, and so much of the variance that right-or-wrong labels would have."""

ENDLESS = 10**12
MOST_CHECKS = 10**6
STEPS = 1000
"""The bound is given in so many steps."""


def p_value(losses: Losses, unlabelled: int, allowed: float, promised: float, alpha: float) -> float:
    """How likely so small losses were if the mean loss of the `unlabelled` machine labels were more than `allowed`.

    `losses` (n,) of the random sample, in the order it was drawn. `promised` and `alpha` only shape the bets: the mean
    loss that is promised in the end, and the level of the test.
    """
    if unlabelled <= 0 or not len(losses):
        return 1.0
    return tested(losses, float(losses.sum()) + allowed * unlabelled, unlabelled, promised, alpha)


def tested(losses: Losses, total: float, unlabelled: int, promised: float, alpha: float) -> float:
    """How likely so small losses of the sample (n,) are where it and the `unlabelled` lose `total` or more."""
    before = np.cumsum(losses) - losses
    rest = len(losses) + unlabelled - np.arange(len(losses))
    means = np.clip((total - before) / rest, 0.0, 1.0)
    stakes = np.minimum(bets(losses, before, promised, alpha), MOST_AT_STAKE / np.maximum(1.0 - means, 1e-9))
    capital = np.cumsum(np.log1p(stakes * (means - losses)))
    return min(1.0, exp(-float(capital.max())))


def bets(losses: Losses, before: Losses, promised: float, alpha: float) -> Losses:
    """What is bet on each object, by mean and variance of those before it (`before`: the sum of their losses)."""
    seen = np.arange(len(losses))
    mean = (PRIOR * HOPED * promised + before) / (PRIOR + seen)
    squares = np.cumsum(losses**2) - losses**2
    spread = np.maximum(squares - 2 * mean * before + seen * mean**2, 0.0)
    variance = (PRIOR * EVEN * promised * (1 - promised) + spread) / (PRIOR + seen)
    return np.asarray(np.sqrt(2 * log(1 / alpha) / (len(losses) * variance)))


def lower_bound(losses: Losses, unlabelled: int, promised: float, alpha: float, level: float) -> float:
    """Mean quality (0..1) that the `unlabelled` labels reach at error `level`: `p_value` inverted, rounded down."""
    low, high = 0, STEPS
    while low < high:
        middle = (low + high) // 2
        if p_value(losses, unlabelled, middle / STEPS, promised, alpha) <= level:
            high = middle
        else:
            low = middle + 1
    return 1.0 - low / STEPS


def fewest_checks(target: float, alpha: float) -> int:
    """Checked objects without any loss that certify a mean quality of `target` among very many. Raises BadInput."""
    most = 1
    while not passes(most, target, alpha):
        most *= 2
        if most > MOST_CHECKS:
            raise BadInput(f"A target of {target:g} needs more than a million checks.", "Lower the target.")
    low, high = most // 2, most
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if passes(middle, target, alpha) else (middle, high)
    return high


def passes(checks: int, target: float, alpha: float) -> bool:
    return p_value(np.zeros(checks), ENDLESS, 1 - target, 1 - target, alpha) <= alpha
