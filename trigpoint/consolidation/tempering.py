"""How much the evidence of several answers may be believed, found without any truth.

Answers to one object are not independent: hard objects mislead several workers alike, and a posterior that multiplies
their chances is too sure. So every answer in turn is predicted from the others to its object with their evidence
raised to a power, and the power that predicts best is taken:
    sum over answers of  log sum_t softmax(power * evidence of the others + log prior)_t C_j[t, answer]
"""

from __future__ import annotations

import numpy as np

from trigpoint.consolidation.answer_table import Codes
from trigpoint.consolidation.expert import SMALLEST, Learned, logs, normalised
from trigpoint.consolidation.incidence import Array, Incidence

POWERS = (1.0, 0.7, 0.5, 0.35, 0.25, 0.17, 0.12, 0.09, 0.06)
MOST_ANSWERS = 10_000
"""Answers looked at, evenly over all: more would not move the choice among nine powers."""

HALF = 0.5
"""What the panel takes of the power found: the answer left out shares its object's difficulty with the others, so the
power found is too high on every reference set (docs/decisions/0010)."""

LEAST_CHANCE = 1e-3
EQUAL = 1e-9


def best_power(learned: Learned, incidence: Incidence, evidence: Array, believed: Array) -> float:
    """`evidence`: logs without the prior, objects x K. `believed`: the posterior that taught `learned`."""
    step = max(1, -(-len(incidence.objects) // MOST_ANSWERS))
    objects, pairs = incidence.objects[::step], incidence.pairs[::step]
    weights = incidence.weights[::step, None]
    rest = evidence[objects] - weights * logs(learned.chance[pairs])
    chance = left_out(learned, incidence, pairs, weights * believed[objects])
    prior = logs(learned.prior)
    scores = [mean_log(normalised(power * rest + prior), chance) for power in POWERS]
    best = max(scores)
    return next(power for power, score in zip(POWERS, scores, strict=True) if score >= best - EQUAL)


def left_out(learned: Learned, incidence: Incidence, pairs: Codes, own: Array) -> Array:
    """C of each answer as it would be had it not been given."""
    chance: Array = learned.chance[pairs]
    if learned.totals is None:
        return chance
    weight = learned.totals[incidence.pair_workers[pairs]] + learned.strength
    found: Array = np.maximum((chance * weight - own) / np.maximum(weight - own, SMALLEST), LEAST_CHANCE)
    return found


def mean_log(posterior: Array, chance: Array) -> float:
    return float(np.log(np.maximum((posterior * chance).sum(axis=1), SMALLEST)).mean())
