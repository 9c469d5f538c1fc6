"""How far workers agree where answers are more than a category: the mean likeness of pairs of answers to one object.

alpha puts it in relation to chance, as Krippendorff does: 1 - (mean distance within objects) / (mean distance between
answers of different workers to different objects). NaN means that nothing could be compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from math import isnan
from statistics import fmean
from typing import Generic, TypeVar

Form = TypeVar("Form")
Alike = Callable[[Form, Form], float]
"""In [0, 1], 1 for the same; NaN where the two have nothing to be compared."""

MOST_STRANGERS, STRIDE = 2_000, 7_919
"""Pairs of different objects that stand for chance, spread over all by steps of a prime."""


@dataclass(frozen=True, slots=True)
class PairwiseAgreement(Generic[Form]):
    """Means over pairs of answers to one object, 0..1; `pairs` is their number."""

    overall: float
    alpha: float
    pairs: int
    by_object: Mapping[Hashable, float]
    by_worker: Mapping[str, float]


def agreement(objects: Mapping[Hashable, Mapping[str, Form]], alike: Alike[Form]) -> PairwiseAgreement[Form]:
    """`objects`: what each worker answered, by object."""
    by_object: dict[Hashable, list[float]] = {}
    by_worker: defaultdict[str, list[float]] = defaultdict(list)
    for name, given in objects.items():
        by_object[name] = []
        for one, other in combinations(sorted(given), 2):
            found = alike(given[one], given[other])
            by_object[name].append(found)
            by_worker[one].append(found)
            by_worker[other].append(found)
    within = [found for many in by_object.values() for found in many]
    chance = mean(alike(one, other) for one, other in strangers(objects))
    overall = mean(within)
    return PairwiseAgreement(
        overall,
        1 - (1 - overall) / (1 - chance) if chance < 1 else float("nan"),
        len(within),
        {name: mean(many) for name, many in by_object.items()},
        {worker: mean(by_worker[worker]) for worker in sorted(by_worker)},
    )


def strangers(objects: Mapping[Hashable, Mapping[str, Form]]) -> Iterator[tuple[Form, Form]]:
    """Answers of different workers to different objects: every object with some others, far and near."""
    listed = [sorted(given.items()) for given in objects.values() if given]
    count = len(listed)
    for at, first in enumerate(listed):
        for step in range(min(max(1, MOST_STRANGERS // count), count - 1)):
            second = listed[(at + 1 + (at + step * STRIDE) % (count - 1)) % count]
            worker, one = first[step % len(first)]
            others = [value for name, value in second if name != worker]
            if others:
                yield one, others[(at + step) % len(others)]


def mean(values: Iterable[float]) -> float:
    """NaN is left out; NaN where nothing is left."""
    known = [value for value in values if not isnan(value)]
    return fmean(known) if known else float("nan")
