"""One member of the panel: a family of worker models between "one coin" and a full confusion matrix.

How likely a worker of the pool says l where t is true is drawn from the pool's own confusion, moved by one number a
worker (`shift`, on the logit scale of being right); the worker's own counts N then move it cell by cell:
    base_j[t, t] = logistic(logit right_t + shift_j)     base_j[t, l] = (1 - base_j[t, t]) wrong[t, l]
    C_j[t, l] = (N_j[t, l] + strength base_j[t, l]) / (N_j[t] + strength)
With no own counts that is one coin a worker; with a weak strength it is Dawid-Skene. `wrong` is even, or what
the pool confuses (Dawid & Skene 1979; hierarchical form as in Lakkaraju et al. 2015 and Paun et al. 2018).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from trigpoint.consolidation.incidence import Array, Incidence

STEPS = 7
"""Rounds of expectation and maximisation: stopping early protects where answers are thin (docs/decisions/0010)."""

COIN_WEIGHT = 5.0
"""Answers that the pool's accuracy weighs in a worker's."""

LEAST = 0.005
PRIOR_ACCURACY, ONE_OBJECT = 0.7, 1.0
SMALLEST = 1e-12
FEW_COLUMNS = 16

DEEPEST = -600.0
"""Logs above this have an exponential that is not lost: their rows need no shift. Logs of chances are never above 0."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which member it is.

    `strength`: answers a true category that the base weighs; None: own counts are not used. `pooled`: answers that an
    even confusion weighs in the pool's; None: the pool errs evenly. Both at two categories. `even`: share of the class
    prior that is spread evenly, so that it cannot run away.
    """

    even: float
    strength: float | None = None
    pooled: float | None = None

    def strength_at(self, k: int) -> float:
        return grown(self.strength or 0.0, k)

    def pooled_at(self, k: int) -> float:
        return grown(self.pooled or 0.0, k)


def grown(weight: float, k: int) -> float:
    """A weight at two categories, for K: the more categories, the fewer answers of a worker fall to one of them."""
    return max(weight * float(np.sqrt(k / 2)), float(k) if k > 2 else 0.0)


RECIPES = (
    Recipe(even=0.1),
    Recipe(even=0.1, strength=6.0, pooled=4.0),
    Recipe(even=0.0, strength=3.0, pooled=2.0),
    Recipe(even=0.0, strength=3.0),
)
"""The panel. Chosen with one set left out at a time, never on a set's own truth (docs/decisions/0010)."""


@dataclass(frozen=True, slots=True)
class Learned:
    """What one maximisation found.

    prior (K); right (K) and wrong (K x K, zero diagonal; None where even): the pool; shift (workers);
    counts (pairs x K) and totals (workers x K): own counts, None where not used; chance (pairs x K): C.
    """

    prior: Array
    right: Array
    wrong: Array | None
    shift: Array
    strength: float
    counts: Array | None
    totals: Array | None
    chance: Array


def maximise(recipe: Recipe, incidence: Incidence, posterior: Array) -> Learned:
    """The M step. `posterior`: objects x K."""
    counts = incidence.counts(posterior)
    hits, given = incidence.hits(counts), incidence.given(counts)
    accuracy = float(np.clip(hits.sum() / max(given.sum(), SMALLEST), LEAST, 1 - LEAST))
    prior = class_prior(posterior, recipe.even)
    if recipe.strength is None:
        return one_coin(incidence, prior, hits, given, accuracy)
    totals = incidence.per_worker(counts)
    right, wrong = pool(recipe, incidence, counts, accuracy)
    shift = shifts(hits, totals @ right, given, accuracy)
    strength = recipe.strength_at(incidence.categories)
    weighed = strength * base(incidence, right, wrong, shift)
    chance = (counts + weighed) / (totals + strength)[incidence.pair_workers]
    return Learned(prior, right, wrong, shift, strength, counts, totals, chance)


def one_coin(incidence: Incidence, prior: Array, hits: Array, given: Array, accuracy: float) -> Learned:
    right = np.full(incidence.categories, accuracy)
    shift = shifts(hits, given * right[0], given, accuracy)
    return Learned(prior, right, None, shift, 0.0, None, None, base(incidence, right, None, shift))


def class_prior(posterior: Array, even: float) -> Array:
    rows, k = posterior.shape
    share = (1 - even) * (np.ones(rows) @ posterior / rows) + even / k
    found: Array = (share * rows + ONE_OBJECT) / (rows + ONE_OBJECT * k)
    return found


def pool(recipe: Recipe, incidence: Incidence, counts: Array, accuracy: float) -> tuple[Array, Array | None]:
    """How often the pool is right in each true category, and what it says where it is wrong."""
    k = incidence.categories
    if recipe.pooled is None or k == 1:
        return np.full(k, accuracy), None
    said = np.zeros((k, k))
    np.add.at(said, incidence.pair_categories, counts)
    weight = recipe.pooled_at(k)
    even = np.full((k, k), (1 - accuracy) / (k - 1))
    np.fill_diagonal(even, accuracy)
    confusion = (said.T + weight * even) / (said.sum(axis=0)[:, None] + weight)
    right = np.clip(np.diag(confusion), 0.02, 0.98)
    np.fill_diagonal(confusion, 0.0)
    return right, confusion / np.maximum(confusion.sum(axis=1, keepdims=True), SMALLEST)


def shifts(hits: Array, expected: Array, given: Array, accuracy: float) -> Array:
    """How much better than the pool every worker is on the same objects, on the logit scale; 0 with no answers."""
    own = (hits + COIN_WEIGHT * accuracy) / (given + COIN_WEIGHT)
    usual = (expected + COIN_WEIGHT * accuracy) / (given + COIN_WEIGHT)
    return logit(own) - logit(usual)


def base(incidence: Incidence, right: Array, wrong: Array | None, shift: Array) -> Array:
    """Chance of each pair's answer in each true category before own counts, (pairs, K)."""
    k, said = incidence.categories, incidence.pair_categories
    sure = logistic(logit(right)[None, :] + shift[:, None])[incidence.pair_workers]
    if k == 1:
        return np.ones_like(sure)
    found: Array = (1 - sure) * (wrong.T[said] if wrong is not None else 1 / (k - 1))
    rows = np.arange(len(said))
    found[rows, said] = sure[rows, said]
    return found


def chances(learned: Learned, fitted: Incidence, other: Incidence) -> Array:
    """C for the pairs of another incidence whose first workers are the fitted ones, (pairs, K).

    Workers not fitted answer as the pool does.
    """
    strange = max(0, other.workers - fitted.workers)
    found = base(other, learned.right, learned.wrong, np.append(learned.shift, np.zeros(strange))[: other.workers])
    if learned.counts is None or learned.totals is None:
        return found
    k = other.categories
    keys = fitted.pair_workers * k + fitted.pair_categories
    wanted = other.pair_workers * k + other.pair_categories
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    own = np.where((keys[at] == wanted)[:, None], learned.counts[at], 0.0)
    totals = np.vstack([learned.totals, np.zeros((strange, k))])[other.pair_workers]
    return (own + learned.strength * found) / (totals + learned.strength)


def logit(share: Array) -> Array:
    held = np.clip(share, LEAST, 1 - LEAST)
    found: Array = np.log(held) - np.log(1 - held)
    return found


def logistic(value: Array) -> Array:
    found: Array = 1 / (1 + np.exp(-value))
    return found


def logs(chance: Array) -> Array:
    found: Array = np.log(np.maximum(chance, SMALLEST))
    return found


def normalised(evidence: Array) -> Array:
    """Softmax of every row, in place: the array may be the largest there is."""
    if evidence.size and evidence.min() < DEEPEST:
        evidence -= tops(evidence)[:, None]
    np.exp(evidence, out=evidence)
    evidence /= (evidence @ np.ones(evidence.shape[1]))[:, None]
    return evidence


def tops(rows: Array) -> Array:
    """Largest of every row. Over few columns numpy's own reduction takes several times as long."""
    if rows.shape[1] > FEW_COLUMNS:
        most: Array = rows.max(axis=1)
        return most
    found = rows[:, 0].copy()
    for column in range(1, rows.shape[1]):
        np.maximum(found, rows[:, column], out=found)
    return found
