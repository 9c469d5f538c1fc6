"""What a job has learned, as a file: packed, read again, and put to work by `trigpoint autolabel predict`."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner
from usecase_bench import HERE, Installation

from trigpoint.autolabel import artefact
from trigpoint.autolabel.artefact import Artefact, packed, predict, unpacked
from trigpoint.cli.app import app
from trigpoint.domain.errors import BadInput
from trigpoint.usecases.learned_model import write_model

WORDS = ("refund", "delivery", "praise")
TEXTS = [f"{WORDS[n % 3]}, order {n}" for n in range(90)]
MODEL = Artefact("text", WORDS, np.arange(90) % 3, TEXTS)


def pictures(count: int) -> Any:
    """Dark ones and bright ones in turn."""
    noise = np.random.default_rng(1).integers(0, 90, (count, 32, 32, 3), dtype=np.uint8)
    return noise + (150 * (np.arange(count) % 2)).astype(np.uint8)[:, None, None, None]


def test_texts_are_predicted_from_the_file_alone() -> None:
    found = predict(unpacked(packed(MODEL)), ["a refund, please", "where is my delivery", "", "all praise"])
    assert [one.labels for one in found] == [("refund",), ("delivery",), None, ("praise",)]
    assert all(one.confidence is None or 0 <= one.confidence <= 1 for one in found)


def test_the_same_model_is_the_same_bytes() -> None:
    assert packed(MODEL) == packed(MODEL)


@pytest.mark.parametrize("kind", ["image", "embedding"])
def test_arrays_are_predicted_too(kind: str) -> None:
    x = pictures(60) if kind == "image" else pictures(60).reshape(60, -1)[:, :20].astype(np.float32)
    found = predict(unpacked(packed(Artefact(kind, ("dark", "bright"), np.arange(40) % 2, x[:40]))), x[40:])
    assert [one.labels for one in found] == [("dark",), ("bright",)] * 10


def test_several_categories_an_object() -> None:
    numbers = np.array([1, 2, 3] * 30)
    texts = [("red", "round", "red round")[n % 3] + f" thing {n}" for n in range(90)]
    found = predict(unpacked(packed(Artefact("text", ("red", "round"), numbers, texts, many=True))), ["red", "round"])
    assert [one.labels for one in found] == [("red",), ("round",)]


def test_objects_of_another_shape_are_refused() -> None:
    model = Artefact("embedding", ("a", "b"), np.arange(10) % 2, np.ones((10, 4)))
    with pytest.raises(BadInput, match=r"shape \(3,\)"):
        predict(model, np.ones((2, 3)))


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"no archive",
        packed(MODEL)[:200],
        packed(replace(MODEL, classes=MODEL.classes - 1)),
        packed(replace(MODEL, classes=MODEL.classes + 1)),
        packed(replace(MODEL, examples=TEXTS[1:])),
        packed(replace(MODEL, examples=list(range(90)))),
        packed(replace(MODEL, classes=MODEL.classes[:0], examples=[])),
        artefact.archived({"model.json": b"{}"}),
        artefact.archived({"model.json": b'{"format": "other/1", "kind": "text"}'}),
        artefact.archived({"model.json": b'{"format": "trigpoint-examples/1", "kind": "text"}', "examples.npz": b"x"}),
    ],
)
def test_a_file_that_is_no_model_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        unpacked(data)


# -- of a job ------------------------------------------------------------------------
def test_a_job_without_labels_leaves_no_model() -> None:
    made = Installation()
    job = made.job([{"source": text} for text in TEXTS])
    write_model(job, made.ports, HERE)
    assert made.blobs.info(HERE.learned_model(job.key)) is None


# -- the command -----------------------------------------------------------------------
@pytest.fixture
def model(tmp_path: Path) -> str:
    path = tmp_path / "model.tar.gz"
    path.write_bytes(packed(MODEL))
    return str(path)


def run(*arguments: str) -> Any:
    return CliRunner().invoke(app, ["autolabel", "predict", *arguments])


def test_the_command_prints_json(model: str, tmp_path: Path) -> None:
    file = tmp_path / "asked.csv"
    file.write_text('text\n"refund, order 7"\n""\n', encoding="utf-8")
    refund, empty = json.loads(run(model, str(file), "--json").stdout)
    assert refund["labels"] == ["refund"]
    assert empty == {"labels": None, "confidence": None}


def test_the_command_takes_pictures_of_any_size(tmp_path: Path) -> None:
    model, file = tmp_path / "model.tar.gz", tmp_path / "asked.npz"
    model.write_bytes(packed(Artefact("image", ("dark", "bright"), np.arange(40) % 2, pictures(40))))
    np.savez(file, x=np.stack([np.full((50, 70), value) for value in (20.0, 240.0, np.nan)]))
    found = json.loads(run(str(model), str(file), "--json").stdout)
    assert [one["labels"] for one in found] == [["dark"], ["bright"], None]


@pytest.mark.parametrize("text", ["message\nhello\n", ""])
def test_a_file_without_texts_is_told(model: str, tmp_path: Path, text: str) -> None:
    file = tmp_path / "asked.csv"
    file.write_text(text, encoding="utf-8")
    outcome = run(model, str(file))
    assert outcome.exit_code != 0
