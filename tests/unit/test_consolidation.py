"""Consolidation on hand-made tables and on AWS's own published job."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.choice import confidence_of
from trigpoint.consolidation.dawid_skene import DawidSkene, Stop
from trigpoint.consolidation.majority import majority
from trigpoint.consolidation.worker_model import WorkerModel, consensus_of, posterior_of
from trigpoint.domain.errors import AnswerError

BIRDS = Path(__file__).parents[1] / "golden" / "aws_birds"


def birds() -> tuple[AnswerTable, dict[str, str]]:
    answers = csv.DictReader((BIRDS / "answers.csv").read_text().splitlines())
    truth = csv.DictReader((BIRDS / "truth.csv").read_text().splitlines())
    table = AnswerTable.of((row["task"], row["worker"], row["label"]) for row in answers)
    return table, {row["task"]: row["label"] for row in truth}


@pytest.mark.parametrize("stop", list(Stop))
def test_birds_reach_the_accuracy_of_the_published_algorithm(stop: Stop) -> None:
    table, truth = birds()
    found = DawidSkene(stop=stop).fit_predict(table)
    right = sum(found[name].category == label for name, label in truth.items())
    assert (len(table), len(found)) == (1510, 302)
    assert right == 273  # 90.40 % of 302, as published
    assert max(consensus.confidence for consensus in found.values()) == 0.95


def test_birds_agree_whichever_way_the_epochs_end() -> None:
    table, _ = birds()
    first, second = DawidSkene().fit_predict(table), DawidSkene(stop=Stop.LIKELIHOOD).fit_predict(table)
    assert sum(first[name].category == second[name].category for name in first) >= 301


def test_birds_come_close_to_the_confidences_the_service_published() -> None:
    table, _ = birds()
    confidences = [found.confidence for found in DawidSkene(stop=Stop.LIKELIHOOD).fit_predict(table).values()]
    assert confidences.count(0.95) >= 295  # the service: 297


def test_majority_on_birds() -> None:
    table, truth = birds()
    found = majority(table)
    assert sum(found[name].category == label for name, label in truth.items()) / len(truth) > 0.89


def test_a_good_worker_outweighs_two_bad_ones() -> None:
    rows = [(i, w, "ab"[i % 2]) for i in range(40) for w in ("good", "fair", "sound")]
    rows += [(i, w, "ba"[(i // 2) % 2]) for i in range(40) for w in ("bad", "worse")]
    rows += [(99, "good", "a"), (99, "bad", "b"), (99, "worse", "b")]
    found = DawidSkene(stop=Stop.LIKELIHOOD).fit_predict(AnswerTable.of(rows))
    assert found[99].category == "a"


def test_repeated_pair_counts_once_with_its_last_answer() -> None:
    table = AnswerTable.of([(0, "w", "a"), (0, "w", "b"), (1, "w", "a")], ("a", "b"))
    assert len(table) == 2
    assert table.votes().tolist() == [[0, 1], [1, 0]]


def test_repeated_codes_keep_the_last() -> None:
    zero = np.zeros(3, dtype=np.int64)
    table = AnswerTable.from_codes(["o"], ["w"], ["a", "b", "c"], zero, zero, np.array([0, 2, 1]))
    assert table.category_codes.tolist() == [1]


def test_hashables_of_mixed_kinds() -> None:
    table = AnswerTable.of([(1, "w", "a"), ("x", ("t", 2), "b"), (None, "w", "a")])
    assert len(DawidSkene().fit_predict(table)) == 3


def test_an_answer_outside_the_categories_is_named() -> None:
    with pytest.raises(AnswerError, match=r"Object 7: worker w answered 'z'"):
        AnswerTable.of([(7, "w", "z")], ("a", "b"))
    with pytest.raises(AnswerError, match="'z'"):
        posterior_of(WorkerModel.initial(("a", "b")), {"w": "z"})


def test_ties_go_to_more_votes_then_to_category_order() -> None:
    table = AnswerTable.of([(0, "u", "b"), (0, "v", "a")], ("b", "a"))
    assert majority(table)[0].category == "b"
    assert consensus_of(WorkerModel.initial(("b", "a")), {"u": "a", "v": "b"}).category == "b"


def test_one_category_is_certain() -> None:
    found = DawidSkene().fit_predict(AnswerTable.of([(0, "u", "a"), (0, "v", "a")]))
    assert (found[0].posterior, found[0].confidence) == (1.0, 0.95)


def test_thousands_of_answers_to_one_object_do_not_underflow() -> None:
    rows = [(0, worker, "a" if worker % 3 else "b") for worker in range(3000)]
    found = DawidSkene(stop=Stop.LIKELIHOOD).fit_predict(AnswerTable.of(rows))
    assert found[0].category == "a"


def test_unknown_worker_answers_as_the_pool() -> None:
    model = WorkerModel(("a", "b"), (0.5, 0.5), {}, 0.9)
    assert posterior_of(model, {"stranger": "a"}).tolist() == pytest.approx([0.9, 0.1])


def test_predict_on_other_answers_uses_what_was_learned() -> None:
    table, _ = birds()
    estimator = DawidSkene().fit(table)
    other = AnswerTable.of([("n", "stranger", "Swan"), ("n", "0", "Swan")], table.categories)
    assert estimator.predict(other)["n"].category == "Swan"


@pytest.mark.parametrize(
    ("posterior", "answers", "expected"),
    [(0.999, 5, 0.95), (0.946, 3, 0.95), (0.6149, 2, 0.61), (1.0, 1, 0.0), (0.5, 0, 0.0)],
)
def test_published_confidence(posterior: float, answers: int, expected: float) -> None:
    assert confidence_of(posterior, answers) == expected
