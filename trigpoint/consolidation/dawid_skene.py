"""AWS's published "Modified Dawid-Skene", the method behind Ground Truth's classification labels.

Restated in facts: ground-truth 5.2 and label-quality A2. Expectation maximisation over one
confusion matrix a worker; the modification is two smoothing terms in every row, the worker's own
accuracy with weight n and the pool's with weight n / 2, n being the worker's number of answers.

Here the products run in log space and both steps are one sparse product each:
    A (objects x workers*K, ones where worker j said l)
    E:  A @ log C      M:  A.T @ posterior
"""

from __future__ import annotations

from collections.abc import Hashable
from enum import StrEnum
from typing import Self

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.choice import Consensus, consensus_of_rows
from trigpoint.consolidation.worker_model import PRIOR_ACCURACY, SMALLEST, WorkerModel, accuracy_matrix
from trigpoint.domain.errors import LimitExceeded

Array = NDArray[np.float64]

MOST_CELLS = 200_000_000
"""Numbers in one array, 1.6 GB."""


class Stop(StrEnum):
    """When the epochs end.

    PUBLISHED: AWS's class takes its log-likelihood after normalising the same array in place, so
    it is 0 but for rounding and the second epoch reports "no change". That accident is what
    customers got: two epochs on nearly every set measured (label-quality A2).
    LIKELIHOOD: the relative change of the real log-likelihood falls below the tolerance.
    """

    PUBLISHED = "published"
    LIKELIHOOD = "likelihood"


class DawidSkene:
    """Estimator over an AnswerTable.

    Learned by `fit`: `posterior_` (objects x K), `class_prior_` (K), `worker_confusion_`
    (workers x K x K; row = true category, column = answer), `pool_accuracy_`, `epochs_`.
    """

    def __init__(self, max_epochs: int = 20, tolerance: float = 1e-8, stop: Stop = Stop.PUBLISHED) -> None:
        self.max_epochs = max_epochs
        self.tolerance = tolerance
        self.stop = stop

    def fit(self, answers: AnswerTable) -> Self:
        """Learn from every answer of `answers`, which must not be empty.

        Raises LimitExceeded where a matrix a worker would not fit into memory.
        """
        within_memory(answers)
        self.answers_ = answers
        incidence = incidence_of(answers)
        self.start(answers)
        previous: float | None = None
        for epoch in range(1, self.max_epochs + 1):
            self.epochs_ = epoch
            likelihood = self.expect(incidence)
            self.maximise(incidence, answers)
            if self.settled(previous, likelihood):
                break
            previous = likelihood
        return self

    def start(self, answers: AnswerTable) -> None:
        k = len(answers.categories)
        self.posterior_ = np.full((len(answers.objects), k), 1 / k)
        self.worker_confusion_ = np.tile(accuracy_matrix(PRIOR_ACCURACY, k), (len(answers.workers), 1, 1))
        self.pool_accuracy_ = PRIOR_ACCURACY

    @property
    def probabilities_(self) -> Array:
        """Posteriors, (objects, K)."""
        return self.posterior_

    @property
    def labels_(self) -> dict[Hashable, Hashable]:
        return {name: found.category for name, found in self.predict().items()}

    @property
    def worker_skill_(self) -> dict[Hashable, float]:
        """Probability of a right answer over the categories as they occur, by worker."""
        right = np.einsum("jtt,t->j", self.worker_confusion_, self.posterior_.mean(axis=0))
        return dict(zip(self.answers_.workers, right.tolist(), strict=True))

    def expect(self, incidence: csr_matrix) -> float:
        """E step: new posteriors; the log-likelihood of the answers."""
        self.class_prior_ = self.posterior_.mean(axis=0)
        self.posterior_, likelihood = posteriors(incidence, self.class_prior_, self.worker_confusion_)
        return likelihood

    def maximise(self, incidence: csr_matrix, answers: AnswerTable) -> None:
        """M step: confusion matrices with the two smoothing terms, then the pool's accuracy."""
        k = len(answers.categories)
        counts = np.asarray(incidence.T @ self.posterior_).reshape(-1, k, k).transpose(0, 2, 1)
        given = np.bincount(answers.worker_codes, minlength=len(answers.workers)).astype(np.float64)
        accuracy = np.trace(counts, axis1=1, axis2=2) / np.maximum(given, 1)
        given = np.maximum(given, SMALLEST)  # a worker of the code book who answered nothing has rows too
        own = accuracy_matrices(accuracy, k)
        pool = accuracy_matrix(self.pool_accuracy_, k)
        smoothed = counts + given[:, None, None] * (own + pool / 2)
        self.worker_confusion_ = smoothed / smoothed.sum(axis=2, keepdims=True)
        self.pool_accuracy_ = float(accuracy.mean())

    def settled(self, previous: float | None, likelihood: float) -> bool:
        if previous is None:
            return False
        if self.stop is Stop.PUBLISHED or previous == 0:
            return True
        return abs(likelihood - previous) / abs(previous) < self.tolerance

    def predict(self, answers: AnswerTable | None = None) -> dict[Hashable, Consensus]:
        """Consensus of every object: of the fitted table by default, else of another one."""
        if answers is None or answers is self.answers_:
            return consensus_by_object(self.posterior_, self.answers_)
        return consensus_by_object(self.predict_proba(answers), answers)

    def predict_proba(self, answers: AnswerTable) -> Array:
        """Posteriors of a table over the same categories, shape (objects, K)."""
        known = {worker: code for code, worker in enumerate(self.answers_.workers)}
        pool = accuracy_matrix(self.pool_accuracy_, len(answers.categories))
        matrices = [self.worker_confusion_[known[worker]] if worker in known else pool for worker in answers.workers]
        prior = self.posterior_.mean(axis=0)
        return posteriors(incidence_of(answers), prior, np.stack(matrices))[0]

    def fit_predict(self, answers: AnswerTable) -> dict[Hashable, Consensus]:
        return self.fit(answers).predict()

    def worker_model(self) -> WorkerModel:
        """What was learned about workers, in a form that can be stored and used at once."""
        return WorkerModel(
            tuple(str(category) for category in self.answers_.categories),
            tuple(self.posterior_.mean(axis=0).tolist()),
            dict(zip(map(str, self.answers_.workers), self.worker_confusion_.tolist(), strict=True)),
            self.pool_accuracy_,
        )


def within_memory(answers: AnswerTable) -> None:
    k = len(answers.categories)
    if len(answers.workers) * k * k > MOST_CELLS or len(answers.objects) * k > MOST_CELLS:
        raise LimitExceeded(
            f"{k} categories are too many for one matrix a worker ({len(answers.workers)} workers).",
            "Use the default consolidation, or give only the categories that occur.",
        )


def incidence_of(answers: AnswerTable) -> csr_matrix:
    """Objects x (workers * K), a one where the worker gave that category."""
    k = len(answers.categories)
    columns = answers.worker_codes * k + answers.category_codes
    shape = (len(answers.objects), len(answers.workers) * k)
    return csr_matrix((np.ones(len(answers)), (answers.object_codes, columns)), shape=shape)


def accuracy_matrices(accuracy: Array, k: int) -> Array:
    """`accuracy_matrix` for many workers at once, shape (workers, K, K)."""
    if k == 1:
        return np.ones((len(accuracy), 1, 1))
    wrong = (1 - accuracy) / (k - 1)
    right = (accuracy - wrong)[:, None, None] * np.eye(k)
    matrices: Array = right + wrong[:, None, None]
    return matrices


def posteriors(incidence: csr_matrix, prior: Array, confusion: Array) -> tuple[Array, float]:
    """Posterior of every object (objects x K), and the log-likelihood of all answers."""
    k = len(prior)
    log_confusion = np.log(np.maximum(confusion, SMALLEST)).transpose(0, 2, 1).reshape(-1, k)
    logs = np.asarray(incidence @ log_confusion) + np.log(np.maximum(prior, SMALLEST))
    top = logs.max(axis=1, keepdims=True)
    scaled = np.exp(logs - top)
    total = scaled.sum(axis=1, keepdims=True)
    return scaled / total, float((np.log(total) + top).sum())


def consensus_by_object(posterior: Array, answers: AnswerTable) -> dict[Hashable, Consensus]:
    rows = consensus_of_rows(posterior, answers.votes(), answers.categories)
    return dict(zip(answers.objects, rows, strict=True))
