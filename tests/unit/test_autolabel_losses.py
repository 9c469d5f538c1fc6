"""The test for labels that are more or less right: how often it errs, and what it is worth."""

from __future__ import annotations

from math import exp

import numpy as np
import pytest

from trigpoint.autolabel import losses
from trigpoint.autolabel.certificate import certify
from trigpoint.autolabel.features import without_features
from trigpoint.autolabel.loop import Course, Loop
from trigpoint.autolabel.plan import Options, laid_out, shortfall
from trigpoint.autolabel.rated import UNKNOWN, Foreign
from trigpoint.domain.errors import BadInput

ALPHA = 0.05
JOB, SAMPLE = 1300, 300


def job(kind: str, mean: float, random: np.random.Generator) -> np.ndarray:
    """Losses of a job whose mean is `mean` exactly, drawn in a random order."""
    drawn = {
        "alike": lambda: random.normal(mean, 0.1, JOB).clip(0, 1),
        "broad": lambda: random.beta(2 * mean, 2 * (1 - mean), JOB),
        "skewed": lambda: np.where(random.random(JOB) < mean / 0.9, random.uniform(0.8, 1, JOB), 0.0),
        "all or nothing": lambda: (random.random(JOB) < mean).astype(float),
    }[kind]()
    scaled = np.clip(drawn * mean / drawn.mean(), 0, 1)
    return random.permutation(scaled)


def certified(kind: str, mean: float, runs: int, allowed: float = 0.4) -> dict[str, float]:
    """Share of runs in which each bound says that the mean loss of the rest is at most `allowed`, and in which ours
    does so wrongly."""
    random, found = np.random.default_rng(5), {"ours": 0, "hoeffding": 0, "wrong": 0}
    for _ in range(runs):
        drawn = job(kind, mean, random)
        sample, rest = drawn[:SAMPLE], drawn[SAMPLE:]
        ours = losses.p_value(sample, len(rest), allowed, allowed, ALPHA) <= ALPHA
        least = (sample.sum() + allowed * len(rest)) / JOB
        found["ours"] += ours
        found["hoeffding"] += exp(-2 * SAMPLE * max(least - sample.mean(), 0) ** 2) <= ALPHA
        found["wrong"] += ours and rest.mean() > allowed
    return {name: count / runs for name, count in found.items()}


KINDS = ("alike", "broad", "skewed", "all or nothing")


@pytest.mark.parametrize("kind", KINDS)
def test_wrong_certificates_are_rare_whatever_the_losses_look_like(kind):
    """The mean of the whole job is what is allowed: the rest is above it half of the time."""
    assert certified(kind, 0.401, 400)["wrong"] <= ALPHA


@pytest.mark.parametrize(("kind", "least"), [("alike", 0.99), ("broad", 0.6)])
def test_more_is_certified_than_by_a_bound_that_only_knows_the_range(kind, least):
    found = certified(kind, 0.35, 100)
    assert found["ours"] >= least
    assert found["hoeffding"] <= 0.1


@pytest.mark.parametrize(("checked", "unlabelled"), [(0, 10), (10, 0)])
def test_nothing_checked_or_nothing_to_label_certifies_nothing(checked, unlabelled):
    assert losses.p_value(np.zeros(checked), unlabelled, 0.4, 0.4, ALPHA) == 1.0


def test_a_faultless_sample_needs_a_known_size():
    assert [losses.fewest_checks(target, ALPHA) for target in (0.6, 0.7, 0.95)] == [7, 10, 65]
    with pytest.raises(BadInput, match="a million checks"):
        losses.fewest_checks(1 - 1e-9, ALPHA)


def test_a_target_out_of_reach_of_the_sample_is_told():
    options = Options(target=0.99, rated=True)
    assert "needs" in shortfall(laid_out(300, options), options)
    usual = Options(target=0.7, rated=True)
    assert not shortfall(laid_out(300, usual), usual)


def test_boxes_that_are_good_where_the_model_is_sure_are_certified_there():
    random = np.random.default_rng(1)
    confidence = random.random(2000)
    quality = np.clip(0.4 + 0.5 * confidence + random.normal(0, 0.1, 2000), 0, 1)
    found = certify(confidence[:400], quality[:400], confidence[400:], 0.7, ALPHA)
    assert found is not None
    assert 0.3 < found.count / 1600 < 0.95
    assert quality[400:][confidence[400:] >= found.threshold].mean() >= 0.7


def runs_of_whole_procedure(runs: int) -> tuple[int, int]:
    """Rated labels through the whole sequence of thresholds: how often some are certified, and how often wrongly."""
    random, any_, wrong = np.random.default_rng(2), 0, 0
    for _ in range(runs):
        confidence = random.random(1200)
        quality = np.where(random.random(1200) < 0.35 + 0.45 * confidence, random.uniform(0.8, 1, 1200), 0.0)
        found = certify(confidence[:300], quality[:300], confidence[300:], 0.6, ALPHA)
        if found:
            any_ += 1
            wrong += quality[300:][confidence[300:] >= found.threshold].mean() < 0.6
    return any_, wrong


def test_the_whole_sequence_keeps_the_promise_with_skewed_losses():
    some, wrong = runs_of_whole_procedure(200)
    assert some >= 20
    assert wrong <= 10


def audit_of_a_sorted_job(seed: int):
    """The machine is good on the first objects and poor on the last: the audit, and the mean quality of the others."""
    quality = np.linspace(1.0, 0.2, 600) ** 0.5
    foreign = Foreign(np.zeros(600, dtype=np.intp), np.ones(600), quality)
    loop = Loop(without_features(600), 1, Options(0.5, budget=0.5, audit=120, rated=True), seed, foreign)
    course = Course()
    while not course.done:
        classes = np.full(600, UNKNOWN, dtype=np.intp)
        classes[course.asked] = 0
        step = loop.step(course, classes)
        course = step.course
    return step.audit, quality[step.machine.rows].mean()


def test_an_audit_of_a_manifest_that_is_sorted_by_difficulty_keeps_its_bound():
    """The bets go by the order of drawing: by the order of the manifest every one of these bounds is wrong."""
    found = [audit_of_a_sorted_job(seed) for seed in range(40)]
    assert all(audit.checked == 120 for audit, _ in found)
    assert sum(audit.bound > truth for audit, truth in found) <= 5
