"""What makes the certificate of rated labels, and of several categories an object, a guarantee."""

from __future__ import annotations

from itertools import permutations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from trigpoint.autolabel import losses
from trigpoint.autolabel.audit import audited
from trigpoint.autolabel.certificate import certify
from trigpoint.autolabel.sets import codes_of, flags_of, sure

LOSS = st.sampled_from([0.0, 0.1, 0.4, 0.5, 0.9, 1.0])
SHARE = st.floats(0, 1)


@settings(deadline=None, max_examples=40)
@given(
    st.lists(LOSS, min_size=3, max_size=7),
    st.integers(1, 4),
    st.sampled_from([0.1, 0.3, 0.4]),
    st.sampled_from([0.2, 0.4]),
)
def test_a_broken_promise_is_certified_with_probability_alpha_at_most(population, checked, allowed, alpha):
    """Over all samples of all small jobs, in every order of drawing: exactly."""
    checked = min(checked, len(population) - 1)
    draws = [np.array(one) for one in permutations(population)]
    rest = len(population) - checked
    broken = [
        losses.p_value(one[:checked], rest, allowed, allowed, alpha) <= alpha
        for one in draws
        if one[checked:].mean() > allowed + 1e-9
    ]
    assert sum(broken) <= alpha * len(draws) + 1e-9


@settings(deadline=None, max_examples=60)
@given(st.lists(SHARE, min_size=1, max_size=40), st.integers(1, 60), st.floats(0.02, 0.9), SHARE, SHARE)
def test_a_looser_promise_is_never_less_likely(sample, unlabelled, promised, one, other):
    """The proof rests on it: the capital only falls as the total falls."""
    strict, loose = sorted((one, other))
    sample = np.array(sample)
    assert losses.p_value(sample, unlabelled, loose, promised, 0.05) <= (
        losses.p_value(sample, unlabelled, strict, promised, 0.05) + 1e-12
    )


@settings(deadline=None, max_examples=40)
@given(st.lists(SHARE, min_size=1, max_size=60), st.integers(0, 60), st.floats(0.02, 0.9), st.floats(0.001, 0.2))
def test_the_bound_is_the_strictest_target_that_passes(sample, unlabelled, promised, level):
    sample = np.array(sample)
    bound = losses.lower_bound(sample, unlabelled, promised, 0.05, level)
    assert 0 <= bound <= 1
    assert bound == 0 or losses.p_value(sample, unlabelled, 1 - bound, promised, 0.05) <= level
    stricter = 1 - bound - 1 / losses.STEPS
    assert stricter < 0 or losses.p_value(sample, unlabelled, stricter, promised, 0.05) > level


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 200), st.integers(1, 200), st.floats(0.05, 2))
def test_a_certificate_of_rated_labels_covers_what_it_says(seed, checked, unlabelled, skew):
    random = np.random.default_rng(seed)
    confidence, right = np.round(random.random(unlabelled), 2), random.random(checked) ** skew
    found = certify(np.round(random.random(checked), 2), right, confidence, 0.6, 0.05)
    if found:
        assert (confidence >= found.threshold).sum() == found.count > 0
        assert 0.6 <= found.bound <= 1
        assert 0 <= found.errors <= found.checked <= checked


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 5), st.floats(0, 0.1))
def test_all_categories_certify_no_more_than_the_worst_alone(seed, k, error):
    random = np.random.default_rng(seed)
    right, sampled, rest = random.random((300, k)) >= error, random.random(300), random.random(400)
    together = certify(sampled, right, rest, 0.9, 0.05)
    alone = [certify(sampled, right[:, category], rest, 0.9, 0.05) for category in range(k)]
    if together:
        assert all(one is not None and one.count >= together.count for one in alone)
        assert together.exact <= 1 - together.errors / together.checked


@given(st.lists(st.lists(st.booleans(), min_size=62, max_size=62), min_size=1, max_size=5))
def test_sets_survive_packing(rows):
    flags = np.array(rows)
    codes = codes_of(flags)
    assert (codes >= 0).all()
    assert np.array_equal(flags_of(codes, 62), flags)


@given(st.lists(SHARE, min_size=1, max_size=9))
def test_an_object_is_as_sure_as_its_least_sure_category(likely):
    assert sure(np.array([likely]))[0] == min(max(one, 1 - one) for one in likely)


@settings(deadline=None, max_examples=30)
@given(st.lists(LOSS, min_size=4, max_size=6), st.integers(1, 3))
def test_an_audit_of_rated_labels_refutes_a_promise_that_is_kept_rarely(population, checked):
    draws = [1 - np.array(one) for one in permutations(population)]
    target, alpha = float(draws[0].mean()) - 1e-9, 0.3
    if 0 < target < 1:
        refuted = [audited(one[:checked], len(one) - checked, target, alpha).refuted for one in draws]
        assert sum(refuted) <= alpha * len(draws) + 1e-9
