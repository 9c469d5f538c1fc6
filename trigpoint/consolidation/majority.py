"""Majority vote: for comparison, and where there is nothing to learn workers from."""

from __future__ import annotations

from collections.abc import Hashable

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.choice import Consensus, consensus_of_rows


def vote_shares(answers: AnswerTable) -> NDArray[np.float64]:
    """Share of the votes each category got, shape (objects, categories)."""
    votes = answers.votes()
    shares: NDArray[np.float64] = votes / np.maximum(votes.sum(axis=1, keepdims=True), 1)
    return shares


def majority(answers: AnswerTable) -> dict[Hashable, Consensus]:
    """The most frequent category of every object; a tie goes to the first category in order."""
    rows = consensus_of_rows(vote_shares(answers), answers.votes(), answers.categories)
    return dict(zip(answers.objects, rows, strict=True))
