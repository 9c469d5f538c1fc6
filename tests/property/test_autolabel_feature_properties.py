"""Features of any pictures and numbers are numbers, and the learner does not mind the order of what it is told."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trigpoint.autolabel.features import of_embeddings, of_images, of_texts
from trigpoint.autolabel.learner import fit

SEEDS = st.integers(0, 2**32)
SCALES = st.sampled_from([1e-300, 1e-30, 1e-3, 1.0, 1e6, 1e30, 1e300])
SIDES = st.integers(1, 14)


@settings(deadline=None, max_examples=25)
@given(SEEDS, SIDES, SIDES, st.sampled_from([0, 1, 3]), SCALES, st.integers(1, 12))
def test_any_pictures_have_finite_features(seed, height, width, channels, scale, count):
    random = np.random.default_rng(seed)
    images = random.normal(0, scale, (count, height, width, *([channels] if channels else [])))
    bad = random.random(count) < 0.2
    images[bad, 0, 0] = random.choice([np.nan, np.inf, -np.inf])
    features = of_images(images)
    assert len(features) == count
    assert np.isfinite(features.matrix).all()
    assert np.isfinite(features.kernel(np.arange(count), np.arange(count))).all()
    assert features.broken.tolist() == bad.tolist()


@settings(deadline=None, max_examples=10)
@given(SEEDS, st.sampled_from([1e-3, 255.0, 1e30]))
def test_the_unit_of_brightness_does_not_matter(seed, unit):
    images = np.random.default_rng(seed).random((20, 8, 8))
    rows = np.arange(20)
    kernels = [of_images(one).kernel(rows, rows) for one in (images, images * unit)]
    assert kernels[0] == pytest.approx(kernels[1], abs=1e-2)


@settings(deadline=None, max_examples=25)
@given(SEEDS, SCALES)
def test_one_absurd_object_does_not_blind_the_others(seed, scale):
    random = np.random.default_rng(seed)
    truth = np.arange(60) % 2
    vectors = (random.normal(0, 0.1, (60, 3)) + truth[:, None]) * scale
    vectors[7] = 1e305
    features, rows = of_embeddings(vectors), np.delete(np.arange(60), 7)
    assert np.isfinite(features.matrix).all()
    kernel = features.kernel(rows, rows)
    assert np.isfinite(kernel).all()
    model = fit(features, rows, truth[rows], 2, 0.1)
    assert (model.held_out.argmax(axis=1) == truth[rows]).mean() > 0.8


@settings(deadline=None, max_examples=20)
@given(SEEDS, st.booleans())
def test_the_order_of_labels_does_not_matter(seed, texts):
    random = np.random.default_rng(seed)
    words = [" ".join(random.choice(["red", "green", "blue", "sea", "sky"], 4)) for _ in range(50)]
    features = of_texts(words) if texts else of_embeddings(random.normal(0, 1, (50, 4)))
    classes, folds = random.integers(0, 3, 50), np.where(np.arange(50) < 30, np.arange(50) % 5, -1)
    order = random.permutation(50)
    straight = fit(features, np.arange(50), classes, 3, 0.3, folds)
    mixed = fit(features, order, classes[order], 3, 0.3, folds[order])
    assert mixed.scores(np.arange(50)) == pytest.approx(straight.scores(np.arange(50)), abs=2e-3)
    assert mixed.held_out == pytest.approx(straight.held_out[order], abs=2e-3, nan_ok=True)
