"""The simulated crowd: repeatable, as skilled as it says, biased in its errors."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest

from trigpoint.testing.crowd import SKILLS, confusion, crowd, error_shares, majority_of, measured, replay

DIGITS = tuple(map(str, range(10)))


def test_a_seed_repeats_the_crowd_and_another_does_not() -> None:
    truths = DIGITS * 20
    assert replay(truths, DIGITS, 1) == replay(truths, DIGITS, 1)
    assert replay(truths, DIGITS, 1) != replay(truths, DIGITS, 2)


def test_a_worker_asked_again_answers_the_same() -> None:
    worker = crowd(DIGITS, 1)[-1]
    assert [worker.answer(seq, "3") for seq in range(50)] == [worker.answer(seq, "3") for seq in range(50)]


@pytest.mark.parametrize("number", range(len(SKILLS)))
def test_a_worker_is_right_as_often_as_their_skill(number: int) -> None:
    worker = crowd(DIGITS, 4)[number]
    hits = sum(worker.answer(seq, DIGITS[seq % 10]) == DIGITS[seq % 10] for seq in range(4000))
    assert hits / 4000 == pytest.approx(SKILLS[number], abs=0.03)


def test_errors_fall_on_few_categories() -> None:
    worker = crowd(DIGITS, 4)[-1]
    wrong = Counter(answer for seq in range(4000) if (answer := worker.answer(seq, "3")) != "3")
    assert sum(count for _, count in wrong.most_common(2)) > 0.8 * wrong.total()


@pytest.mark.parametrize("count", [1, 2, 3, 9])
def test_shares_of_errors_add_up(count: int) -> None:
    assert len(error_shares(count)) == count
    assert sum(error_shares(count)) == pytest.approx(1)


def test_two_categories_leave_one_error() -> None:
    rows = confusion(("ham", "spam"), 0.8, Random(1))
    assert rows["ham"] == pytest.approx((0.8, 0.2))
    assert rows["spam"] == pytest.approx((0.2, 0.8))


def test_more_answers_than_workers_ends_with_all_workers_asked() -> None:
    triples = replay(("a", "b"), ("a", "b"), seed=1, wanted=99)
    assert len(triples) == 2 * len(SKILLS)


def test_measured_counts_each_worker_over_their_own_answers() -> None:
    triples = [(0, "ann", "a"), (1, "ann", "a"), (0, "bob", "a"), (0, "cy", "b")]
    found = measured(triples, {0: "a", 1: "b"}, ("a", "b"), ("a", "b"))
    assert found.workers == {"ann": 0.5, "bob": 1.0, "cy": 0.0}
    assert (found.worker_mean, found.worker_best, found.majority, found.consolidated) == (0.5, 1.0, 0.5, 1.0)


def test_nothing_answered_measures_as_nothing() -> None:
    found = measured([], {}, ("a",), ("a", "b"))
    assert (found.worker_mean, found.worker_best, found.majority, found.consolidated) == (0, 0, 0, 0)
    assert majority_of([], ("a", "b")) == []
