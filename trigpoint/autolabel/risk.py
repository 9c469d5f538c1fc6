"""Coverage against error: what a stage would have proved, had it stopped at each share of the objects.

For the eye: each point is a bound of its own, so one that was picked from the drawing is no promise. The promise is
what `certify` says, whose order of tests is fixed beforehand.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.certificate import Right, region

POINTS = 20

Risk = tuple[tuple[int, float, float], ...]
"""(machine labels, share wrong on the sample, share wrong at most at the level) from few labels to all."""


def risk_curve(sampled: NDArray[Any], right: Right, unlabelled: NDArray[Any], target: float, alpha: float) -> Risk:
    """`sampled` confidences (n,) and how `right` (n, ...) the machine was there, `unlabelled` confidences (m,), NaN
    where it cannot tell; error `alpha` of each point."""
    usable = np.sort(unlabelled[np.isfinite(unlabelled)])
    if not usable.size or not len(right):
        return ()
    tried = [region(share, sampled, right, usable) for share in np.linspace(1 / POINTS, 1, POINTS)]
    return tuple(
        (one.count, one.errors / len(one.right), 1 - one.bound(target, alpha, alpha)) for one in tried if len(one.right)
    )
