"""What many runs over the same objects amount to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from numpy.typing import NDArray

from trigpoint.autolabel.loop import Run


@dataclass(frozen=True, slots=True)
class Figures:
    """Means over runs. A run that labels nothing has coverage 0, no accuracy, no bound, and is no violation.

    `coverage`: share of objects labelled by the machine; `true_accuracy` and `certified_bound`: over the runs that
    labelled something, None if none did; with several classes an object, of the worst class; `violations`: share of
    runs whose machine labels, taken together, miss the target; `human_labels`: objects that people labelled;
    `cpu_seconds`: of one run, features included.
    """

    coverage: float
    true_accuracy: float | None
    violations: float
    human_labels: float
    certified_bound: float | None
    cpu_seconds: float


def figures(runs: Sequence[Run], truth: NDArray[Any], target: float, cpu_seconds: float) -> Figures:
    """`runs` over the objects whose classes are `truth` (n,)."""
    accuracies = [accuracy for run in runs if (accuracy := run.accuracy(truth)) is not None]
    bounds = [run.machine.certificate.bound for run in runs if run.machine]
    return Figures(
        coverage=fmean(run.coverage for run in runs),
        true_accuracy=fmean(accuracies) if accuracies else None,
        violations=sum(accuracy < target - 1e-12 for accuracy in accuracies) / len(runs),
        human_labels=fmean(len(run.human) for run in runs),
        # The mean of equal numbers may round to less than they are.
        certified_bound=max(target, fmean(bounds)) if bounds else None,
        cpu_seconds=cpu_seconds,
    )


def exact_sets(runs: Sequence[Run], truth: NDArray[Any]) -> float | None:
    """Share of machine labels that are right in every class, over the runs that labelled something."""
    shares = [share for run in runs if (share := run.exact(truth)) is not None]
    return fmean(shares) if shares else None
