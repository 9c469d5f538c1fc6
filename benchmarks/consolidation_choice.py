"""How the default panel was chosen: one set left out at a time, by the rule of docs/decisions/0010.

Candidates differ in experts, rounds and the share of the vote. For every set the candidate is chosen on the other sets
(mean of accuracy - Brier) among those that lose at most half a point on the simulated regimes to the best there; its
figures on the set left out are the leave-one-out figures.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.consolidation_regimes import REGIMES, Codes, simulated
from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import taught, vote_shares_of
from trigpoint.consolidation.expert import Recipe, logs, normalised
from trigpoint.consolidation.incidence import Incidence
from trigpoint.consolidation.panel import equal_share, skills_of, vote_weights
from trigpoint.consolidation.scores import scores_of_posteriors
from trigpoint.consolidation.tempering import HALF, best_power

Array = NDArray[np.float64]
Case = tuple[AnswerTable, Codes, Codes]
"""A table, rows with a truth, and their true codes."""

EXPERTS = {
    "coin": Recipe(even=0.1),
    "coin, evener prior": Recipe(even=0.3),
    "pooled 6": Recipe(even=0.1, strength=6.0, pooled=4.0),
    "pooled 6, free prior": Recipe(even=0.0, strength=6.0, pooled=4.0),
    "pooled 6, even prior": Recipe(even=0.6, strength=6.0, pooled=4.0),
    "pooled 3": Recipe(even=0.0, strength=3.0, pooled=2.0),
    "own": Recipe(even=0.0, strength=3.0),
    "own, evener prior": Recipe(even=0.3, strength=3.0),
}
COIN, POOLED, LOOSE, OWN = "coin", "pooled 6", "pooled 3", "own"
PANELS = (
    (COIN, POOLED, OWN),
    (COIN, POOLED, OWN, "pooled 6, even prior"),
    (COIN, LOOSE, OWN),
    (COIN, LOOSE, OWN, "pooled 6, even prior"),
    ("coin, evener prior", POOLED, OWN),
    (COIN, "pooled 6, free prior", OWN),
    (COIN, POOLED, OWN, "own, evener prior"),
    (COIN, POOLED, LOOSE, OWN),
    (COIN, "coin, evener prior", POOLED, OWN),
    (COIN, "pooled 6, free prior", OWN, "pooled 6, even prior"),
    (COIN, LOOSE, "pooled 6, even prior"),
    (COIN, POOLED, "pooled 6, even prior"),
)
ROUNDS, VOTES = (5, 7), (0.0, 0.1, 0.25, 0.4)
ALLOWED_LOSS = 0.005


@dataclass(frozen=True)
class Candidate:
    """`found`: (cases, 3) of accuracy, ECE and Brier; the sets first, then the simulated regimes."""

    panel: tuple[str, ...]
    rounds: int
    vote: float
    found: Array


def candidates(cases: Sequence[Case]) -> list[Candidate]:
    found: dict[tuple[tuple[str, ...], int, float], list[tuple[float, float, float]]] = {}
    for table, rows, truth in cases:
        for rounds in ROUNDS:
            incidence = Incidence.of(table)
            means = {name: mean_voice(recipe, incidence, rounds) for name, recipe in EXPERTS.items()}
            for panel in PANELS:
                voices = np.mean([means[name] for name in panel], axis=0)
                shares = vote_shares_of(incidence, vote_weights(skills_of(incidence, voices)[0], incidence.categories))
                for vote in VOTES:
                    one = scores_of_posteriors(with_equals((1 - vote) * voices + vote * shares, table)[rows], truth)
                    found.setdefault((panel, rounds, vote), []).append((one.accuracy, one.ece, one.brier))
    return [Candidate(*key, np.array(scores)) for key, scores in found.items()]


def with_equals(posterior: Array, table: AnswerTable) -> Array:
    """The share of the vote of equals is no candidate's own: it was set on simulated small jobs alone."""
    equals = equal_share(len(table), len(table.workers))
    return (1 - equals) * posterior + equals * table.votes() / table.votes().sum(axis=1, keepdims=True)


def mean_voice(recipe: Recipe, incidence: Incidence, rounds: int) -> Array:
    """Mean of an expert's two voices."""
    last = taught(recipe, incidence, vote_shares_of(incidence, np.ones(incidence.workers)), {}, rounds)
    power = HALF * best_power(last.learned, incidence, last.evidence, last.believed)
    tempered = normalised(power * last.evidence + logs(last.learned.prior))
    found: Array = (last.posterior + tempered) / 2
    return found


def chosen(admitted: Sequence[Candidate], kept: Sequence[int]) -> Candidate:
    return max(admitted, key=lambda one: float((one.found[kept, 0] - one.found[kept, 2]).mean()))


def show(names: Sequence[str], sets: Sequence[Case]) -> None:
    """Prints the choice on all sets, and the figures of the choice made without each set."""
    regimes = [(table, np.arange(len(truth)), truth) for table, truth in (simulated(r, 1) for r in REGIMES.values())]
    every = candidates([*sets, *regimes])
    count = len(sets)
    best = max(float(one.found[count:, 0].mean()) for one in every)
    admitted = [one for one in every if float(one.found[count:, 0].mean()) >= best - ALLOWED_LOSS]
    whole = chosen(admitted, range(count))
    left_out = []
    for at, name in enumerate(names):
        one = chosen(admitted, [other for other in range(count) if other != at])
        left_out.append(one.found[at])
        print(
            f"  {name:12} left out: accuracy {one.found[at, 0]:.4f}  {' + '.join(one.panel)}, {one.rounds}, {one.vote}"
        )
    for title, rows in (("all sets", whole.found[:count]), ("leave-one-out", np.array(left_out))):
        accuracy, ece, brier = rows.mean(axis=0)
        print(f"  {title:14} accuracy {accuracy:.4f}  ECE {ece:.3f}  Brier {brier:.4f}")
    print(f"  chosen on all: {' + '.join(whole.panel)}, {whole.rounds} rounds, vote {whole.vote}")
