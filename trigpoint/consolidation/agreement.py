"""How far workers agree, before and without any truth: alpha, kappas, and reports by worker, category and object.

alpha (Krippendorff, nominal) = 1 - observed / expected disagreement over all pairs of answers to one object; it takes
any number of answers an object. kappa (Fleiss for a crowd, Cohen for two workers) = (observed - chance) / (1 - chance).
Where there is nothing to compare, or chance alone would agree always, the figure is NaN.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.special import betaincinv

from trigpoint.consolidation.answer_table import AnswerTable

Array = NDArray[np.float64]

UNKNOWN_BEFORE = 1.0
"""Beta(1, 1): before the first answer every accuracy is as likely as any other."""


@dataclass(frozen=True, slots=True)
class WorkerReport:
    """`accuracy` with the ends of its credible interval; `agreement`: share of other answers to the same objects that
    say the same, NaN where there are none."""

    worker: Hashable
    answers: int
    accuracy: float
    low: float
    high: float
    agreement: float


@dataclass(frozen=True, slots=True)
class CategoryReport:
    """`agreement`: given that one worker says this category, how often another says so too."""

    category: Hashable
    answers: int
    agreement: float


@dataclass(frozen=True, slots=True)
class PairReport:
    """Two workers on the objects that both answered."""

    workers: tuple[Hashable, Hashable]
    shared: int
    agreement: float
    kappa: float


def krippendorff_alpha(answers: AnswerTable) -> float:
    """1 where all agree, 0 where answers are as good as drawn by lot, below 0 where they disagree on purpose."""
    votes = compared(answers)
    size, given = votes.sum(axis=1), votes.sum(axis=0)
    total = float(given.sum())
    if total <= 1:
        return float("nan")
    observed = float(((size**2 - (votes**2).sum(axis=1)) / np.maximum(size - 1, 1)).sum()) / total
    expected = (total**2 - float((given**2).sum())) / (total * (total - 1))
    return 1 - observed / expected if expected else float("nan")


def fleiss_kappa(answers: AnswerTable) -> float:
    """Over objects with at least two answers; their numbers of answers may differ."""
    votes = compared(answers)
    if not len(votes):
        return float("nan")
    observed = float(agreement_of(votes).mean())
    return beyond_chance(observed, float(((votes.sum(axis=0) / votes.sum()) ** 2).sum()))


def cohen_kappa(answers: AnswerTable, one: Hashable, other: Hashable) -> float:
    """Of two workers. NaN where they share no object."""
    return next((pair.kappa for pair in pairs_of(answers, (one, other)) if pair.shared), float("nan"))


def object_agreement(answers: AnswerTable) -> dict[Hashable, float]:
    """Share of the pairs of answers to each object that agree; NaN with fewer than two."""
    return dict(zip(answers.objects, agreement_of(answers.votes()).tolist(), strict=True))


def category_reports(answers: AnswerTable) -> list[CategoryReport]:
    votes = answers.votes()
    others = votes.sum(axis=1, keepdims=True) - 1
    same, all_pairs = (votes * (votes - 1)).sum(axis=0), (votes * np.maximum(others, 0)).sum(axis=0)
    rows = zip(answers.categories, votes.sum(axis=0).tolist(), ratio(same, all_pairs).tolist(), strict=True)
    return [CategoryReport(category, int(given), share) for category, given, share in rows]


def worker_reports(
    answers: AnswerTable, probabilities: Array | csr_matrix, certainty: float = 0.95
) -> list[WorkerReport]:
    """Every worker against the consensus (objects x K), with credible intervals that hold `certainty` of the belief."""
    chosen = np.asarray(probabilities[answers.object_codes, answers.category_codes]).reshape(-1)
    workers = len(answers.workers)
    given = np.bincount(answers.worker_codes, minlength=workers).astype(np.float64)
    right = np.bincount(answers.worker_codes, chosen, minlength=workers)
    ahead, behind = right + UNKNOWN_BEFORE, given - right + UNKNOWN_BEFORE
    low, high = (betaincinv(ahead, behind, end) for end in ((1 - certainty) / 2, (1 + certainty) / 2))
    agreed = agreement_by_worker(answers)
    columns = (given.astype(int), ahead / (ahead + behind), low, high, agreed)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [WorkerReport(worker, *row) for worker, row in zip(answers.workers, rows, strict=True)]


def pair_reports(answers: AnswerTable, fewest_shared: int = 1) -> list[PairReport]:
    """All pairs of workers that share at least so many objects, most first."""
    shared = (who_answered(answers) @ who_answered(answers).T).tocoo()
    found = [
        (answers.workers[a], answers.workers[b])
        for a, b, count in zip(shared.row.tolist(), shared.col.tolist(), shared.data.tolist(), strict=True)
        if a < b and count >= fewest_shared
    ]
    reports = [pairs_of(answers, pair)[0] for pair in found]
    return sorted(reports, key=lambda report: -report.shared)


def pairs_of(answers: AnswerTable, pair: tuple[Hashable, Hashable]) -> list[PairReport]:
    one, other = (given_by(answers, worker) for worker in pair)
    both = sorted(one.keys() & other.keys())
    if not both:
        return [PairReport(pair, 0, float("nan"), float("nan"))]
    first, second = np.array([one[key] for key in both]), np.array([other[key] for key in both])
    k, observed = len(answers.categories), float((first == second).mean())
    shares = [np.bincount(codes, minlength=k) / len(both) for codes in (first, second)]
    return [PairReport(pair, len(both), observed, beyond_chance(observed, float(shares[0] @ shares[1])))]


def given_by(answers: AnswerTable, worker: Hashable) -> Mapping[int, int]:
    mine = answers.worker_codes == answers.workers.index(worker)
    return dict(zip(answers.object_codes[mine].tolist(), answers.category_codes[mine].tolist(), strict=True))


def who_answered(answers: AnswerTable) -> csr_matrix:
    shape = (len(answers.workers), len(answers.objects))
    return csr_matrix((np.ones(len(answers)), (answers.worker_codes, answers.object_codes)), shape=shape)


def agreement_by_worker(answers: AnswerTable) -> Array:
    votes = answers.votes()
    same = votes[answers.object_codes, answers.category_codes] - 1
    others = votes.sum(axis=1)[answers.object_codes] - 1
    workers = len(answers.workers)
    agreed = np.asarray(np.bincount(answers.worker_codes, same, minlength=workers), dtype=np.float64)
    met = np.asarray(np.bincount(answers.worker_codes, others, minlength=workers), dtype=np.float64)
    return ratio(agreed, met)


def compared(answers: AnswerTable) -> Array:
    """Votes of the objects with at least two answers, (objects, K)."""
    votes = answers.votes()
    found: Array = votes[votes.sum(axis=1) > 1]
    return found


def agreement_of(votes: Array) -> Array:
    size = votes.sum(axis=1)
    return ratio((votes * (votes - 1)).sum(axis=1), size * (size - 1))


def ratio(part: Array, whole: Array) -> Array:
    found = np.full(np.shape(whole), np.nan)
    np.divide(part, whole, out=found, where=np.asarray(whole) > 0)
    return found


def beyond_chance(observed: float, chance: float) -> float:
    return (observed - chance) / (1 - chance) if chance < 1 else float("nan")
