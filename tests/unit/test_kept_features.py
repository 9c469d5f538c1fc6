"""Features of a job are built once, and read again to the last bit."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from usecase_bench import HERE, Installation

from trigpoint.autolabel.features import Features, of_embeddings, of_texts
from trigpoint.autolabel.rated import GIVEN_UP
from trigpoint.autolabel.stored_features import packed, unpacked
from trigpoint.domain.errors import BadInput
from trigpoint.domain.work import Label, Outcome
from trigpoint.usecases import kept_features as module
from trigpoint.usecases import learnable_objects
from trigpoint.usecases.kept_features import kept_features, mark_of
from trigpoint.usecases.learnable_objects import embeddings, image_of, learnable, needed, number_of

TEXTS = [{"source": f"{word} number {n}"} for n, word in enumerate(("prize", "dinner", "", "claim") * 10)]


def same(one: Features, other: Features) -> bool:
    dense = [getattr(each.matrix, "toarray", lambda each=each: each.matrix)() for each in (one, other)]
    pairs = ((one.sketch, other.sketch), (one.broken, other.broken), dense)
    return one.width == other.width and all(
        first.dtype == second.dtype and np.array_equal(first, second, equal_nan=True) for first, second in pairs
    )


@pytest.mark.parametrize(
    "features",
    [of_texts([line["source"] for line in TEXTS]), of_embeddings(np.random.default_rng(3).normal(size=(30, 5)))],
)
def test_what_is_packed_comes_back_to_the_last_bit(features: Features) -> None:
    again = unpacked(packed(features))
    assert same(features, again)
    rows = np.arange(len(features))
    assert np.array_equal(features.kernel(rows, rows), again.kernel(rows, rows))


def picture(seed: int) -> bytes:
    file = io.BytesIO()
    Image.fromarray(np.random.default_rng(seed).integers(0, 255, (12, 12, 3), dtype=np.uint8)).save(file, "PNG")
    return file.getvalue()


def test_pictures_are_read_at_the_first_step_only(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Installation()
    lines: list[Any] = [{"source-ref": f"s3://data/{n}.png"} for n in range(25)]
    for n, line in enumerate(lines):
        made.blobs.write(line["source-ref"], picture(n) if n else b"no picture")
    job = made.job(lines, task_type="image_multi_class")
    first = kept_features(job, lines, made.ports, HERE)
    monkeypatch.setattr(module, "features_of", None)
    assert same(first, kept_features(job, lines, made.ports, HERE))
    assert first.broken.tolist() == [True] + [False] * 24


def test_a_picture_of_too_many_pixels_goes_to_people(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(learnable_objects, "MOST_PIXELS", 143)
    assert np.isnan(image_of({"source-ref": "s3://data/a.png"}, lambda _: picture(1))).all()
    monkeypatch.setattr(learnable_objects, "MOST_PIXELS", 144)
    assert np.isfinite(image_of({"source-ref": "s3://data/a.png"}, lambda _: picture(1))).all()


def test_several_categories_without_a_map_of_them_are_not_none_of_them() -> None:
    """A customer's function may write labels of its own: they check nothing and teach nothing."""
    job = Installation().job(TEXTS, task_type="text_multi_class_multi_label")
    label = Label(job.key, 0, Outcome.LABELLED, 0.0, {"verdict": [0], "verdict-metadata": {}})
    assert number_of(job, label, ("spam", "ham")) == GIVEN_UP
    label.content["verdict-metadata"]["class-map"] = {"1": "ham"}
    assert number_of(job, label, ("spam", "ham")) == 2


def test_other_lines_other_options_and_other_code_are_built_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    made = Installation()
    job = made.job(TEXTS)
    embedded = made.job(TEXTS, "Job-2", options={"embedding-attribute": "v"})
    marks = {mark_of(job, TEXTS), mark_of(job, TEXTS[1:]), mark_of(embedded, TEXTS)}
    monkeypatch.setattr(module, "code", lambda: b"another release")
    assert len(marks | {mark_of(job, TEXTS)}) == 4


@pytest.mark.parametrize("kept", [b"", b"PK\x03\x04 torn", packed(of_embeddings(np.eye(9)))[:300]])
def test_a_torn_file_is_built_anew(kept: bytes) -> None:
    made = Installation()
    job = made.job(TEXTS)
    first = kept_features(job, TEXTS, made.ports, HERE)
    (uri,) = [uri for uri in made.blobs.objects if uri.endswith(".npz")]
    made.blobs.write(uri, kept)
    assert same(first, kept_features(job, TEXTS, made.ports, HERE))
    assert same(first, unpacked(made.blobs.read(uri)))


@pytest.mark.parametrize(
    ("task_type", "options", "most"),
    [
        ("text_multi_class", {}, "300,000"),
        ("image_multi_class", {}, "100,000"),
        ("image_multi_class", {"embedding-attribute": "vector"}, "300,000"),
        ("image_multi_class", {"model-function": "SageMaker-model"}, "300,000"),
    ],
)
def test_more_objects_than_a_function_can_learn_from_are_refused(
    task_type: str, options: dict[str, str], most: str
) -> None:
    made = Installation()
    job = replace(made.job(TEXTS, task_type=task_type, options=options), total=int(most.replace(",", "")) + 1)
    with pytest.raises(BadInput, match=f"objects are more than the {most} a model can learn from"):
        learnable(job, made.ports, HERE)


def test_of_a_line_what_the_learner_reads_is_kept_and_a_customers_model_is_sent_all_of_it() -> None:
    made = Installation()
    line = {"source": "hello", "v": [1, 0.5, -2], "rest": {"of": "it"}}
    assert needed(made.job(TEXTS), line) == {"source": "hello"}
    assert needed(made.job(TEXTS, "Job-2", options={"model-function": "SageMaker-model"}), line) == line
    kept = needed(made.job(TEXTS, "Job-3", options={"embedding-attribute": "v"}), line)
    assert {name: found.tolist() for name, found in kept.items()} == {"v": [1, 0.5, -2]}


def test_other_embeddings_are_built_anew() -> None:
    made = Installation()
    job = made.job(TEXTS, options={"embedding-attribute": "v"})
    marks = {mark_of(job, [needed(job, {"v": [1.0, 2.0, third]})]) for third in (3.0, 4.0)}
    assert len(marks) == 2


@pytest.mark.parametrize("odd", [None, "1, 2", [1], [1, True], [1, "2"], [1, [2]], [10**400, 1], [1e300, 1]])
def test_a_line_whose_vector_is_none_is_broken_and_the_others_are_not(odd: Any) -> None:
    job = Installation().job(TEXTS, options={"embedding-attribute": "v"})
    lines = [needed(job, {"v": value}) for value in ([1, 2], odd, [3, 4.5])]
    found = embeddings(lines, "v")
    assert found[[0, 2]].tolist() == [[1, 2], [3, 4.5]]
    assert not np.isfinite(found[1]).all()
