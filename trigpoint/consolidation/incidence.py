"""Who answered what, as one sparse matrix that every expert of the panel multiplies with.

    A (objects x pairs), a pair being a worker and a category that this worker gave at least once
    E step:  A @ log C        M step:  A.T @ posterior

Only pairs that occur have a column, so memory follows the answers and not workers x categories^2. A model's
probabilities enter as one more worker whose answer is spread over the categories.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from trigpoint.consolidation.answer_table import AnswerTable, Codes
from trigpoint.domain.errors import AnswerError

Array = NDArray[np.float64]
Predictions = Mapping[Hashable, Sequence[float]]
"""A model's probabilities by object, in the order of the categories."""

MODEL = "model"
"""Name under which a model stands among the workers of a panel."""


@dataclass(frozen=True, slots=True)
class Incidence:
    """`entries` is A; `pair_workers` and `pair_categories` say what its columns are, ascending by worker.

    `objects`, `pairs` and `weights` are A's entries again, one an answer, the model's spread answers behind them.
    """

    entries: csr_matrix
    objects: Codes
    pairs: Codes
    weights: Array
    pair_workers: Codes
    pair_categories: Codes
    workers: int
    categories: int

    @classmethod
    def of(cls, answers: AnswerTable, predictions: Predictions | None = None) -> Incidence:
        """Raises AnswerError where a prediction is no distribution over the categories."""
        k, rows = len(answers.categories), len(answers.objects)
        objects, columns = answers.object_codes, answers.worker_codes * k + answers.category_codes
        weights, workers = np.ones(len(answers)), len(answers.workers)
        if predictions:
            own, category, share = spread(answers, predictions)
            objects, columns = np.concatenate([objects, own]), np.concatenate([columns, workers * k + category])
            weights, workers = np.concatenate([weights, share]), workers + 1
        seen = np.bincount(columns, minlength=workers * k) > 0
        found = np.flatnonzero(seen)
        pairs = (np.cumsum(seen) - 1)[columns]
        entries = csr_matrix((weights, (objects, pairs)), shape=(rows, len(found)))
        return cls(entries, objects, pairs, weights, found // k, found % k, workers, k)

    def per_worker(self, values: Array) -> Array:
        """Sums of the rows of pairs, (workers, ...)."""
        found = np.zeros((self.workers, *values.shape[1:]))
        if len(values):
            starts = np.flatnonzero(np.diff(self.pair_workers, prepend=-1))
            found[self.pair_workers[starts]] = np.add.reduceat(values, starts, axis=0)
        return found

    def counts(self, posterior: Array) -> Array:
        """How often each pair met each true category, (pairs, K)."""
        found: Array = np.asarray(self.entries.T @ posterior)
        return found

    def hits(self, counts: Array) -> Array:
        """Expected right answers of every worker, from the counts of pairs."""
        right = counts[np.arange(len(counts)), self.pair_categories]
        return np.asarray(np.bincount(self.pair_workers, right, minlength=self.workers), dtype=np.float64)

    def given(self, counts: Array) -> Array:
        """Answers of every worker, from the counts of pairs."""
        of_pair = counts @ np.ones(self.categories)
        return np.asarray(np.bincount(self.pair_workers, of_pair, minlength=self.workers), dtype=np.float64)

    def thinned(self, step: int) -> Incidence:
        """Every `step`-th object, with all pairs: for counts alone, `objects` and `pairs` stay whole."""
        return replace(self, entries=self.entries[::step])


def spread(answers: AnswerTable, predictions: Predictions) -> tuple[Codes, Codes, Array]:
    """Objects, categories and shares of what the model says of objects that have answers."""
    known = [(row, predictions[name]) for row, name in enumerate(answers.objects) if name in predictions]
    k = len(answers.categories)
    for row, said in known:
        if len(said) != k or not np.all(np.isfinite(said)) or min(said) < 0 or abs(sum(said) - 1) > 1e-3:
            raise AnswerError(
                f"Object {answers.objects[row]}: the model's prediction is no distribution over {k} categories.",
                "Give one probability a category, in their order, with sum 1.",
            )
    rows = np.repeat(np.array([row for row, _ in known], dtype=np.int64), k)
    shares = np.array([one for _, one in known], dtype=np.float64).reshape(-1)
    codes = np.tile(np.arange(k), len(known))
    kept = shares > 0
    return rows[kept], codes[kept], shares[kept]
