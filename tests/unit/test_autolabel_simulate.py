"""`trigpoint autolabel simulate`: figures of any labelled file, and complaints that say where."""

from __future__ import annotations

import json

import numpy as np
import pytest
from typer.testing import CliRunner

from trigpoint.cli.app import app

KEYS = {"coverage", "true_accuracy", "violations", "human_labels", "certified_bound", "cpu_seconds"}


def simulate(*arguments: str):
    return CliRunner().invoke(app, ["autolabel", "simulate", *arguments])


@pytest.fixture
def texts(tmp_path):
    """600 texts whose first word gives the category away."""
    path = tmp_path / "texts.csv"
    words = ("refund", "delivery", "praise")
    lines = [f'"{words[number % 3]}, order {number}",{words[number % 3]}' for number in range(600)]
    path.write_text("text,label\n" + "\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def images(tmp_path):
    random = np.random.default_rng(0)
    y = np.arange(400) % 2
    x = random.integers(0, 99, (400, 8, 8), dtype=np.uint8) + (y * 150).astype(np.uint8)[:, None, None]
    path = tmp_path / "images.npz"
    np.savez(path, x=x, y=y)
    return path


def test_texts_as_json(texts):
    outcome = simulate(str(texts), "--seeds", "2", "--json")
    found = json.loads(outcome.stdout)
    assert set(found) == KEYS
    assert found["coverage"] > 0.3
    assert found["true_accuracy"] >= found["certified_bound"] >= 0.95
    assert (found["violations"], found["human_labels"]) == (0, 240)


def test_images_as_a_table(images):
    outcome = simulate(str(images), "--seeds", "2", "--target", "0.9")
    assert outcome.exit_code == 0
    assert all(key in outcome.stdout for key in KEYS)


def test_a_target_too_high_for_the_size_is_told(images):
    outcome = simulate(str(images), "--seeds", "1", "--target", "0.99", "--json")
    assert json.loads(outcome.stdout)["true_accuracy"] is None
    assert "checked objects without an error" in outcome.stderr


HEAD = "text,label\n"


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("", "bad.csv is empty"),
        (HEAD, "holds no objects"),
        ("body,label\na,b\n", "no column 'text'; its first line names: body, label"),
        ("text,tag\na,b\n", "no column 'label'"),
        (HEAD + "a,x\nb,\n", "line 3: label is empty"),
        (HEAD + "a,x\nb,y\n" * 60, "can't help below 200"),
        (HEAD + "some text,x\n" * 300, "one category only, 'x'"),
        (HEAD + "".join(f"some text,{number}\n" for number in range(300)), "300 categories for 300 objects"),
        (HEAD + ",x\n,y\n" * 150, "No text holds a single word"),
    ],
)
def test_bad_csv(tmp_path, content, complaint):
    path = tmp_path / "bad.csv"
    path.write_text(content, encoding="utf-8")
    outcome = simulate(str(path))
    assert outcome.exit_code == 1
    assert complaint in outcome.stderr


def stored(path, **arrays):
    np.savez(path, **arrays)
    return path


LABELS = np.arange(300) % 2
PIXELS = np.zeros((300, 4, 4))


@pytest.mark.parametrize(
    ("arrays", "complaint"),
    [
        ({"images": PIXELS, "y": LABELS}, "no array 'x'; it holds: images, y"),
        ({"x": PIXELS}, "no array 'y'"),
        ({"x": PIXELS, "y": LABELS[:9]}, "x has the shape (300, 4, 4) and y (9,)"),
        ({"x": PIXELS, "y": np.where(LABELS == 1, np.nan, 0)}, "y number 1 is NaN"),
        ({"x": PIXELS.astype(str), "y": LABELS}, "no real numbers"),
        ({"x": PIXELS.astype(object), "y": LABELS}, "no readable .npz"),
        ({"x": PIXELS[:50], "y": LABELS[:50]}, "can't help below 200"),
    ],
)
def test_bad_npz(tmp_path, arrays, complaint):
    outcome = simulate(str(stored(tmp_path / "bad.npz", **arrays)))
    assert outcome.exit_code == 1
    assert complaint in outcome.stderr


def test_files_that_are_no_npz_or_not_there(tmp_path, images):
    broken = tmp_path / "broken.npz"
    broken.write_bytes(images.read_bytes()[:2000])
    assert "no readable .npz" in simulate(str(broken)).stderr
    np.save(tmp_path / "broken.npy", PIXELS)
    (tmp_path / "broken.npy").rename(broken)
    assert "no readable .npz" in simulate(str(broken)).stderr
    broken.write_bytes(b"text")
    assert "no readable .npz" in simulate(str(broken)).stderr
    assert "no file" in simulate(str(tmp_path / "none.csv")).stderr


@pytest.mark.parametrize("option", ["--target", "--confidence", "--budget"])
def test_options_that_are_no_shares(texts, option):
    outcome = simulate(str(texts), option, "1.5")
    assert outcome.exit_code == 1
    assert "between 0 and 1" in outcome.stderr or "share that people may label" in outcome.stderr
