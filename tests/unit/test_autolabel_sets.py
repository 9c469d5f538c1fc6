"""Several categories an object: the learner, the loop, and the command that tries it."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from trigpoint.autolabel.features import of_embeddings
from trigpoint.autolabel.loop import Loop, replay
from trigpoint.autolabel.plan import Options
from trigpoint.autolabel.report import exact_sets
from trigpoint.autolabel.sets import SCALE, codes_of, flags_of, judged, likely
from trigpoint.cli.app import app


def clouds(objects: int = 900, k: int = 3) -> tuple[np.ndarray, np.ndarray]:
    """One direction a category: an object goes as far along it as it has it."""
    random = np.random.default_rng(3)
    flags = random.random((objects, k)) < np.array([0.5, 0.3, 0.05])[:k]
    return flags * 4.0 + random.standard_normal((objects, k)), flags


def test_sets_that_can_be_told_are_labelled_and_right_in_every_category() -> None:
    places, flags = clouds()
    found = replay(of_embeddings(places), codes_of(flags), 3, Options(), np.random.default_rng(0), many=True)
    assert found.coverage > 0.4
    assert found.accuracy(codes_of(flags)) >= 0.95
    assert exact_sets([found], codes_of(flags)) > 0.9
    assert found.machine.certificate.exact > 0.9


@pytest.mark.parametrize("seed", range(6))
def test_sets_by_lot_stay_with_people(seed: int) -> None:
    random = np.random.default_rng(9)
    flags = random.random((600, 3)) < 0.5
    features = of_embeddings(random.standard_normal((600, 4)))
    assert replay(features, codes_of(flags), 3, Options(), np.random.default_rng(seed), many=True).machine is None


def test_the_promise_of_every_category_is_kept_in_repeated_runs() -> None:
    places, flags = clouds(700)
    flags[:, 1] ^= np.random.default_rng(1).random(700) < 0.06
    codes = codes_of(flags)
    runs = [
        replay(of_embeddings(places), codes, 3, Options(), np.random.default_rng(seed), many=True) for seed in range(40)
    ]
    missed = [run for run in runs if run.machine and run.accuracy(codes) < 0.95]
    assert len(missed) <= 2


def test_a_category_that_nobody_or_everybody_has_does_no_harm() -> None:
    places, flags = clouds()
    flags[:, 1], flags[:, 2] = False, True
    found = replay(of_embeddings(places), codes_of(flags), 3, Options(), np.random.default_rng(0), many=True)
    assert found.machine is not None
    said = flags_of(found.machine.classes, 3)
    assert not said[:, 1].any()
    assert said[:, 2].all()


def test_no_objects_left_are_no_trouble() -> None:
    random = np.random.default_rng(0)
    scores, truth = random.standard_normal((40, 2)), random.random((40, 2)) < 0.5
    found = judged(scores, truth, np.arange(40) % 10, np.zeros((0, 2)))
    assert (len(found.classes), len(found.sampled), found.right.shape) == (0, 40, (40, 2))


def test_an_audit_of_sets_counts_the_worst_category() -> None:
    loop = Loop(of_embeddings(np.eye(4)), 2, Options(), 0, many=True)
    right = loop.right(np.arange(3), np.array([0b01, 0b11, 0b10]), np.array([0b01, 0b10, -1, -1]))
    assert right.tolist() == [[True, True], [False, True]]


def test_the_curve_of_a_category_is_the_one_of_logistic_regression() -> None:
    from sklearn.linear_model import LogisticRegression

    random = np.random.default_rng(4)
    scores = random.standard_normal((200, 3))
    yes = random.random((200, 3)) < 1 / (1 + np.exp(-3 * scores + 1))
    yes[:, 2] = scores[:, 2] > 0.3
    found = likely(scores, yes, scores)
    for category in range(3):
        column = SCALE * scores[:, [category]]
        expected = LogisticRegression(C=1.0).fit(column, yes[:, category]).predict_proba(column)[:, 1]
        assert found[:, category] == pytest.approx(expected, abs=0.01)


# -- the command ---------------------------------------------------------------------
def simulated(*arguments: str):
    return CliRunner().invoke(app, ["autolabel", "simulate", *arguments])


@pytest.fixture
def several(tmp_path):
    path = tmp_path / "several.csv"
    words = {"refund": "money back", "delivery": "parcel late", "praise": "thank you"}
    lines = []
    for number in range(600):
        names = [name for bit, name in enumerate(words) if number % 8 >> bit & 1]
        lines.append(f'"order {number} {" ".join(words[name] for name in names)}",{" | ".join(names)}')
    path.write_text("text,labels\n" + "\n".join(lines), encoding="utf-8")
    return path


def test_a_column_of_labels_has_several_categories(several) -> None:
    found = json.loads(simulated(str(several), "--seeds", "2", "--json").stdout)
    assert found["coverage"] > 0.3
    assert (found["violations"], found["exact_sets"] > 0.9) == (0, True)
    assert "exact_sets" in simulated(str(several), "--seeds", "1").stdout


def test_columns_of_zeros_and_ones_are_categories(tmp_path) -> None:
    places, flags = clouds()
    np.savez(tmp_path / "sets.npz", x=places, y=flags.astype(int))
    found = json.loads(simulated(str(tmp_path / "sets.npz"), "--seeds", "2", "--json").stdout)
    assert found["coverage"] > 0.3
    assert found["exact_sets"] is not None


@pytest.mark.parametrize(
    ("rows", "said"),
    [(["a,"] * 300, "no category at all"), ([f"some text,c{n % 70}|d" for n in range(300)], "71 categories")],
)
def test_bad_sets(tmp_path, rows, said) -> None:
    path = tmp_path / "bad.csv"
    path.write_text("text,labels\n" + "\n".join(rows), encoding="utf-8")
    outcome = simulated(str(path))
    assert outcome.exit_code == 1
    assert said in outcome.stderr


def test_columns_of_other_numbers_are_refused(tmp_path) -> None:
    np.savez(tmp_path / "bad.npz", x=np.zeros((300, 4)), y=np.full((300, 2), 2))
    assert "not only 0 and 1" in simulated(str(tmp_path / "bad.npz")).stderr
