"""Simulated crowds: spammers, biased workers, skewed classes, hard objects; 2 to 50 answers and 2 to 150 categories.

The default was chosen on these and on the public sets, one set left out at a time (docs/decisions/0010).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.methods import Method, consolidate
from trigpoint.consolidation.scores import Scores, scores_of_posteriors

Codes = NDArray[np.int64]
SEEDS = (1, 2, 3)


@dataclass(frozen=True)
class Regime:
    """`skill`: Beta parameters of accuracy above chance; `skew`: exponent of the class shares; the rest are shares."""

    objects: int
    workers: int
    answers: int
    k: int
    skew: float = 0.0
    skill: tuple[float, float] = (6.0, 3.0)
    spam: float = 0.0
    bias: float = 0.0
    hard: float = 0.0
    even: bool = False


REGIMES = {
    "easy": Regime(1000, 40, 3, 4),
    "sparse workers": Regime(600, 300, 2, 3, even=True),
    "two answers": Regime(500, 60, 2, 2),
    "spammers": Regime(800, 60, 5, 5, spam=0.4),
    "skewed": Regime(1500, 60, 3, 2, skew=2.5),
    "skewed, 8": Regime(1500, 60, 5, 8, skew=1.5),
    "biased": Regime(800, 40, 5, 4, bias=0.5),
    "hard objects": Regime(500, 50, 10, 3, hard=0.4),
    "50 categories": Regime(2000, 50, 3, 50, skew=0.7),
    "150 categories": Regime(3000, 80, 3, 150, skew=0.5),
    "150 and spam": Regime(1200, 60, 5, 150, skew=1.0, spam=0.2),
    "50 answers": Regime(150, 60, 50, 2, skill=(2, 3), hard=0.2),
    "three workers": Regime(300, 3, 3, 3),
    "small": Regime(30, 10, 3, 3),
    "poor": Regime(800, 80, 5, 4, skill=(2, 3), spam=0.2),
    "skew and spam": Regime(1500, 80, 4, 2, skew=3.0, spam=0.4),
}


def simulated(regime: Regime, seed: int) -> tuple[AnswerTable, Codes]:
    """A table and the true codes of its objects."""
    rng = np.random.default_rng(seed)
    share = 1 / np.arange(1, regime.k + 1) ** regime.skew
    truth = rng.choice(regime.k, regime.objects, p=share / share.sum()).astype(np.int64)
    confusion = crew(regime, rng)
    objects, workers = assigned(regime, rng)
    ladder = confusion[workers, truth[objects]].cumsum(axis=1)
    given = (rng.random(len(objects))[:, None] > ladder).sum(axis=1).clip(0, regime.k - 1)
    mislead = (rng.random(regime.objects) < regime.hard)[objects] & (rng.random(len(objects)) < 0.6)
    decoy = (truth + 1 + rng.integers(max(regime.k - 1, 1), size=regime.objects)) % regime.k
    toss = np.where(rng.random(len(objects)) < 0.5, decoy[objects], truth[objects])
    codes = np.where(mislead, toss, given).astype(np.int64)
    names = (range(regime.objects), range(regime.workers), range(regime.k))
    return AnswerTable.from_codes(*names, objects, workers, codes), truth


def crew(regime: Regime, rng: np.random.Generator) -> NDArray[np.float64]:
    """A confusion matrix a worker, (workers, K, K): errors partly shared by all."""
    k = regime.k
    shared = 0.5 * rng.dirichlet(np.full(k, 0.5), size=k) + 0.5 / k
    np.fill_diagonal(shared, 0)
    shared /= shared.sum(axis=1, keepdims=True)
    found = np.empty((regime.workers, k, k))
    for worker in range(regime.workers):
        right, kind = 1 / k + (1 - 1 / k) * rng.beta(*regime.skill), rng.random()
        found[worker] = shared * (1 - right) + np.eye(k) * right
        if kind < regime.spam:
            found[worker] = np.eye(k)[rng.integers(k)] if rng.random() < 0.4 else 1 / k
        elif kind < regime.spam + regime.bias:
            found[worker] = np.eye(k) * 0.55 + 0.1 / k
            found[worker][:, rng.integers(k)] += 0.35
    return found / found.sum(axis=2, keepdims=True)


def assigned(regime: Regime, rng: np.random.Generator) -> tuple[Codes, Codes]:
    activity = np.ones(regime.workers) if regime.even else rng.pareto(1.2, regime.workers) + 0.3
    draw = rng.gumbel(size=(regime.objects, regime.workers)) + np.log(activity)
    chosen = np.argsort(-draw, axis=1)[:, : regime.answers]
    return np.repeat(np.arange(regime.objects), chosen.shape[1]), chosen.ravel().astype(np.int64)


def measured(regime: Regime, method: Method) -> Scores:
    """Means over the seeds."""
    found = []
    for seed in SEEDS:
        table, truth = simulated(regime, seed)
        found.append(scores_of_posteriors(consolidate(table, method=method).probabilities_, truth))
    means = [float(np.mean([getattr(one, part) for one in found])) for part in ("accuracy", "ece", "brier")]
    return Scores(regime.objects, *means)


def show() -> None:
    print(f"{'simulated':16}" + "".join(f"{method[:12]:>14}" for method in Method) + "   panel ECE  Brier")
    for name, regime in REGIMES.items():
        scores = {method: measured(regime, method) for method in Method}
        cells = "".join(f"{one.accuracy:14.4f}" for one in scores.values())
        panel = scores[Method.PANEL]
        print(f"{name:16}{cells}       {panel.ece:.3f}  {panel.brier:.4f}")


def write_million(path: Path) -> None:
    """200,000 objects x 5 of 2,000 workers (Pareto activity), 10 categories, 5 % spammers, mean accuracy about .63."""
    rng = np.random.default_rng(7)
    objects, workers, k, answers = 200_000, 2_000, 10, 5
    truth = rng.integers(k, size=objects)
    activity = rng.pareto(1.5, workers) + 1
    at, who = np.repeat(np.arange(objects), answers), drawn(rng, activity / activity.sum(), objects, answers)
    skill = np.where(rng.random(workers) < 0.05, 1 / k, rng.beta(6.6, 3.4, workers))
    wrong = (truth[at] + 1 + rng.integers(k - 1, size=len(at))) % k
    said = np.where(rng.random(len(at)) < skill[who], truth[at], wrong)
    np.savez(path, objects=at, workers=who, categories=said, truth=truth, sizes=np.array([objects, workers, k]))


def drawn(rng: np.random.Generator, share: NDArray[np.float64], objects: int, answers: int) -> Codes:
    """Different workers for every object: rows with a repetition are drawn again."""
    found = rng.choice(len(share), (objects, answers), p=share)
    while len(rows := np.flatnonzero((np.diff(np.sort(found, axis=1)) == 0).any(axis=1))):
        found[rows] = rng.choice(len(share), (len(rows), answers), p=share)
    return found.ravel().astype(np.int64)
