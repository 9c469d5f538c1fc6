"""Majority vote: for comparison, and where there is nothing to learn workers from."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Self

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.choice import Consensus, consensus_of_rows, winners


def vote_shares(answers: AnswerTable) -> NDArray[np.float64]:
    """Share of the votes each category got, shape (objects, categories)."""
    votes = answers.votes()
    shares: NDArray[np.float64] = votes / np.maximum(votes.sum(axis=1, keepdims=True), 1)
    return shares


def majority(answers: AnswerTable) -> dict[Hashable, Consensus]:
    """The most frequent category of every object; a tie goes to the first category in order."""
    rows = consensus_of_rows(vote_shares(answers), answers.votes(), answers.categories)
    return dict(zip(answers.objects, rows, strict=True))


class MajorityVote:
    """Estimator over an AnswerTable: `probabilities_` are shares of the votes, `worker_skill_` is how often a worker
    said what most did."""

    def fit(self, answers: AnswerTable) -> Self:
        self.answers_, self.probabilities_ = answers, vote_shares(answers)
        return self

    def predict(self) -> dict[Hashable, Consensus]:
        return majority(self.answers_)

    @property
    def labels_(self) -> dict[Hashable, Hashable]:
        return {name: found.category for name, found in self.predict().items()}

    @property
    def worker_skill_(self) -> dict[Hashable, float]:
        answers, chosen = self.answers_, winners(self.probabilities_, self.answers_.votes())
        right = np.bincount(answers.worker_codes, chosen[answers.object_codes] == answers.category_codes)
        given = np.maximum(np.bincount(answers.worker_codes), 1)
        return dict(zip(answers.workers, (right / given).tolist(), strict=True))
