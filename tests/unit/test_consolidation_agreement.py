"""Agreement against figures worked out by hand or published."""

from __future__ import annotations

from math import isnan

import numpy as np
import pytest

from trigpoint.consolidation import agreement
from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.majority import MajorityVote


# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: nominal alpha 0.743
def published() -> AnswerTable:
    answers = (
        ["1", "2", "3", "3", "2", "1", "4", "1", "2", ".", ".", "."],
        ["1", "2", "3", "3", "2", "2", "4", "1", "2", "5", ".", "3"],
        [".", "3", "3", "3", "2", "3", "4", "2", "2", "5", "1", "."],
        ["1", "2", "3", "3", "2", "4", "4", "1", "2", "5", "1", "."],
    )
    return AnswerTable.of(
        (unit, worker, said) for worker, own in enumerate(answers) for unit, said in enumerate(own) if said != "."
    )


def test_alpha_as_published() -> None:
    assert agreement.krippendorff_alpha(published()) == pytest.approx(0.743, abs=5e-4)


def test_kappas_by_hand() -> None:
    rows = [(at, "u", said) for at, said in enumerate("aaabb")] + [(at, "v", said) for at, said in enumerate("aabbb")]
    table = AnswerTable.of(rows)
    # 4 of 5 agree; by chance 0.6 * 0.4 + 0.4 * 0.6 = 0.48 (Cohen), 0.5 (Fleiss)
    assert agreement.cohen_kappa(table, "u", "v") == pytest.approx((0.8 - 0.48) / 0.52)
    assert agreement.fleiss_kappa(table) == pytest.approx(0.6)
    (pair,) = agreement.pair_reports(table)
    assert (pair.workers, pair.shared, pair.agreement) == (("u", "v"), 5, 0.8)


def test_agreement_by_object_and_category() -> None:
    table = AnswerTable.of([(0, "u", "a"), (0, "v", "a"), (0, "w", "b"), (1, "u", "b")])
    found = agreement.object_agreement(table)
    assert found[0] == pytest.approx(1 / 3)
    assert isnan(found[1])
    a, b = agreement.category_reports(table)
    assert (a.answers, a.agreement, b.answers, b.agreement) == (2, 0.5, 2, 0.0)


def test_workers_have_intervals_that_narrow() -> None:
    rows = [(at, worker, "ab"[at % 2]) for at in range(50) for worker in ("many", "other")]
    table = AnswerTable.of([*rows, (0, "few", "a"), (1, "few", "a")])
    reports = {one.worker: one for one in agreement.worker_reports(table, MajorityVote().fit(table).probabilities_)}
    many, few = reports["many"], reports["few"]
    assert many.low < many.accuracy < many.high
    assert few.high - few.low > 3 * (many.high - many.low)
    assert (few.answers, few.agreement) == (2, 0.5)


def test_nothing_to_compare() -> None:
    alone = AnswerTable.of([(0, "u", "a"), (1, "v", "b")])
    figures = [agreement.krippendorff_alpha(alone), agreement.fleiss_kappa(alone)]
    assert all(map(isnan, [*figures, agreement.cohen_kappa(alone, "u", "v")]))
    same = AnswerTable.of([(0, "u", "a"), (0, "v", "a")])
    assert np.isnan(agreement.krippendorff_alpha(same))
    assert agreement.pair_reports(alone) == []
