"""The learner's linear algebra and the features learned from pictures, against plain formulas and on broken input."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.linalg import LinAlgError

from trigpoint.autolabel import features as looking
from trigpoint.autolabel import learner
from trigpoint.autolabel.factor import Factor, inverse_root
from trigpoint.autolabel.features import Features, of_embeddings, of_images, of_texts
from trigpoint.autolabel.patches import FILTERS, evened, learned, pooled
from trigpoint.autolabel.topics import FEWEST_TEXTS, topics


def definite(count: int) -> np.ndarray:
    points = np.random.default_rng(0).standard_normal((count, count + 5)).astype(np.float32)
    return points @ points.T / count + np.eye(count, dtype=np.float32)


def grown(matrix: np.ndarray, sizes: list[int]) -> Factor:
    factor, at = Factor(), 0
    for size in sizes:
        factor.grow(matrix[at : at + size, :at].copy(), matrix[at : at + size, at : at + size].copy())
        at += size
    return factor


def scattered(count: int = 120, k: int = 3) -> tuple[Features, np.ndarray]:
    random = np.random.default_rng(8)
    truth = random.integers(0, k, count)
    return of_embeddings(np.eye(k)[truth] + random.normal(0, 0.6, (count, k))), truth


def test_a_factor_grown_by_blocks_is_the_factor_of_the_whole():
    matrix = definite(40)
    right = np.random.default_rng(1).standard_normal((40, 3)).astype(np.float32)
    for sizes in ([40], [7, 13, 20], [1] * 40):
        factor = grown(matrix, sizes)
        assert len(factor) == 40
        assert factor.forward(right) == pytest.approx(np.linalg.solve(np.linalg.cholesky(matrix), right), abs=1e-4)
        assert factor.backward(factor.forward(right)) == pytest.approx(np.linalg.solve(matrix, right), abs=1e-4)


def test_an_empty_factor_solves_nothing():
    nothing = np.zeros((0, 4), dtype=np.float32)
    assert Factor().backward(Factor().forward(nothing)).shape == (0, 4)


def test_what_is_not_positive_definite_is_refused_and_leaves_no_trace():
    factor = grown(definite(5), [5])
    with pytest.raises(LinAlgError):
        factor.grow(np.zeros((2, 5), dtype=np.float32), -np.eye(2, dtype=np.float32))
    assert len(factor) == len(factor.strips[0]) == 5
    with pytest.raises(LinAlgError):
        inverse_root(np.zeros((3, 3), dtype=np.float32))


@pytest.mark.parametrize("checked", [0, 1, 50, 120])
def test_blocks_and_elimination_change_nothing(monkeypatch, checked):
    """Whatever part checks, in blocks of 16: the weights are those of the plain system, and folds are held out."""
    monkeypatch.setattr(learner, "BLOCK", 16)
    features, classes = scattered()
    rows = np.random.default_rng(2).permutation(120)
    folds = np.where(np.arange(120) < checked, np.arange(120) % 5, -1)
    model = learner.fit(features, rows, classes[rows], 3, 0.1, folds)
    truth, importance = learner.goals(classes[rows], 3)
    system = learner.similarities(features, rows, rows).astype(np.float64) + np.diag(0.1 / importance)
    assert model.weights == pytest.approx(np.linalg.solve(system, truth), abs=2e-3)
    inside, outside = np.flatnonzero(folds == 0), np.flatnonzero(folds != 0)
    alone = np.linalg.solve(system[np.ix_(outside, outside)], truth[outside])
    assert model.held_out[inside] == pytest.approx(system[np.ix_(inside, outside)] @ alone, abs=2e-3)
    assert np.isnan(model.held_out[checked:]).all()


def test_frequent_and_rare_terms_together_are_all_terms(monkeypatch):
    features = of_texts([f"word{number % 7} other{number % 5} rare{number}" for number in range(60)])
    rows, columns = np.arange(40), np.arange(20, 60)
    expected = (features.matrix[rows] @ features.matrix[columns].T).toarray()
    for dense in (0, 3, 10_000):
        monkeypatch.setattr(looking, "DENSE", dense)
        assert features.kernel(rows, columns) == pytest.approx(expected, abs=1e-6)


def test_labels_beyond_what_fits_check_and_do_not_train(monkeypatch):
    """Their scores are the model's own: it never saw them, so changing their labels changes nothing else."""
    monkeypatch.setattr(learner, "MOST", 60)
    features, classes = scattered(200)
    rows, folds = np.arange(200), np.where(np.arange(200) < 100, np.arange(200) % 10, -1)
    trained = learner.fitting(200, folds)
    assert len(trained) == 60
    assert (folds[trained] >= 0).sum() == 30
    others = np.setdiff1d(rows[:100], trained)
    model = learner.fit(features, rows, classes, 3, 0.1, folds)
    assert model.held_out[others] == pytest.approx(model.scores(others), abs=1e-4)
    changed = classes.copy()
    changed[others] = (changed[others] + 1) % 3
    assert np.array_equal(learner.fit(features, rows, changed, 3, 0.1, folds).scores(rows), model.scores(rows))
    assert np.isfinite(learner.fit(features, rows, classes, 3, 0.1).held_out).all()


def test_room_that_checks_leave_goes_to_the_others_and_back(monkeypatch):
    monkeypatch.setattr(learner, "MOST", 60)
    for checks, others, expected in ((10, 100, (10, 50)), (100, 10, (50, 10)), (100, 0, (60, 0)), (40, 20, (40, 20))):
        folds = np.concatenate([np.zeros(checks, dtype=int), np.full(others, -1)])
        trained = learner.fitting(len(folds), folds)
        assert ((folds[trained] >= 0).sum(), (folds[trained] < 0).sum()) == expected


def test_a_ridge_is_chosen_once_for_the_same_labels(monkeypatch):
    features, classes = scattered()
    known: dict[bytes, float] = {}
    first = learner.choose_ridge(features, np.arange(50), classes[:50], 3, known)
    monkeypatch.setattr(learner, "loss", None)
    assert learner.choose_ridge(features, np.arange(50), classes[:50], 3, known) == first
    assert len(known) == 1


def pictures(count: int = 50, side: int = 12, channels: int = 1) -> np.ndarray:
    return np.random.default_rng(4).random((count, side, side, channels)).astype(np.float32)


def test_filters_are_the_same_for_the_same_seed():
    first, second, other = (learned(pictures(), np.random.default_rng(seed)) for seed in (1, 1, 2))
    assert np.array_equal(first.directions, second.directions)
    assert not np.array_equal(first.directions, other.directions)
    assert pooled(pictures(), first).shape == (50, 9 * FILTERS)
    assert learned(pictures(channels=3), np.random.default_rng(1)).directions.shape == (5 * 5 * 3, FILTERS)


def test_patches_forget_brightness_and_contrast():
    patches = np.random.default_rng(5).random((20, 9)).astype(np.float32)
    assert evened(7 * patches + 3, 0.0) == pytest.approx(evened(patches, 0.0), abs=1e-3)


def test_pictures_without_patches_have_no_filters():
    for shape in ((10, 1, 1, 1), (10, 2, 2, 1), (10, 1, 40, 3), (0, 9, 9, 1)):
        assert learned(np.zeros(shape, dtype=np.float32), np.random.default_rng(0)) is None
    features = of_images(np.arange(10.0).reshape(10, 1, 1))
    assert np.isfinite(features.matrix).all()


def test_pictures_that_are_all_the_same_have_features_all_the_same():
    for shade in (0, 7):
        features = of_images(np.full((30, 9, 9, 3), shade, dtype=np.uint8))
        assert np.isfinite(features.matrix).all()
        assert np.ptp(features.matrix, axis=0).max() < 1e-5


def test_strokes_are_told_apart_wherever_they_lie():
    """Two textures of the same brightness, at any place and contrast."""
    random = np.random.default_rng(6)
    images, classes = np.zeros((400, 16, 16)), np.arange(400) % 2
    for image, kind in zip(images, classes, strict=True):
        top, left = random.integers(0, 10, 2)
        stroke = np.eye(6) if kind else np.eye(6)[::-1]
        image[top : top + 6, left : left + 6] = stroke * random.integers(50, 255)
    features, rows = of_images(images), np.arange(400)
    model = learner.fit(features, rows[:200], classes[:200], 2, 0.1)
    assert (model.scores(rows[200:]).argmax(axis=1) == classes[200:]).mean() > 0.95


def sentences(count: int = 400) -> list[str]:
    """Of animals or of metals, three words out of eight: many of a kind share not one word."""
    random = np.random.default_rng(7)
    kinds = ("cat dog cow hen pig fox owl elk", "iron zinc gold lead tin steel brass nickel")
    return [" ".join(random.choice(kinds[number % 2].split(), 3, replace=False)) for number in range(count)]


def test_topics_bring_together_what_shares_no_word():
    texts = [*sentences(), "cat dog cow", "hen pig fox", "iron zinc gold"]
    features = of_texts(texts)
    same, other = features.kernel(np.array([400]), np.array([401, 402]))[0]
    assert same > 0.1 > 0 > other


def test_topics_are_the_same_for_the_same_seed_and_of_length_one():
    terms = of_texts(sentences()).matrix
    first, second = topics(terms, 3), topics(terms, 3)
    assert np.array_equal(first, second)
    assert first.shape == (400, 400 // FEWEST_TEXTS)
    assert np.linalg.norm(first, axis=1) == pytest.approx(1, abs=1e-4)


def test_few_texts_have_no_topics_and_equal_texts_no_direction():
    assert topics(of_texts(["one", "two"]).matrix, 0).shape == (2, 0)
    same = of_texts(["the same text"] * 200)
    assert np.isfinite(same.matrix.data).all()
    assert same.kernel(np.arange(9), np.arange(9)) == pytest.approx(np.full((9, 9), 0.7), abs=0.01)
    assert of_texts(["only word", *[""] * 199]).broken.sum() == 199
