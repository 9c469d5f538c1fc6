"""Consensus over masks: which class every pixel has, given what every worker painted.

After Warfield, Zou and Wells, "Simultaneous truth and performance level estimation (STAPLE)", IEEE TMI 2004, with
four changes. Only disputed pixels count, or the background, most of any picture, would drown all else. A worker
has one accuracy over the whole job: a rate a class has nothing to hold it where three people painted. It runs on
joint patterns (patterns.py), exactly and at full size, instead of on pixels. And it stops after three epochs:
what comes later is workers confirming themselves.
    E: z_p[k] ~ prod_j (a_j if said_j = k else (1 - a_j) / (classes in use - 1))
    M: a_j = share of disputed pixels where j says what is true, every picture weighing the same
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np

from trigpoint.consolidation.masks.crew import START, Array, MaskCrew
from trigpoint.consolidation.masks.patterns import Patterns

EPOCHS = 3
STRENGTH = 5.0
"""Pictures that the pool weighs against a worker's own accuracy, and the start against the pool's."""

LEAST, MOST = 0.02, 0.98


@dataclass(frozen=True, slots=True)
class Picture:
    """One object's patterns and who painted, in the order of its maps."""

    workers: Sequence[str]
    patterns: Patterns

    @property
    def disputed(self) -> Array:
        """Pixels of every pattern; 0 where all say the same."""
        said = self.patterns.said
        return np.where((said == said[:, :1]).all(axis=1), 0.0, self.patterns.pixels)


class MaskConsensus:
    """Estimator over {object: Picture}; `fit` learns `crew_`, `predict_proba` believes with it."""

    def __init__(self, epochs: int = EPOCHS) -> None:
        self.epochs = epochs

    @property
    def worker_skill_(self) -> Mapping[str, float]:
        return self.crew_.workers

    def fit(self, pictures: Mapping[int, Picture]) -> Self:
        """Learn the workers of a job."""
        some = [pictures[key] for key in sorted(pictures)]
        self.crew_ = MaskCrew()
        for _ in range(self.epochs):
            self.crew_ = learned(some, [believed(one, self.crew_) for one in some])
        return self

    def predict_proba(self, picture: Picture) -> Array:
        return believed(picture, self.crew_)


def believed(picture: Picture, crew: MaskCrew) -> Array:
    """Probability of every class in use for every pattern, (patterns, classes in use).

    What all say is certain: accuracies are those on disputed pixels.
    """
    patterns = picture.patterns
    votes = shares(patterns)
    classes = votes.shape[1]
    if classes == 1:
        return votes
    accuracy = crew.accuracy(picture.workers)
    weights = np.log(accuracy) - np.log((1 - accuracy) / (classes - 1))
    logs = np.zeros_like(votes)
    rows = np.arange(len(votes))
    for weight, said in zip(weights, patterns.said.T, strict=True):
        logs[rows, said] += weight
    scaled = np.exp(logs - logs.max(axis=1, keepdims=True))
    found: Array = scaled / scaled.sum(axis=1, keepdims=True)
    settled = picture.disputed == 0
    found[settled] = votes[settled]
    return found


def shares(patterns: Patterns) -> Array:
    """Votes for every class, as shares."""
    votes = np.zeros((len(patterns.codes), len(patterns.classes)))
    rows = np.arange(len(votes))
    for said in patterns.said.T:
        votes[rows, said] += 1
    found: Array = votes / max(1, patterns.said.shape[1])
    return found


def learned(pictures: Sequence[Picture], beliefs: Sequence[Array]) -> MaskCrew:
    """Accuracies, drawn towards the pool's."""
    hits: defaultdict[str, float] = defaultdict(float)
    tries: defaultdict[str, float] = defaultdict(float)
    for picture, now in zip(pictures, beliefs, strict=True):
        disputed = picture.disputed
        if not disputed.any():
            continue
        weight = disputed / disputed.sum()
        for worker, said in zip(picture.workers, picture.patterns.said.T, strict=True):
            hits[worker] += float((weight * now[np.arange(len(said)), said]).sum())
            tries[worker] += 1
    pool = (sum(hits.values()) + STRENGTH * START) / (sum(tries.values()) + STRENGTH)
    rates = {worker: (hits[worker] + STRENGTH * pool) / (tries[worker] + STRENGTH) for worker in sorted(hits)}
    return MaskCrew({worker: min(max(rate, LEAST), MOST) for worker, rate in rates.items()}, pool)
