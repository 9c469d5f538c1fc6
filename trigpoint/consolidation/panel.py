"""What a panel learned of the workers, kept between batches: an object is consolidated at once, without a fit.

It travels as JSON whose size follows the answers: own counts are kept cell by cell where there are any, so nothing is
workers x categories^2. A worker it does not know answers as the pool does.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from trigpoint.consolidation.choice import Consensus, consensus_of_rows
from trigpoint.consolidation.expert import COIN_WEIGHT, Learned, logistic, logit, logs, normalised
from trigpoint.consolidation.incidence import MODEL, Array, Incidence
from trigpoint.consolidation.worker_model import category_index

LEAST_COUNT = 1e-4
"""Counts below this are not kept: together they are far less than one answer."""

VOTE = 0.25
"""Share of the vote in the panel's posterior: where a few answers contradict each other it keeps the doubt."""

LEAST_VOTE, VOTE_POWER = 0.01, 3
"""A vote weighs (accuracy - chance) to this power: a spammer's next to nothing."""

FEW_ANSWERS, LEAST_EQUALS = 16.0, 1e-4
"""With fewer answers a worker, who is how good is mostly guessed: the vote of equals outweighs the experts
(docs/decisions/0010)."""

Cell = Sequence[float]
"""True category, answer, how often."""


@dataclass(frozen=True, slots=True)
class Expert:
    """One expert's view. `right` has one number a category, or one for all; `wrong` rows are what the pool says where
    it errs, empty where it errs evenly; `powers` temper the evidence, one voice each."""

    prior: Sequence[float]
    right: Sequence[float]
    wrong: Sequence[Sequence[float]] = ()
    strength: float = 0.0
    powers: Sequence[float] = (1.0,)
    shifts: Mapping[str, float] = field(default_factory=dict)
    counts: Mapping[str, Sequence[Cell]] = field(default_factory=dict)

    def chance(self, worker: str, answer: int) -> Array:
        """Chance that the worker gives this answer, by true category (K)."""
        k = len(self.prior)
        if k == 1:
            return np.ones(1)
        sure = np.broadcast_to(logistic(logit(np.asarray(self.right)) + self.shifts.get(worker, 0.0)), k)
        wrong = np.array([row[answer] for row in self.wrong]) if len(self.wrong) else 1 / (k - 1)
        found: Array = (1 - sure) * wrong
        found[answer] = sure[answer]
        return self.with_counts(found, worker, answer) if self.strength else found

    def with_counts(self, base: Array, worker: str, answer: int) -> Array:
        own, total = np.zeros(len(base)), np.full(len(base), self.strength)
        for true, said, count in self.counts.get(worker, ()):
            total[int(true)] += count
            own[int(true)] += count if said == answer else 0.0
        found: Array = (own + self.strength * base) / total
        return found

    def as_json(self) -> dict[str, Any]:
        return {
            "prior": list(self.prior),
            "right": list(self.right),
            "wrong": [list(row) for row in self.wrong],
            "strength": self.strength,
            "powers": list(self.powers),
            "shifts": dict(self.shifts),
            "counts": {worker: [list(cell) for cell in cells] for worker, cells in self.counts.items()},
        }


@dataclass(frozen=True, slots=True)
class Panel:
    """The experts of a job. `posterior` is the mean of all their voices, and for a part the vote itself.

    `votes`: what a worker's vote weighs there; `usual` that of a worker not known. Without votes there is no such part.
    `equals`: share of a vote in which all count the same, large where the workers gave few answers.
    """

    categories: tuple[str, ...]
    experts: tuple[Expert, ...]
    votes: Mapping[str, float] = field(default_factory=dict)
    usual: float = 0.0
    equals: float = 0.0

    def as_json(self) -> dict[str, Any]:
        experts = [expert.as_json() for expert in self.experts]
        return {
            "categories": list(self.categories),
            "experts": experts,
            "votes": dict(self.votes),
            "usual": self.usual,
            "equals": self.equals,
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> Panel:
        return cls(
            tuple(document["categories"]),
            tuple(Expert(**expert) for expert in document["experts"]),
            document["votes"],
            document["usual"],
            document.get("equals", 0.0),
        )

    def posterior(self, answers: Mapping[str, str]) -> Array:
        """Probability of every category for one object, given {worker: category}; shape (K).

        Raises AnswerError for a category the panel does not know.
        """
        codes = {worker: category_index(self.categories, worker, answers[worker]) for worker in sorted(answers)}
        voices = [voice for expert in self.experts for voice in voices_of(expert, codes)]
        found: Array = np.mean(voices, axis=0)
        if not self.votes or not codes:
            return found
        by_skill = {worker: self.votes.get(worker, self.usual) for worker in codes}
        found = (1 - VOTE) * found + VOTE * self.vote(codes, by_skill)
        return (1 - self.equals) * found + self.equals * self.vote(codes, dict.fromkeys(codes, 1.0))

    def vote(self, codes: Mapping[str, int], weights: Mapping[str, float]) -> Array:
        found = np.zeros(len(self.categories))
        for worker, code in codes.items():
            found[code] += weights[worker]
        share: Array = found / found.sum()
        return share

    def consensus(self, answers: Mapping[str, str]) -> Consensus:
        """The category of one object and its confidence, given {worker: category}."""
        votes = np.zeros(len(self.categories))
        for worker, category in answers.items():
            votes[category_index(self.categories, worker, category)] += 1
        return consensus_of_rows(self.posterior(answers)[None], votes[None], self.categories)[0]


def voices_of(expert: Expert, codes: Mapping[str, int]) -> list[Array]:
    evidence = np.zeros(len(expert.prior))
    for worker, code in codes.items():
        evidence += logs(expert.chance(worker, code))
    prior = logs(np.asarray(expert.prior))
    return [normalised((power * evidence + prior)[None])[0] for power in expert.powers]


def expert_of(learned: Learned, incidence: Incidence, workers: Sequence[Hashable], powers: Sequence[float]) -> Expert:
    names = names_of(incidence, workers)
    right = learned.right.tolist()
    return Expert(
        learned.prior.tolist(),
        right if learned.wrong is not None else right[:1],
        learned.wrong.tolist() if learned.wrong is not None else [],
        learned.strength,
        list(powers),
        dict(zip(names, learned.shift.tolist(), strict=True)),
        cells_of(learned.counts, incidence, names) if learned.counts is not None else {},
    )


def cells_of(counts: Array, incidence: Incidence, names: Sequence[str]) -> dict[str, list[list[float]]]:
    pairs, true = np.nonzero(counts >= LEAST_COUNT)
    owners, said = incidence.pair_workers[pairs].tolist(), incidence.pair_categories[pairs].tolist()
    found: dict[str, list[list[float]]] = {}
    for owner, *cell in zip(owners, true.tolist(), said, counts[pairs, true].round(6).tolist(), strict=True):
        found.setdefault(names[owner], []).append(cell)
    return found


def names_of(incidence: Incidence, workers: Sequence[Hashable]) -> list[str]:
    names = [str(worker) for worker in workers]
    return names if incidence.workers == len(names) else [*names, MODEL]


def skills_of(incidence: Incidence, posterior: Array) -> tuple[Array, float]:
    """Probability of a right answer by worker, drawn towards the crowd's where answers are few; and the crowd's."""
    counts = incidence.counts(posterior)
    hits, given = incidence.hits(counts), incidence.given(counts)
    usual = float(hits.sum() / max(given.sum(), 1.0))
    return (hits + COIN_WEIGHT * usual) / (given + COIN_WEIGHT), usual


def equal_share(answers: int, workers: int) -> float:
    """Share of the vote of equals, from the mean number of answers a worker: next to nothing above a hundred."""
    each = answers / max(workers, 1)
    return FEW_ANSWERS**2 / (FEW_ANSWERS**2 + each**2)


def vote_weights(skill: Array, k: int) -> Array:
    found: Array = np.maximum(skill - 1 / k, LEAST_VOTE) ** VOTE_POWER
    return found
