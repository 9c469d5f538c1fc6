"""What makes the certificate a guarantee, for any numbers."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import hypergeom

from trigpoint.autolabel.audit import audited, chance, drawn
from trigpoint.autolabel.certificate import certify, fallback, lower_bound, p_value
from trigpoint.autolabel.features import without_features
from trigpoint.autolabel.loop import Loop
from trigpoint.autolabel.plan import Options
from trigpoint.autolabel.risk import risk_curve
from trigpoint.autolabel.sampler import most_useful

ALPHAS = st.sampled_from([0.01, 0.05, 0.2])
PERCENT = st.sampled_from([0.01, 0.05, 0.1, 0.3])


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 40), st.integers(1, 60), st.data(), PERCENT, ALPHAS)
def test_a_broken_promise_is_certified_with_probability_alpha_at_most(checked, unlabelled, data, allowed, alpha):
    wrong = data.draw(st.integers(0, checked + unlabelled))
    drawn = np.arange(max(0, wrong - unlabelled), min(wrong, checked) + 1)
    broken = [
        seen
        for seen in drawn.tolist()
        if wrong - seen > allowed * unlabelled + 1e-9 and p_value(seen, checked, unlabelled, allowed) <= alpha
    ]
    assert hypergeom.pmf(broken, checked + unlabelled, wrong, checked).sum() <= alpha + 1e-9


@settings(deadline=None, max_examples=60)
@given(st.integers(1, 60), st.integers(1, 90), st.data(), ALPHAS)
def test_the_bound_is_the_strictest_target_that_passes(checked, unlabelled, data, alpha):
    errors = data.draw(st.integers(0, checked))
    allowed = round((1 - lower_bound(errors, checked, unlabelled, alpha)) * unlabelled)
    assert allowed == unlabelled or p_value(errors, checked, unlabelled, allowed / unlabelled) <= alpha
    assert allowed == 0 or p_value(errors, checked, unlabelled, (allowed - 1) / unlabelled) > alpha


@given(st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.2)), min_size=1, max_size=12))
def test_no_hypothesis_is_tried_above_the_whole_budget(pairs):
    p_values, levels = zip(*pairs, strict=True)
    passed = fallback(p_values, levels)
    assert all(level <= sum(levels) + 1e-9 for level in passed)
    assert all(p <= level or not level for p, level in zip(p_values, passed, strict=True))


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 300), st.integers(1, 300), st.floats(0, 0.2))
def test_a_certificate_covers_what_it_says(seed, checked, unlabelled, error):
    random = np.random.default_rng(seed)
    confidence = np.round(random.random(unlabelled), 2)
    correct = random.random(checked) >= error
    found = certify(np.round(random.random(checked), 2), correct, confidence, 0.9, 0.05)
    if found:
        assert (confidence >= found.threshold).sum() == found.count > 0
        assert 0.9 <= found.bound <= 1
        assert found.errors <= found.checked <= checked
        assert p_value(found.errors, found.checked, found.count, 0.1) <= found.alpha <= 0.05 + 1e-12


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 2**32), st.integers(1, 80), st.integers(0, 100))
def test_the_sampler_asks_for_nothing_twice(seed, left, count):
    random = np.random.default_rng(seed)
    rows = np.sort(random.permutation(200)[:left])
    confidence = np.where(random.random(left) < 0.2, np.nan, random.random(left))
    sketch = random.standard_normal((200, 4)).astype(np.float32)
    picked = most_useful(rows, confidence, sketch, count, random)
    assert len(picked) == len(set(picked.tolist())) == min(count, left)
    assert np.isin(picked, rows).all()


@settings(max_examples=60)
@given(st.integers(1, 60), st.integers(0, 90), PERCENT, ALPHAS, st.data())
def test_an_audit_refutes_a_promise_that_is_kept_with_probability_alpha_at_most(checked, others, allowed, alpha, data):
    wrong = data.draw(st.integers(0, int(allowed * (checked + others) + 1e-9)))
    refuting = [seen for seen in range(min(wrong, checked) + 1) if chance(seen, checked, others, allowed) <= alpha]
    assert hypergeom.pmf(refuting, checked + others, wrong, checked).sum() <= alpha + 1e-9


@settings(max_examples=60)
@given(st.integers(1, 40), st.integers(1, 60), st.data(), ALPHAS)
def test_the_bound_of_an_audit_holds(checked, others, data, alpha):
    wrong = data.draw(st.integers(0, checked + others))
    missed = []
    for seen in range(max(0, wrong - others), min(wrong, checked) + 1):
        found = audited(np.repeat([False, True], [seen, checked - seen]), others, 0.9, alpha)
        if found.bound > 1 - (wrong - seen) / others + 1e-9:
            missed.append(seen)
    assert hypergeom.pmf(missed, checked + others, wrong, checked).sum() <= alpha + 1e-9


@given(st.lists(st.sampled_from([-2, -1, 0, 1]), max_size=30), st.integers(0, 50))
def test_objects_that_nobody_labelled_say_nothing_in_an_audit(people, others):
    said = np.array(people, dtype=np.intp)
    machine = np.zeros(len(said), dtype=np.intp)
    loop = Loop(without_features(len(said)), 2, Options(), 0)
    found = audited(loop.right(np.arange(len(said)), machine, said), others, 0.9, 0.05)
    assert (found.checked, found.errors) == (int((said >= 0).sum()), int((said == 1).sum()))


@given(st.permutations(range(20)), st.integers(0, 30), st.integers(0, 9))
def test_an_audit_is_drawn_from_the_labels_whatever_their_order(rows, count, seed):
    first, second = (drawn(np.array(one), count, np.random.default_rng(seed)) for one in (rows, sorted(rows)))
    assert first.tolist() == second.tolist()
    assert len(set(first.tolist())) == min(count, 20)


@settings(max_examples=30)
@given(st.integers(0, 2**32), st.integers(1, 80), st.integers(1, 120), st.floats(0, 0.3))
def test_the_drawn_risk_bounds_what_the_sample_shows(seed, checked, unlabelled, error):
    random = np.random.default_rng(seed)
    sampled, right = np.round(random.random(checked), 2), random.random(checked) >= error
    points = risk_curve(sampled, right, np.round(random.random(unlabelled), 2), 0.9, 0.05)
    counts = [count for count, _, _ in points]
    assert counts == sorted(counts)
    assert counts[-1] == unlabelled
    assert points[-1][1] == (~right).sum() / checked
    assert all(0 <= seen <= 1 and 0 <= proved <= 1 for _, seen, proved in points)
    assert points[-1][2] == 1 - lower_bound(int((~right).sum()), checked, unlabelled, 0.05)
