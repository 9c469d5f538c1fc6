"""The sparse log-space estimator against the published algorithm written out in plain loops."""

from __future__ import annotations

import math
import random
from collections.abc import Hashable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.dawid_skene import DawidSkene, Stop
from trigpoint.consolidation.majority import majority
from trigpoint.consolidation.worker_model import WorkerModel, posterior_of

CATEGORIES = ("a", "b", "c")
Triple = tuple[int, str, str]

triples = st.dictionaries(
    st.tuples(st.integers(0, 7), st.sampled_from(["u", "v", "w", "x"])),
    st.sampled_from(CATEGORIES),
    min_size=1,
).map(lambda pairs: [(obj, worker, label) for (obj, worker), label in pairs.items()])


def even(accuracy: float, k: int) -> list[list[float]]:
    return [[accuracy if t == c else (1 - accuracy) / (k - 1) for c in range(k)] for t in range(k)]


def plain(rows: list[Triple], epochs: int) -> dict[Hashable, list[float]]:
    """Facts: ground-truth 5.2, step by step, products of probabilities and all."""
    k = len(CATEGORIES)
    labels = [(obj, worker, CATEGORIES.index(label)) for obj, worker, label in rows]
    objects, workers = {row[0] for row in rows}, {row[1] for row in rows}
    p: dict[Hashable, list[float]] = {i: [1 / k] * k for i in objects}
    confusion = {j: even(0.7, k) for j in workers}
    pool = 0.7
    for _ in range(epochs):
        prior = [sum(p[i][t] for i in objects) / len(objects) for t in range(k)]
        for i in objects:
            joint = [prior[t] * math.prod(confusion[j][t][c] for o, j, c in labels if o == i) for t in range(k)]
            p[i] = [value / sum(joint) for value in joint]
        accuracies = []
        for j in workers:
            counts = [[0.0] * k for _ in range(k)]
            for i, worker, c in labels:
                if worker == j:
                    for t in range(k):
                        counts[t][c] += p[i][t]
            n = sum(map(sum, counts))
            accuracy = sum(counts[t][t] for t in range(k)) / n
            own, everyone = even(accuracy, k), even(pool, k)
            smooth = [[counts[t][c] + n * own[t][c] + n / 2 * everyone[t][c] for c in range(k)] for t in range(k)]
            confusion[j] = [[value / sum(row) for value in row] for row in smooth]
            accuracies.append(accuracy)
        pool = sum(accuracies) / len(accuracies)
    return p


@given(triples)
def test_two_epochs_of_the_published_loop(rows: list[Triple]) -> None:
    table = AnswerTable.of(rows, CATEGORIES)
    estimator = DawidSkene().fit(table)
    expected = plain(rows, 2)
    assert estimator.epochs_ == 2
    for row, name in enumerate(table.objects):
        assert estimator.posterior_[row].tolist() == pytest.approx(expected[name], abs=1e-9)


@given(triples, st.integers(1, 6))
def test_any_number_of_epochs(rows: list[Triple], epochs: int) -> None:
    table = AnswerTable.of(rows, CATEGORIES)
    estimator = DawidSkene(max_epochs=epochs, tolerance=0.0, stop=Stop.LIKELIHOOD).fit(table)
    expected = plain(rows, estimator.epochs_)
    for row, name in enumerate(table.objects):
        assert estimator.posterior_[row].tolist() == pytest.approx(expected[name], abs=1e-8)


@given(triples, st.randoms(use_true_random=False))
def test_order_of_answers_changes_nothing(rows: list[Triple], shuffler: random.Random) -> None:
    mixed = list(rows)
    shuffler.shuffle(mixed)
    first, second = AnswerTable.of(rows, CATEGORIES), AnswerTable.of(mixed, CATEGORIES)
    assert DawidSkene().fit_predict(first) == DawidSkene().fit_predict(second)
    assert majority(first) == majority(second)


@given(triples)
def test_confidence_is_what_ground_truth_would_publish(rows: list[Triple]) -> None:
    for consensus in DawidSkene().fit_predict(AnswerTable.of(rows, CATEGORIES)).values():
        assert 0.0 <= consensus.confidence <= 0.95
        assert round(consensus.confidence, 2) == consensus.confidence
        assert (consensus.confidence == 0.0) == (consensus.answers == 1)


@given(triples)
def test_stored_model_gives_the_same_posteriors(rows: list[Triple]) -> None:
    table = AnswerTable.of(rows, CATEGORIES)
    estimator = DawidSkene().fit(table)
    model = WorkerModel.from_json(estimator.worker_model().as_json())
    together = estimator.predict_proba(AnswerTable.of(rows, CATEGORIES))
    for row, name in enumerate(table.objects):
        answers = {worker: label for obj, worker, label in rows if obj == name}
        assert posterior_of(model, answers).tolist() == pytest.approx(together[row].tolist(), abs=1e-9)
