"""Features, learner, sampler and the whole loop, on small made-up objects."""

from __future__ import annotations

import numpy as np
import pytest

from trigpoint.autolabel import learner
from trigpoint.autolabel.confidence import rated
from trigpoint.autolabel.features import Features, of_embeddings, of_images, of_texts
from trigpoint.autolabel.learner import BIAS, class_weights, fit
from trigpoint.autolabel.loop import Course, Loop, replay
from trigpoint.autolabel.plan import Options, laid_out, shortfall
from trigpoint.autolabel.rated import UNKNOWN
from trigpoint.autolabel.report import figures
from trigpoint.autolabel.sampler import most_useful, random_start
from trigpoint.domain.errors import BadInput

OPTIONS = Options()


def clouds(objects: int = 900, k: int = 3, apart: float = 6.0) -> tuple[Features, np.ndarray]:
    random = np.random.default_rng(3)
    truth = random.integers(0, k, objects)
    places = random.standard_normal((k, 5))[truth] * apart + random.standard_normal((objects, 5))
    return of_embeddings(places), truth


def run(features: Features, truth: np.ndarray, k: int = 3, seed: int = 0, options: Options = OPTIONS):
    return replay(features, truth, k, options, np.random.default_rng(seed))


def test_held_out_scores_are_those_of_a_model_that_never_saw_the_object():
    features, truth = clouds(60)
    rows = np.arange(60)
    # The weights of the classes are those of all 60: they are part of the settings.
    whole = learner.fit(features, rows, truth, 3, 0.1)
    importance = learner.class_weights(truth, 3)[truth]
    others = rows[1:]
    kernel = features.kernel(others, others) + learner.BIAS + np.diag(0.1 / importance[1:])
    goal = np.where(np.arange(3) == truth[1:, None], 1.0, -0.5)
    scores = (features.kernel(rows[:1], others) + learner.BIAS) @ np.linalg.solve(kernel, goal)
    assert whole.held_out[0] == pytest.approx(scores[0], abs=2e-3)


def test_scores_of_texts_need_no_similarities():
    features = of_texts([f"word{number % 7} other{number % 5}" for number in range(50)])
    rows = np.arange(40)
    model = learner.fit(features, rows, rows % 2, 2, 0.3)
    expected = (features.kernel(np.arange(50), rows) + learner.BIAS) @ model.weights
    assert model.scores(np.arange(50)) == pytest.approx(expected, abs=1e-3)


def test_separate_clouds_are_labelled_by_the_machine():
    features, truth = clouds()
    found = run(features, truth)
    assert found.coverage > 0.6
    assert found.accuracy(truth) > 0.95
    assert not np.isin(found.machine.rows, found.human).any()


def test_the_same_seed_gives_the_same_run():
    features, truth = clouds(apart=1.0)
    first, second = (run(features, truth, seed=5) for _ in range(2))
    assert np.array_equal(first.human, second.human)
    assert first.stages == second.stages


def audit_of(betrayed: bool):
    """A run with an audit of 60; where `betrayed`, whoever is asked last has become careless."""
    features, truth = clouds()
    loop, course = Loop(features, 3, Options(audit=60), seed=0), Course()
    while not course.done:
        classes = np.full(900, UNKNOWN, dtype=np.intp)
        classes[course.asked] = truth[course.asked]
        if betrayed and course.audits:
            classes[course.asked[-20:]] = (classes[course.asked[-20:]] + 1) % 3
        step = loop.step(course, classes)
        course = step.course
    return course, step


def test_an_audit_checks_machine_labels_and_keeps_what_people_said():
    course, step = audit_of(betrayed=False)
    assert (step.audit.checked, step.audit.errors, step.audit.refuted) == (60, 0, False)
    assert 0.9 < step.audit.bound <= 1
    assert not np.isin(step.machine.rows, course.asked).any()
    before = run(*clouds())
    assert len(step.machine.rows) == len(before.machine.rows) - 60


def test_an_audit_that_contradicts_the_machine_withholds_its_labels():
    _, step = audit_of(betrayed=True)
    assert step.audit.errors >= 20
    assert step.audit.refuted
    assert step.machine is None


def test_an_audit_beyond_the_machine_labels_leaves_none():
    features, truth = clouds()
    found = run(features, truth, options=Options(audit=2000))
    assert found.machine is None
    assert len(found.human) == 900
    assert not found.audit.refuted


def test_noise_stays_with_people():
    features, _ = clouds()
    truth = np.random.default_rng(0).integers(0, 3, 900)
    found = run(features, truth)
    assert (found.machine, found.coverage, found.accuracy(truth)) == (None, 0.0, None)
    assert [stage.human_labels for stage in found.stages] == [300, 345]


def test_one_class_two_examples_of_a_class_and_identical_objects():
    features, truth = clouds()
    assert run(features, np.zeros(900, dtype=int), 1).accuracy(np.zeros(900)) == 1.0
    rare = np.where(np.arange(900) < 2, 2, truth % 2)
    assert run(features, rare).objects == 900
    same = of_embeddings(np.ones((900, 4)))
    assert run(same, truth).machine is None


def test_broken_objects_go_to_people():
    vectors = np.random.default_rng(1).standard_normal((600, 3))
    vectors[:, 0] += np.arange(600) % 2 * 20
    vectors[:30] = np.nan
    found = run(of_embeddings(vectors), np.arange(600) % 2, 2)
    assert found.machine.rows.min() >= 30


def test_images_of_any_shape_become_numbers():
    random = np.random.default_rng(2)
    for shape in ((20, 8, 8), (20, 70, 45, 3), (20, 1, 5), (20, 9, 9, 1)):
        features = of_images(random.integers(0, 255, shape, dtype=np.uint8))
        assert len(features) == 20
        assert np.isfinite(features.matrix).all()
    broken = np.ones((5, 4, 4))
    broken[3] = np.inf
    assert of_images(broken).broken.tolist() == [False, False, False, True, False]
    with pytest.raises(BadInput, match="shape"):
        of_images(np.zeros((5, 4)))


def test_empty_texts_are_broken_and_no_word_at_all_is_refused():
    assert of_texts(["one", "", " ", "two"]).broken.tolist() == [False, True, True, False]
    with pytest.raises(BadInput, match="No text"):
        of_texts(["", " "])


def test_the_sampler_asks_for_doubtful_objects_that_differ():
    random = np.random.default_rng(4)
    sketch = np.tile(np.eye(5, dtype=np.float32), (20, 1))
    confidence = np.where(np.arange(100) < 50, 0.2, 0.99)
    picked = most_useful(np.arange(100), confidence, sketch, 17, random)
    assert (picked < 50).all()
    assert set((picked[:5] % 5).tolist()) == {0, 1, 2, 3, 4}
    assert len(set(random_start(50, 20, random))) == 20


def test_a_machine_that_is_never_wrong_is_ranked_by_its_margin():
    scores = np.array([[1.0, 0.0], [1.0, 0.9]] * 10)
    sampled, others = rated(scores, np.ones(20, dtype=bool), np.arange(20) % 10, scores[:2])
    assert others[0] > others[1]
    assert sampled[:2] == pytest.approx(others)


def test_plans_grow_the_sample_first_and_stay_in_the_budget():
    plan = laid_out(5952, OPTIONS)
    assert plan.sizes[:3] == (595, 1200, 1497)
    assert (plan.random_stages, plan.sample) == (2, 1200)
    assert plan.sizes[-1] <= 0.4 * 5952
    assert sum(plan.alphas) == pytest.approx(0.05)


def test_what_cannot_help_says_so():
    with pytest.raises(BadInput, match="can't help below 200"):
        laid_out(199, OPTIONS)
    with pytest.raises(BadInput, match="budget"):
        laid_out(1000, Options(budget=0))
    strict = Options(target=0.99)
    assert "lower the target" in shortfall(laid_out(300, strict), strict)
    assert not shortfall(laid_out(5000, strict), strict)


def test_figures_of_runs_without_machine_labels_are_empty():
    features, _ = clouds(300)
    truth = np.random.default_rng(0).integers(0, 3, 300)
    found = figures([run(features, truth)], truth, 0.95, 1.5)
    assert (found.coverage, found.true_accuracy, found.violations, found.certified_bound) == (0.0, None, 0.0, None)


@pytest.mark.parametrize("seed", range(6))
def test_a_held_out_score_does_not_tell_its_own_label(seed):
    """Objects that all look the same, half of either class: leaving out one alone would move the score away from its
    label, and a learned confidence could read that. Nothing may be certified."""
    features = of_texts(["the same text"] * 400)
    truth = np.arange(400) % 2
    assert replay(features, truth, 2, Options(), np.random.default_rng(seed)).machine is None


def test_held_out_folds_are_those_of_models_without_them():
    rng = np.random.default_rng(0)
    features = of_embeddings(rng.standard_normal((60, 8)))
    rows, classes = np.arange(60), rng.integers(0, 3, 60)
    folds = np.where(np.arange(60) < 50, np.arange(60) % 5, -1)
    model = fit(features, rows, classes, 3, 0.3, folds)
    inside = np.flatnonzero(folds == 2)
    others = np.flatnonzero(folds != 2)
    importance = class_weights(classes, 3)[classes]
    kernel = features.kernel(rows, rows) + BIAS
    truth = np.where(np.arange(3) == classes[:, None], 1.0, -0.5)
    system = kernel[np.ix_(others, others)] + np.diag(0.3 / importance[others])
    expected = kernel[np.ix_(inside, others)] @ np.linalg.solve(system, truth[others])
    assert model.held_out[inside] == pytest.approx(expected, abs=1e-3)
    assert np.isnan(model.held_out[50:]).all()


def test_earlier_labels_teach_and_check_nothing():
    """Forty labels of one's own are few; two hundred of an earlier job help, and the sample stays the sample."""
    rng = np.random.default_rng(1)
    truth = rng.integers(0, 4, 600)
    places = np.eye(4)[truth] + rng.normal(0, 0.45, (600, 4))
    features = of_embeddings(places)
    loops = [Loop(of_embeddings(places[:400]), 4, Options(), 5), Loop(features, 4, Options(), 5, taught=truth[400:])]
    found = []
    for loop in loops:
        classes = np.full(len(loop.features), UNKNOWN)
        asked = loop.sample[:40]
        classes[asked] = truth[asked]
        found.append(loop.rated(Course(asked), classes))
    alone, taught = found
    assert len(alone.sampled) == len(taught.sampled) == loops[1].plan.sizes[0]
    assert len(taught.left) == 360
    right = [float((one.classes == truth[one.left]).mean()) for one in found]
    assert right[1] > right[0]
