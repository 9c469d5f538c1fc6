"""Free text: the best of the answers given, for texts have no mean.

An answer is good when other answers resemble it, and a worker when their answers are good. Alternating the two finds
both (reliability-aware sequence aggregation: Li & Fukumoto, AnnoNLP 2019; Li, "Crowdsourced Text Sequence Aggregation
based on Hybrid Reliability and Representation", SIGIR 2020), here with the overlap of word and character n-grams
for likeness, which needs no embedding.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self, TypeVar

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Gram = TypeVar("Gram")

WORDS, CHARACTERS = 4, 3
"""n-grams of up to so many words, as GLEU counts them; and of so many characters, for a slip of the pen."""
WORD_SHARE = 0.7
ROUNDS = 3
"""More would let a few who copy each other win: on CrowdWSA J1 the choice gets worse with rounds and with sharpness."""
LEAST_VOICE = 1e-3
OWN = 3.0
"""Answers that the crowd's mean likeness weighs in a worker's."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The best answer to one object, and how much the others resemble it (0..1, weighted by who they are)."""

    text: str
    worker: str
    likeness: float


class TextConsensus:
    """Estimator over {object: {worker: text}}. Learned by `fit`: `labels_`, `worker_skill_` (mean likeness)."""

    def fit(self, objects: Mapping[Hashable, Mapping[str, str]]) -> Self:
        """Every object needs one answer at least; objects without any are left out."""
        self.workers_ = sorted({worker for given in objects.values() for worker in given})
        code = {worker: number for number, worker in enumerate(self.workers_)}
        answered = {key: sorted(given) for key, given in objects.items() if given}
        tables = {key: likenesses([objects[key][worker] for worker in names]) for key, names in answered.items()}
        places = {key: np.array([code[worker] for worker in names]) for key, names in answered.items()}
        weight = np.ones(len(self.workers_))
        for _ in range(ROUNDS):
            weight = voices(tables, places, weight)
        self.weight_ = weight
        self.labels_ = {
            key: best(objects[key], names, tables[key], weight[places[key]]) for key, names in answered.items()
        }
        return self

    @property
    def worker_skill_(self) -> dict[str, float]:
        """How much other answers to the same objects resemble a worker's, 0..1."""
        return dict(zip(self.workers_, self.weight_.tolist(), strict=True))


def voices(tables: Mapping[Hashable, Array], places: Mapping[Hashable, NDArray[np.intp]], weight: Array) -> Array:
    """What each worker's voice weighs, from how much the others, as they weigh, resemble them."""
    total, given = np.zeros(len(weight)), np.zeros(len(weight))
    for key, table in tables.items():
        if len(table) > 1:
            np.add.at(total, places[key], of_others(table, weight[places[key]]))
            np.add.at(given, places[key], 1.0)
    usual = total.sum() / given.sum() if given.any() else 1.0
    found: Array = np.maximum((total + OWN * usual) / (given + OWN), LEAST_VOICE)
    return found


def of_others(table: Array, weight: Array) -> Array:
    """Weighted mean likeness of every answer to the others; 1 for an answer alone."""
    if len(table) == 1:
        return np.ones(1)
    others = weight[None, :] * (1 - np.eye(len(table)))
    found: Array = (others * table).sum(axis=1) / np.maximum(others.sum(axis=1), 1e-12)
    return found


def best(given: Mapping[str, str], names: Sequence[str], table: Array, weight: Array) -> Chosen:
    """Others' likeness decides, the writer's own voice beside it; ties go to the first text, then worker."""
    likeness = of_others(table, weight)
    score = (weight[None, :] * table).sum(axis=1) / weight.sum()
    order = sorted(range(len(names)), key=lambda one: (-round(float(score[one]), 9), given[names[one]], names[one]))
    place = order[0]
    return Chosen(given[names[place]], names[place], float(likeness[place]))


def likenesses(texts: Sequence[str]) -> Array:
    """(n, n) in 0..1, 1 between equal texts."""
    bags = [(words(text), characters(text)) for text in texts]
    found = np.eye(len(texts))
    for one in range(len(texts)):
        for other in range(one):
            found[one, other] = found[other, one] = alike(bags[one], bags[other])
    return found


Bags = tuple[Counter[tuple[str, ...]], Counter[str]]


def alike(one: Bags, other: Bags) -> float:
    return WORD_SHARE * overlap(one[0], other[0]) + (1 - WORD_SHARE) * overlap(one[1], other[1])


def overlap(one: Counter[Gram], other: Counter[Gram]) -> float:
    """Shared n-grams over the larger bag, as GLEU; 1 where both are empty."""
    most = max(one.total(), other.total())
    return (one & other).total() / most if most else 1.0


def words(text: str) -> Counter[tuple[str, ...]]:
    found = text.lower().split()
    return Counter(
        tuple(found[at : at + length]) for length in range(1, WORDS + 1) for at in range(len(found) - length + 1)
    )


def characters(text: str) -> Counter[str]:
    padded = f" {' '.join(text.lower().split())} "
    return Counter(padded[at : at + CHARACTERS] for at in range(len(padded) - CHARACTERS + 1))
