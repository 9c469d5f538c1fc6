"""What an answer may be, for the task types that draw, paint, mark text or choose several categories."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest

from trigpoint.domain.errors import AnswerError, NotFound
from trigpoint.formats.masks import WHITE, encode
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.marks import Mark
from trigpoint.usecases.job_files import built_in_template

CATEGORIES = ("Canary", "Heron")
SIZE = {"width": 40, "height": 30}
BOX = {"label": "Heron", "left": 1, "top": 2, "width": 3, "height": 4}


def png(width: int = 40, height: int = 30) -> str:
    return base64.b64encode(encode(np.zeros((height, width), dtype=np.uint8), [WHITE])).decode()


def boxes(*entries: Any, size: Any = SIZE, **more: Any) -> dict[str, Any]:
    return {"b": {"boundingBoxes": list(entries), "inputImageProperties": size, **more}}


def outline(*points: Any) -> dict[str, Any]:
    entry = {"label": "Heron", "vertices": [{"x": x, "y": y} for x, y in points]}
    return {"p": {"polygons": [entry], "inputImageProperties": SIZE}}


def keypoint(x: Any, y: Any) -> dict[str, Any]:
    return {"k": {"keypoints": [{"label": "Heron", "x": x, "y": y}], "inputImageProperties": SIZE}}


def entity(start: Any, end: Any, label: str = "Heron") -> dict[str, Any]:
    return {"e": {"entities": [{"label": label, "startOffset": start, "endOffset": end}]}}


def painted(image: Any = None, mappings: Any = None, size: Any = SIZE) -> dict[str, Any]:
    image = {"pngImageData": png()} if image is None else image
    mappings = {"Heron": {"color": "#2ca02c"}} if mappings is None else mappings
    return {"s": {"labeledImage": image, "labelMappings": mappings, "inputImageProperties": size}}


def instances(*entries: Any) -> dict[str, Any]:
    return {"i": {"labeledImage": {"pngImageData": png()}, "instances": list(entries), "inputImageProperties": SIZE}}


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("bounding_box", {"b": {}}, r"holds boundingBoxes \(widgets: b\)"),
        ("bounding_box", {**boxes(), "c": {"boundingBoxes": []}}, "Widgets b and c each hold boundingBoxes"),
        ("bounding_box", boxes(3), r"b.boundingBoxes\[0\] is not an object"),
        ("bounding_box", {"b": {"boundingBoxes": 3, "inputImageProperties": SIZE}}, "b.boundingBoxes is not a list"),
        ("bounding_box", boxes({**BOX, "label": "Dodo"}), r"b.boundingBoxes\[0\].label is 'Dodo'"),
        ("bounding_box", boxes(BOX, {**BOX, "left": float("nan")}), r"boundingBoxes\[1\].left is nan"),
        ("bounding_box", boxes({**BOX, "top": True}), r"boundingBoxes\[0\].top is True"),
        ("bounding_box", boxes({**BOX, "width": 0}), r"boundingBoxes\[0\] is 0 x 4 pixels"),
        ("bounding_box", boxes({**BOX, "left": 50}), r"boundingBoxes\[0\] lies outside the picture"),
        ("bounding_box", boxes({"label": "Heron"}), r"boundingBoxes\[0\].left is missing"),
        ("bounding_box", boxes(size={"width": 0, "height": 30}), "b.inputImageProperties says 0 x 30"),
        ("bounding_box", boxes(initialValueModified="no"), "b.initialValueModified is not true or false"),
        ("bounding_box", boxes(*[BOX] * 5001), "has 5001 entries, more than 5000"),
        ("polygon", outline((1, 1), (2, 2)), r"p.polygons\[0\] has 2 vertices"),
        ("polygon", outline((1, 1), (2, 2), (999, 1)), r"polygons\[0\].vertices\[2\] lies outside"),
        ("keypoint", keypoint("1", 2), r"k.keypoints\[0\].x is '1'"),
        ("named_entity_recognition", entity(3, 3), r"e.entities\[0\] runs from 3 to 3"),
        ("named_entity_recognition", entity(-1, 3), r"e.entities\[0\].startOffset is -1"),
        ("named_entity_recognition", entity(0.5, 3), r"e.entities\[0\].startOffset is 0.5"),
        ("named_entity_recognition", entity(1, 3, "Dodo"), r"e.entities\[0\].label is 'Dodo'"),
        ("image_multi_class_multi_label", {"c": {"labels": ["Dodo"]}}, r"c.labels\[0\] is 'Dodo'"),
        ("image_multi_class_multi_label", {"c": {"labels": ["Heron"] * 2}}, "c.labels names a category twice"),
        ("text_multi_class_multi_label", [], "The answer is not an object"),
        ("semantic_segmentation", painted({}), "labeledImage.pngImageData is missing"),
        ("semantic_segmentation", painted({"pngImageData": "%"}), "pngImageData is no mask: it is not base64"),
        ("semantic_segmentation", painted({"pngImageData": "AAAA"}), "pngImageData is no mask: it is not a PNG"),
        ("semantic_segmentation", painted({"pngImageData": png(8, 8)}), "has 8 x 8 pixels, the picture 40 x 30"),
        ("semantic_segmentation", painted({"pngImageUri": "s3://b/k"}), "pngImageUri is not for workers to give"),
        ("semantic_segmentation", painted(mappings={"Dodo": {"color": "#fff"}}), r"labelMappings.Dodo is 'Dodo'"),
        ("semantic_segmentation", painted(mappings={"Heron": {"color": "red"}}), "Heron.color is 'red'"),
        (
            "semantic_segmentation",
            painted(mappings={"Heron": {"color": "#FFFFFF"}, "Canary": {"color": "#ffffff"}}),
            "s gives two labels one colour",
        ),
        ("instance_segmentation", instances({"label": "Heron"}), r"i.instances\[0\].color is missing"),
        ("adjustment_bounding_box", boxes({**BOX, "height": None}), r"boundingBoxes\[0\].height is None"),
        ("verification_bounding_box", {"v": {"label": "Heron", "workerComment": 1}}, "v.workerComment is not a string"),
    ],
)
def test_bad_answers_name_widget_and_field(name: str, content: Any, message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        task_type(name).schema.check_answer(content, CATEGORIES)


def test_good_answers_give_their_value() -> None:
    found = task_type("bounding_box").schema.check_answer(boxes(BOX, initialValueModified=True), CATEGORIES)
    assert (found.marks, found.width, found.modified) == ((Mark("Heron", (1, 2, 3, 4)),), 40, True)
    found = task_type("keypoint").schema.check_answer(keypoint(41, -1), CATEGORIES)
    assert found.marks[0].numbers == (40, 0), "a hand that slips over the edge"
    found = task_type("named_entity_recognition").schema.check_answer(entity(1, 3), CATEGORIES)
    assert found.marks == (Mark("Heron", (1, 3)),)
    assert task_type("image_multi_class_multi_label").schema.check_answer(
        {"c": {"labels": ["Heron", "Canary"]}}, CATEGORIES
    ) == ("Canary", "Heron")
    found = task_type("semantic_segmentation").schema.check_answer(painted(), CATEGORIES)
    assert found.colours == (("Heron", "#2ca02c"),)
    found = task_type("instance_segmentation").schema.check_answer(
        instances({"label": "Heron", "color": "#111111"}, {"label": "Heron", "color": "#222222"}), CATEGORIES
    )
    assert len(found.colours) == 2


def test_nothing_drawn_is_an_answer() -> None:
    assert task_type("bounding_box").schema.check_answer(boxes(), CATEGORIES).marks == ()
    assert task_type("text_multi_class_multi_label").schema.check_answer({"c": {"labels": []}}, CATEGORIES) == ()


@pytest.mark.parametrize(
    ("name", "fewest"), [("bounding_box", 1), ("image_multi_class", 2), ("verification_bounding_box", 2), ("custom", 1)]
)
def test_how_many_categories_a_type_needs(name: str, fewest: int) -> None:
    assert task_type(name).fewest_categories == fewest


def test_a_type_without_a_template_of_its_own_says_so() -> None:
    with pytest.raises(NotFound, match=r"no built-in template for nope.*UiTemplateS3Uri"):
        built_in_template("nope")
