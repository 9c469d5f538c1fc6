"""Consensus where categories are so many that objects x categories cannot be held: 100,000 by mistake, or by intent.

One coin a worker. Only categories that somebody gave to an object are told apart there; the rest share what is left.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Self

import numpy as np
from scipy.sparse import csr_matrix

from trigpoint.consolidation.answer_table import AnswerTable, Codes
from trigpoint.consolidation.choice import TIE, Consensus
from trigpoint.consolidation.expert import COIN_WEIGHT, logistic, logit
from trigpoint.consolidation.incidence import Array
from trigpoint.consolidation.panel import Expert, Panel

MOST_CELLS = 30_000_000
"""Numbers in one dense array (240 MB): objects x categories, or worker's answers x categories."""

MOST_CATEGORIES = 500


def too_many(answers: AnswerTable) -> bool:
    k = len(answers.categories)
    rows = max(len(answers.objects), min(len(answers), len(answers.workers) * k))
    return k > MOST_CATEGORIES or (k > 2 and rows * k > MOST_CELLS)


class ManyCategories:
    """Estimator of the same shape as CategoryConsensus; `probabilities_` is sparse, objects x categories, and its
    rows sum to at most 1: what is missing lies on categories that nobody gave."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    def fit(self, answers: AnswerTable, known: Mapping[int, int]) -> Self:
        k, rows = len(answers.categories), len(answers.objects)
        flat, self.cell_of_answer = np.unique(answers.object_codes * k + answers.category_codes, return_inverse=True)
        self.rows, self.codes, self.k = flat // k, flat % k, k
        votes = np.bincount(self.cell_of_answer).astype(np.float64)
        given = np.bincount(answers.worker_codes, minlength=len(answers.workers)).astype(np.float64)
        share = self.with_known(votes / np.bincount(self.rows, votes)[self.rows], known)
        for _ in range(self.steps):
            right, usual = self.skills(share, answers, given)
            share = self.with_known(self.believe(right, answers, rows), known)
        self.probabilities_ = self.table(share, known, rows)
        self.worker_skill_ = dict(zip(answers.workers, right.tolist(), strict=True))
        shifts = (logit(right) - logit(np.array([usual]))).tolist()
        coin = Expert([1 / k] * k, [usual], shifts=dict(zip(map(str, answers.workers), shifts, strict=True)))
        self.panel_ = Panel(tuple(map(str, answers.categories)), (coin,))
        self.consensus_ = self.choose(share, votes, answers, known)
        return self

    def skills(self, share: Array, answers: AnswerTable, given: Array) -> tuple[Array, float]:
        hits = np.bincount(answers.worker_codes, share[self.cell_of_answer], minlength=len(given))
        usual = float(np.clip(hits.sum() / given.sum(), 0.005, 0.995))
        shrunk = (hits + COIN_WEIGHT * usual) / (given + COIN_WEIGHT)
        held: Array = logistic(logit(shrunk))
        return held, usual

    def believe(self, right: Array, answers: AnswerTable, rows: int) -> Array:
        """Probability of every category that was given, even prior; the rest shares exp(0) each."""
        gain = np.log(right) - np.log((1 - right) / (self.k - 1))
        evidence = np.bincount(self.cell_of_answer, gain[answers.worker_codes])
        top = np.zeros(rows)
        np.maximum.at(top, self.rows, evidence)
        scaled = np.exp(evidence - top[self.rows])
        rest = np.maximum(self.k - np.bincount(self.rows, minlength=rows), 0) * np.exp(-top)
        total = np.bincount(self.rows, scaled, minlength=rows) + rest
        found: Array = scaled / total[self.rows]
        return found

    def with_known(self, share: Array, known: Mapping[int, int]) -> Array:
        if known:
            codes = np.full(int(self.rows.max()) + 1, -1)
            codes[list(known)] = list(known.values())
            share = np.where(codes[self.rows] >= 0, codes[self.rows] == self.codes, share)
        return share

    def table(self, share: Array, known: Mapping[int, int], rows: int) -> csr_matrix:
        at, codes, values = self.rows, self.codes, share
        given = set(zip(at.tolist(), codes.tolist(), strict=True)) if known else set()
        extra = [pair for pair in known.items() if pair not in given]
        if extra:
            more = np.array(extra, dtype=np.int64)
            at, codes = np.concatenate([at, more[:, 0]]), np.concatenate([codes, more[:, 1]])
            values = np.concatenate([values, np.ones(len(extra))])
        return csr_matrix((values, (at, codes)), shape=(rows, self.k))

    def choose(self, share: Array, votes: Array, answers: AnswerTable, known: Mapping[int, int]) -> list[Consensus]:
        """Ties as everywhere: to more votes, then to the first category."""
        tied = share >= best_of(share, self.rows)[self.rows] - TIE
        order = np.lexsort((self.codes, -votes, ~tied, self.rows))
        first = order[np.searchsorted(self.rows[order], np.arange(len(answers.objects)))]
        total = np.bincount(self.rows, votes).astype(int).tolist()
        picked = zip(self.codes[first].tolist(), share[first].tolist(), total, strict=True)
        found = [Consensus(answers.categories[code], posterior, count) for code, posterior, count in picked]
        for row, code in known.items():
            found[row] = Consensus(named(answers, code), 1.0, total[row])
        return found


def best_of(share: Array, rows: Codes) -> Array:
    found = np.zeros(int(rows.max()) + 1)
    np.maximum.at(found, rows, share)
    return found


def named(answers: AnswerTable, code: int) -> Hashable:
    return answers.categories[code]
