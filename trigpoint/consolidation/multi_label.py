"""Consensus over sets of categories: every category is a yes-or-no question.

Expectation maximisation with two rates a worker and category, sensitivity (says yes where it is so) and specificity
(says no where it is not). A worker's rate in a category is drawn towards their rate over all categories, and
that towards the pool's, so that rare categories and rare workers borrow from what is known.
With few answers a worker the rates are mostly guessed: a vote of equals takes part of the say (docs/decisions/0010).

What all say of a category stands, and rates are learned where answers meet. A worker who got all objects of a category,
and rightly says it of each, would else be taken for one who says it of everything: a little doubt in each of a thousand
such answers outweighs what is believed of a worker beforehand, and grows with every epoch. So doubt in what nobody
disputes counts as far as the worker is seen to err, or not, elsewhere.
    E: logit z_ic = logit prior_c + sum_j log (sens_jc or 1 - sens_jc) / (1 - spec_jc or spec_jc)
    M: sens_jc = (hits_jc + OWN sens_j) / (positives_jc + OWN)      sens_j = (hits_j + POOL sens) / (positives_j + POOL)
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.panel import equal_share

Array = NDArray[np.float64]
Codes = NDArray[np.int64]
Chosen = Mapping[str, Collection[str]]
"""Categories chosen for one object, by worker."""

START_SENSITIVITY, START_SPECIFICITY = 0.8, 0.9
START_PRIOR = 0.3
OWN, POOL, START, EVEN = 8.0, 10.0, 20.0, 2.0
"""Observations that a worker's overall rate, the pool's, the start and the even prior weigh."""

EPOCHS = 10
LEAST, MOST = 0.01, 0.99
JUST_NOT = 0.5 - 1e-6


@dataclass(frozen=True, slots=True)
class MultiLabelCrew:
    """`prior`: share of objects that carry each category. `workers`: (sensitivities, specificities) by category;
    `pool`: (sensitivity, specificity) of a worker not seen. `equals`: share of the vote in which all count the same."""

    categories: tuple[str, ...]
    prior: Sequence[float] = ()
    workers: Mapping[str, Sequence[Sequence[float]]] = field(default_factory=dict)
    pool: Sequence[float] = (START_SENSITIVITY, START_SPECIFICITY)
    equals: float = 0.0

    @classmethod
    def initial(cls, categories: Sequence[str]) -> MultiLabelCrew:
        return cls(tuple(categories), (START_PRIOR,) * len(categories))

    def rates(self, worker: str) -> tuple[Array, Array]:
        own = self.workers.get(worker)
        if own is None:
            own = [[rate] * len(self.categories) for rate in self.pool]
        return np.asarray(own[0]), np.asarray(own[1])

    def as_json(self) -> dict[str, Any]:
        return {
            "categories": list(self.categories),
            "prior": list(self.prior),
            "workers": {worker: [list(rates) for rates in own] for worker, own in self.workers.items()},
            "pool": list(self.pool),
            "equals": self.equals,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> MultiLabelCrew:
        known = (document["prior"], document["workers"], document["pool"], document.get("equals", 0.0))
        return cls(tuple(document["categories"]), *known)


def posterior_of(crew: MultiLabelCrew, chosen: Chosen) -> Array:
    """Probability of every category of the crew for one object."""
    prior = np.asarray(crew.prior)
    logit, votes = log_ratio(prior, 1 - prior), np.zeros(len(prior))
    for worker in sorted(chosen):
        sensitivity, specificity = crew.rates(worker)
        said = np.array([category in chosen[worker] for category in crew.categories])
        logit = logit + np.where(said, log_ratio(sensitivity, 1 - specificity), log_ratio(1 - sensitivity, specificity))
        votes += said
    found: Array = 1 / (1 + np.exp(-logit))
    if not chosen:
        return found
    return undisputed((1 - crew.equals) * found + crew.equals * votes / len(chosen), votes / len(chosen))


def undisputed(probabilities: Array, shares: Array) -> Array:
    """What all who answered say of a category is the likelier; `shares` of them say yes."""
    most = np.where(shares == 0, JUST_NOT, 1.0)
    return np.clip(probabilities, np.where(shares == 1, 0.5, 0.0), most)


def log_ratio(one: Array, other: Array) -> Array:
    found: Array = np.log(one) - np.log(other)
    return found


class MultiLabelConsensus:
    """Estimator over {object: {worker: categories}}.

    Learned by `fit`: `probabilities_` (objects x categories, objects ascending), `objects_`, `crew_`.
    """

    def __init__(self, categories: Sequence[str], epochs: int = EPOCHS) -> None:
        self.categories = tuple(categories)
        self.epochs = epochs

    @property
    def worker_skill_(self) -> Mapping[str, Sequence[Sequence[float]]]:
        return self.crew_.workers

    def fit(self, objects: Mapping[int, Chosen]) -> Self:
        """Learn from all answers of a job, at least one."""
        self.objects_ = sorted(objects)
        pairs = [(row, worker) for row, key in enumerate(self.objects_) for worker in sorted(objects[key])]
        names = sorted({worker for _, worker in pairs})
        book = {worker: code for code, worker in enumerate(names)}
        rows = np.array([row for row, _ in pairs], dtype=np.int64)
        workers = np.array([book[worker] for _, worker in pairs], dtype=np.int64)
        said = self.said(objects, pairs)
        given = totals(np.ones_like(said), rows, len(self.objects_))
        shares = totals(said, rows, len(self.objects_)) / given
        meets, undisputed_yes, undisputed_no = (given > 1)[rows], (shares == 1)[rows], (shares == 0)[rows]
        self.probabilities_ = shares
        for _ in range(self.epochs):
            truth = self.probabilities_[rows]
            yes = as_far_as_seen(truth * meets, undisputed_no, workers, len(names))
            no = as_far_as_seen((1 - truth) * meets, undisputed_yes, workers, len(names))
            learned = rates_of(said, yes, no, workers, len(names))
            self.probabilities_ = self.expect(said, rows, workers, learned)
        prior = smoothed_prior(self.probabilities_)
        own = {
            name: [learned.sensitivity[code].tolist(), learned.specificity[code].tolist()]
            for name, code in book.items()
        }
        equals = equal_share(len(pairs), len(names))
        self.crew_ = MultiLabelCrew(self.categories, tuple(prior.tolist()), own, learned.pool, equals)
        self.probabilities_ = undisputed((1 - equals) * self.probabilities_ + equals * shares, shares)
        return self

    def said(self, objects: Mapping[int, Chosen], pairs: Sequence[tuple[int, str]]) -> Array:
        """1 where the category was chosen, (answers, categories)."""
        column = {category: code for code, category in enumerate(self.categories)}
        found = np.zeros((len(pairs), len(self.categories)))
        for number, (row, worker) in enumerate(pairs):
            found[number, [column[category] for category in objects[self.objects_[row]][worker]]] = 1
        return found

    def expect(self, said: Array, rows: Codes, workers: Codes, learned: Rates) -> Array:
        sensitivity, specificity = learned.sensitivity[workers], learned.specificity[workers]
        yes, no = log_ratio(sensitivity, 1 - specificity), log_ratio(1 - sensitivity, specificity)
        prior = smoothed_prior(self.probabilities_)
        logit = log_ratio(prior, 1 - prior) + totals(np.where(said > 0, yes, no), rows, len(self.objects_))
        found: Array = 1 / (1 + np.exp(-logit))
        return found


@dataclass(frozen=True, slots=True)
class Rates:
    """sensitivity, specificity: (workers, categories)."""

    sensitivity: Array
    specificity: Array
    pool: tuple[float, float]


def as_far_as_seen(mass: Array, doubted: NDArray[np.bool_], workers: Codes, count: int) -> Array:
    """The mass of a truth by answer and category; of mere doubt as much as the worker is known by it elsewhere."""
    elsewhere = totals(np.where(doubted, 0.0, mass), workers, count)
    return mass * np.where(doubted, (elsewhere / (elsewhere + OWN))[workers], 1.0)


def rates_of(said: Array, yes: Array, no: Array, workers: Codes, count: int) -> Rates:
    """The M step; `yes` and `no` are how much each answer counts as one about a category that is there, or is not."""
    sensitivity, of_all = shrunk(totals(said * yes, workers, count), totals(yes, workers, count), START_SENSITIVITY)
    right, false = totals((1 - said) * no, workers, count), totals(no, workers, count)
    specificity, none_of_all = shrunk(right, false, START_SPECIFICITY)
    return Rates(sensitivity, specificity, (of_all, none_of_all))


def shrunk(hits: Array, tries: Array, start: float) -> tuple[Array, float]:
    """Rates by worker and category, and the pool's."""
    pool = (hits.sum() + START * start) / (tries.sum() + START)
    own = (hits.sum(axis=1) + POOL * pool) / (tries.sum(axis=1) + POOL)
    rates = (hits + OWN * own[:, None]) / (tries + OWN)
    return np.clip(rates, LEAST, MOST), float(np.clip(pool, LEAST, MOST))


def totals(values: Array, codes: Codes, count: int) -> Array:
    """Sums of rows by code, (count, columns)."""
    found = np.zeros((count, values.shape[1]))
    np.add.at(found, codes, values)
    return found


def smoothed_prior(probabilities: Array) -> Array:
    share = (probabilities.sum(axis=0) + EVEN * START_PRIOR) / (len(probabilities) + EVEN)
    found: Array = np.clip(share, LEAST, MOST)
    return found
