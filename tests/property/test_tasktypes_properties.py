"""Every merge: workers are interchangeable, identical answers come out as given, confidences are bounded."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trigpoint.domain.work import Answer
from trigpoint.formats.masks import WHITE, encode, indexes
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.marks import same_marks
from trigpoint.tasktypes.merging import Merged

CATEGORIES = ("Canary", "Heron", "Swan")
COLOURS = [WHITE, (0x2C, 0xA0, 0x2C), (0x1F, 0x77, 0xB4), (0xFF, 0x7F, 0x0E)]
HEX = ("#2ca02c", "#1f77b4", "#ff7f0e")
SIZE = {"width": 60, "height": 40}
WORKERS = "uvwx"
few = settings(max_examples=8, deadline=None)

label = st.sampled_from(CATEGORIES)
x, y = st.integers(0, 45), st.integers(0, 30)


def drawing(key: str, entry: st.SearchStrategy[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    def content(entries: list[dict[str, Any]]) -> dict[str, Any]:
        return {"w": {key: entries, "inputImageProperties": SIZE}}

    return st.lists(entry, max_size=3, unique_by=lambda one: json.dumps(one)).map(content)


def mask_png(rectangles: list[tuple[int, int, int]]) -> str:
    mask = np.zeros((SIZE["height"], SIZE["width"]), dtype=np.uint8)
    for code, left, top in rectangles:
        mask[top : top + 8, left : left + 12] = code
    return base64.b64encode(encode(mask, COLOURS)).decode()


rectangles = st.lists(st.tuples(st.integers(1, 3), x, y), max_size=3)
side = st.integers(2, 14)
box = st.fixed_dictionaries({"label": label, "left": x, "top": y, "width": side, "height": side})
triangle = st.tuples(x, y, side, side).map(
    lambda c: [{"x": c[0], "y": c[1]}, {"x": c[0] + c[2], "y": c[1]}, {"x": c[0], "y": c[1] + c[3]}]
)
polygon = st.fixed_dictionaries({"label": label, "vertices": triangle})
keypoint = st.fixed_dictionaries({"label": label, "x": x, "y": y})
entity = st.tuples(label, x, side).map(lambda e: {"label": e[0], "startOffset": e[1], "endOffset": e[1] + e[2]})
segmentation = rectangles.map(
    lambda found: {
        "s": {
            "labeledImage": {"pngImageData": mask_png(found)},
            "labelMappings": {name: {"color": colour} for name, colour in zip(CATEGORIES, HEX, strict=True)},
            "inputImageProperties": SIZE,
        }
    }
)
instances = rectangles.map(
    lambda found: {
        "s": {
            "labeledImage": {"pngImageData": mask_png([(n, *one[1:]) for n, one in enumerate(found, 1)])},
            "instances": [{"label": "Heron", "color": colour} for colour, _ in zip(HEX, found, strict=False)],
            "inputImageProperties": SIZE,
        }
    }
)
choices = st.sets(label).map(lambda found: {"c": {"labels": sorted(found)}})
choice = label.map(lambda found: {"c": {"label": found}})
rankings = st.tuples(*[st.permutations((1, 2, 3))] * len(CATEGORIES)).map(
    lambda found: {
        "r": {
            "ordinalRankingDimensions": [
                {"name": name, "responseRankings": list(ranks)} for name, ranks in zip(CATEGORIES, found, strict=True)
            ]
        }
    }
)

ANSWERS: dict[str, st.SearchStrategy[dict[str, Any]]] = {
    "bounding_box": drawing("boundingBoxes", box),
    "adjustment_bounding_box": drawing("boundingBoxes", box),
    "polygon": drawing("polygons", polygon),
    "keypoint": drawing("keypoints", keypoint),
    "named_entity_recognition": st.lists(entity, max_size=3).map(lambda found: {"e": {"entities": found}}),
    "semantic_segmentation": segmentation,
    "adjustment_semantic_segmentation": segmentation,
    "instance_segmentation": instances,
    "image_multi_class_multi_label": choices,
    "text_multi_class_multi_label": choices,
    "verification_bounding_box": choice,
    "verification_semantic_segmentation": choice,
    "video_multi_class": choice,
    "ranking": rankings,
}
NAMES = sorted(ANSWERS)


def answers(contents: list[dict[str, Any]], workers: str, seq: int = 0) -> list[Answer]:
    rows = zip(workers, contents, strict=False)
    return [Answer("job", seq, worker, content, 1.0, 2.0, "t") for worker, content in rows]


def written(name: str, merged: Merged) -> dict[str, Any]:
    return task_type(name).label.label_content(
        merged.value,
        merged.confidence,
        attribute="L",
        categories=CATEGORIES,
        job_name="j",
        created=0.0,
        uri="s3://b/k.png" if merged.file else "",
    )


@pytest.mark.parametrize("name", NAMES)
@few
@given(data=st.data())
def test_workers_are_interchangeable(name: str, data: st.DataObject) -> None:
    contents = data.draw(st.lists(ANSWERS[name], min_size=2, max_size=4))
    merging = task_type(name).merging
    one = merging.merge(answers(contents, WORKERS), CATEGORIES)
    other = merging.merge(answers(contents[::-1], WORKERS), CATEGORIES)
    assert written(name, one) == written(name, other)
    assert one.file is None or (indexes(one.file)[0] == indexes(other.file or b"")[0]).all()


@pytest.mark.parametrize("name", NAMES)
@few
@given(data=st.data())
def test_confidences_are_bounded(name: str, data: st.DataObject) -> None:
    contents = data.draw(st.lists(ANSWERS[name], min_size=1, max_size=4))
    merging = task_type(name).merging
    found = merging.merge(answers(contents, WORKERS), CATEGORIES)
    text = json.dumps(written(name, found), allow_nan=False)
    assert 0 <= found.confidence <= 0.95
    assert 0 <= found.posterior <= 1
    assert len(contents) > 1 or '"confidence": 0.0' in text or found.confidence == 0


@pytest.mark.parametrize("name", NAMES)
@few
@given(data=st.data())
def test_refit_labels_every_object_and_its_model_can_be_stored(name: str, data: st.DataObject) -> None:
    contents = data.draw(st.lists(st.lists(ANSWERS[name], min_size=1, max_size=3), min_size=1, max_size=3))
    merging = task_type(name).merging
    every = [one for seq, some in enumerate(contents) for one in answers(some, WORKERS, seq)]
    found = merging.refit(every, CATEGORIES)
    assert list(found.labels) == list(range(len(contents)))
    model = merging.restore(json.loads(json.dumps(found.model.as_json(), allow_nan=False)))
    for seq, some in enumerate(contents):
        written(name, found.labels[seq])
        written(name, merging.merge(answers(some, WORKERS, seq), CATEGORIES, model))


EXACT = ("bounding_box", "polygon", "keypoint")


@pytest.mark.parametrize("name", EXACT)
@few
@given(data=st.data())
def test_marks_that_all_made_come_out_as_they_were(name: str, data: st.DataObject) -> None:
    kind = task_type(name)
    content = data.draw(ANSWERS[name])
    marked = kind.schema.check_answer(content, CATEGORIES)
    apart = all(
        abs(one.numbers[0] - other.numbers[0]) > 20
        for one in marked.marks
        for other in marked.marks
        if one is not other
    )
    found = kind.merging.merge(answers([content] * 3, WORKERS), CATEGORIES)
    assert len(found.value.marks) == len(marked.marks)
    assert not apart or same_marks(found.value.marks, marked.marks)


@few
@given(rectangles, st.integers(1, 4))
def test_masks_that_all_painted_come_out_as_they_were(found: list[tuple[int, int, int]], workers: int) -> None:
    png = mask_png(found)
    mappings = {name: {"color": colour} for name, colour in zip(CATEGORIES, HEX, strict=True)}
    value = {"labeledImage": {"pngImageData": png}, "labelMappings": mappings, "inputImageProperties": SIZE}
    merged = task_type("semantic_segmentation").merging.merge(answers([{"s": value}] * workers, WORKERS), CATEGORIES)
    assert (indexes(merged.file or b"")[0] == indexes(base64.b64decode(png))[0]).all()


@few
@given(choices, st.integers(2, 4))
def test_categories_that_all_chose_are_the_label(content: dict[str, Any], workers: int) -> None:
    found = task_type("image_multi_class_multi_label").merging.merge(answers([content] * workers, WORKERS), CATEGORIES)
    assert [category for category, _ in found.value.confidences] == content["c"]["labels"]


@few
@given(rankings, st.integers(2, 4))
def test_rankings_that_all_gave_are_the_label(content: dict[str, Any], workers: int) -> None:
    found = task_type("ranking").merging.merge(answers([content] * workers, WORKERS), CATEGORIES)
    given_ = [tuple(one["responseRankings"]) for one in content["r"]["ordinalRankingDimensions"]]
    assert [ranks for _, ranks in found.value.dimensions] == given_
