"""The certified threshold: exact tests, their order, and the promise kept in repeated runs."""

from __future__ import annotations

from math import comb

import numpy as np
import pytest

from trigpoint.autolabel.certificate import (
    certify,
    fallback,
    fewest_checks,
    lower_bound,
    p_value,
    shares,
    spend,
    weights,
)
from trigpoint.domain.errors import BadInput


def test_the_p_value_is_the_hypergeometric_tail():
    # 2 errors in 10 of 30; more than 10 % of the 20 others wrong means 3 or more: 5 wrong among 30 at least.
    tail = sum(comb(5, wrong) * comb(25, 10 - wrong) for wrong in range(3)) / comb(30, 10)
    assert p_value(2, 10, 20, 0.1) == pytest.approx(tail)


@pytest.mark.parametrize(("checked", "unlabelled"), [(0, 10), (10, 0), (0, 0)])
def test_nothing_checked_or_nothing_to_label_certifies_nothing(checked, unlabelled):
    assert p_value(0, checked, unlabelled, 0.05) == 1.0


@pytest.mark.parametrize(("target", "checks"), [(0.90, 29), (0.95, 59), (0.99, 299)])
def test_a_faultless_sample_needs_a_known_size(target, checks):
    assert fewest_checks(target, 0.05) == checks
    assert p_value(0, checks, 10**7, 1 - target) <= 0.05 < p_value(0, checks - 1, 10**7, 1 - target)


@pytest.mark.parametrize(("target", "alpha"), [(0, 0.05), (1, 0.05), (1.2, 0.05), (0.95, 0), (0.95, 1)])
def test_levels_that_are_no_shares_are_refused(target, alpha):
    with pytest.raises(BadInput, match="between 0 and 1"):
        fewest_checks(target, alpha)


@pytest.mark.parametrize("stages", [1, 2, 3, 7])
def test_the_stages_share_the_error_budget(stages):
    assert sum(spend(stages, 0.05)) == pytest.approx(0.05)


def test_the_sequence_starts_where_a_faultless_sample_would_pass():
    assert shares(2000, 0.95, 0.05)[0] == pytest.approx(0.3)
    assert shares(1000, 0.99, 0.05)[0] > 0.5
    assert shares(10, 0.99, 0.05) == [1.0]
    assert sum(weights(36)) == pytest.approx(1) == sum(weights(1))


def test_a_rejected_hypothesis_hands_its_level_on():
    assert fallback([0.01, 0.04, 0.06, 0.001], [0.03, 0.01, 0.0, 0.01]) == pytest.approx([0.03, 0.04, 0.0, 0.01])


def test_a_faultless_sample_certifies_all_with_an_exact_bound():
    confidence = np.linspace(0.5, 1, 500)
    found = certify(confidence, np.ones(500, dtype=bool), confidence, 0.95, 0.05)
    assert found is not None
    assert (found.count, found.checked, found.errors) == (500, 500, 0)
    assert found.bound == lower_bound(0, 500, 500, found.alpha) > 0.99


def test_a_hopeless_machine_is_not_certified():
    confidence = np.linspace(0.5, 1, 500)
    assert certify(confidence, np.arange(500) % 2 == 0, confidence, 0.95, 0.05) is None


def test_confidence_that_is_no_number_is_never_certified():
    sampled = np.linspace(0.5, 1, 500)
    unlabelled = np.append(sampled, [np.nan] * 100)
    found = certify(sampled, np.ones(500, dtype=bool), unlabelled, 0.95, 0.05)
    assert found is not None
    assert found.count == 500
    assert certify(sampled, np.ones(500, dtype=bool), np.full(9, np.nan), 0.95, 0.05) is None


def test_equal_confidences_stand_or_fall_together():
    same = np.full(300, 0.9)
    found = certify(same, np.ones(300, dtype=bool), same, 0.95, 0.05)
    assert found is not None
    assert found.count == 300


def drawn(random: np.random.Generator) -> tuple[float | None, float | None]:
    """Accuracy of machine labels by the certificate and by the loosest threshold that looks good enough."""
    error = np.linspace(0.5, 0.0, 2000) ** 2 * 0.6
    correct = random.random(2000) >= error
    confidence = 1 - error
    sample = np.zeros(2000, dtype=bool)
    sample[random.permutation(2000)[:300]] = True
    found = certify(confidence[sample], correct[sample], confidence[~sample], 0.95, 0.05)
    looks_good = np.cumsum(correct[sample][::-1]) / np.arange(1, 301) >= 0.95
    naive = confidence[sample][::-1][np.flatnonzero(looks_good)[-1]] if looks_good.any() else 2.0
    rest, right = confidence[~sample], correct[~sample]
    certified = right[rest >= found.threshold].mean() if found else None
    return certified, right[rest >= naive].mean() if (rest >= naive).any() else None


def test_the_promise_is_kept_where_picking_a_threshold_breaks_it():
    random = np.random.default_rng(7)
    runs = [drawn(random) for _ in range(100)]
    broken = [sum(accuracy is not None and accuracy < 0.95 for accuracy in side) for side in zip(*runs, strict=True)]
    assert broken[0] <= 10
    assert broken[1] >= 25
    assert sum(certified is not None for certified, _ in runs) > 50
