"""What is known about the workers of a job: kept between batches to consolidate an object at once.

The model travels as JSON. A worker it does not know answers as the pool does.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.choice import Consensus, consensus_of_rows
from trigpoint.domain.errors import AnswerError

Matrix = NDArray[np.float64]

PRIOR_ACCURACY = 0.7
"""Accuracy a worker is credited with before anything is known (AWS's published consolidation)."""

SMALLEST = 1e-300
"""Floor of a probability before its logarithm is taken: keeps impossible answers comparable."""


@dataclass(frozen=True, slots=True)
class WorkerModel:
    """Class prior and one confusion matrix a worker, row = true category, column = answer.

    `prior` has one probability a category; each matrix is categories x categories with rows that
    sum to 1. `pool_accuracy` is the mean accuracy of the workers seen.
    """

    categories: tuple[str, ...]
    prior: tuple[float, ...]
    confusion: Mapping[str, Sequence[Sequence[float]]] = field(default_factory=dict)
    pool_accuracy: float = PRIOR_ACCURACY

    @classmethod
    def initial(cls, categories: Sequence[str]) -> WorkerModel:
        """The model before the first answer: even classes, every worker right in 0.7 of cases."""
        return cls(tuple(categories), (1 / len(categories),) * len(categories))

    def matrix(self, worker: str) -> Matrix:
        known = self.confusion.get(worker)
        if known is None:
            return accuracy_matrix(self.pool_accuracy, len(self.categories))
        return np.asarray(known, dtype=np.float64)

    def column(self, worker: str, answer: int) -> Matrix:
        """Chance of this answer by true category, (categories,): no matrix is built for a worker not known."""
        known, k = self.confusion.get(worker), len(self.categories)
        if known is not None:
            return np.array([row[answer] for row in known], dtype=np.float64)
        found = np.full(k, (1 - self.pool_accuracy) / max(k - 1, 1))
        found[answer] = self.pool_accuracy if k > 1 else 1.0
        return found

    def consensus(self, answers: Mapping[str, str]) -> Consensus:
        """The category of one object and its confidence, given {worker: category}."""
        return consensus_of(self, answers)

    def as_json(self) -> dict[str, Any]:
        return {
            "categories": list(self.categories),
            "prior": list(self.prior),
            "poolAccuracy": self.pool_accuracy,
            "confusion": {worker: [list(row) for row in rows] for worker, rows in self.confusion.items()},
        }

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> WorkerModel:
        return cls(
            tuple(document["categories"]),
            tuple(document["prior"]),
            document["confusion"],
            document["poolAccuracy"],
        )


def accuracy_matrix(accuracy: float, categories: int) -> Matrix:
    """Confusion of a worker who is right with `accuracy` and errs evenly over the rest."""
    if categories == 1:
        return np.ones((1, 1))
    wrong = (1 - accuracy) / (categories - 1)
    return np.full((categories, categories), wrong) + np.eye(categories) * (accuracy - wrong)


def posterior_of(model: WorkerModel, answers: Mapping[str, str]) -> Matrix:
    """Probability of each category for one object, given {worker: category}; shape (categories,).

    Raises AnswerError for a category the model does not know.
    """
    logs = np.log(np.maximum(np.asarray(model.prior, dtype=np.float64), SMALLEST))
    for worker in sorted(answers):
        column = category_index(model.categories, worker, answers[worker])
        logs = logs + np.log(np.maximum(model.column(worker, column), SMALLEST))
    scaled = np.exp(logs - logs.max())
    posterior: Matrix = scaled / scaled.sum()
    return posterior


def consensus_of(model: WorkerModel, answers: Mapping[str, str]) -> Consensus:
    """The category of one object and its confidence, given {worker: category}."""
    votes = np.zeros(len(model.categories))
    for worker, category in answers.items():
        votes[category_index(model.categories, worker, category)] += 1
    return consensus_of_rows(posterior_of(model, answers)[None], votes[None], model.categories)[0]


def category_index(categories: Sequence[str], worker: str, category: str) -> int:
    try:
        return categories.index(category)
    except ValueError:
        raise AnswerError(
            f"Worker {worker} answered {category!r}, which is not a category of the job.",
            "Use a label of the category configuration.",
        ) from None
