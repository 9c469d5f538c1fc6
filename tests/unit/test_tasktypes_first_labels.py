"""The label that adjustment and verification start from: found in the line, shown to workers, refused when broken."""

from __future__ import annotations

from typing import Any

import pytest

from trigpoint.domain.errors import ManifestError
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.adjustment import BOXES, prior_boxes, prior_label
from trigpoint.tasktypes.surroundings import Surroundings

BOX = {"class_id": 1, "left": 5, "top": 5, "width": 10, "height": 10}
SHOWN = {"label": "Heron", "left": 5, "top": 5, "width": 10, "height": 10}
COLOURS = {
    "0": {"class-name": "BACKGROUND", "hex-color": "#ffffff"},
    "1": {"class-name": "Heron", "hex-color": "#1f77b4"},
}


def boxes(*annotations: Any, names: Any = None, attribute: str = "first") -> dict[str, Any]:
    return {
        "source-ref": "s3://bucket/a.jpg",
        attribute: {"image_size": [{"width": 40, "height": 30, "depth": 3}], "annotations": list(annotations)},
        f"{attribute}-metadata": {"type": BOXES, "class-map": names or {"1": "Heron", "2": "Dodo"}},
    }


def mask(value: Any = "s3://b/m.png", colours: Any = None) -> dict[str, Any]:
    metadata = {
        "type": "groundtruth/semantic-segmentation",
        "internal-color-map": COLOURS if colours is None else colours,
    }
    return {"source-ref": "s3://b/a.jpg", "first-ref": value, "first-ref-metadata": metadata}


def test_the_newest_label_of_the_type_counts_but_not_the_jobs_own() -> None:
    line = {**boxes(BOX), **boxes(attribute="second"), "gone-metadata": {"type": BOXES, "failure-reason": "expired"}}
    found = prior_label(line, BOXES)
    assert found
    assert found.attribute == "second"
    found = prior_label(line, BOXES, own="second")
    assert found
    assert found.attribute == "first"
    assert prior_label(line, "groundtruth/other") is None


def test_workers_who_adjust_see_boxes_of_the_jobs_categories() -> None:
    line = boxes(BOX, {**BOX, "class_id": 2})
    found = task_type("adjustment_bounding_box").input.task_input(line, ("Heron",))
    assert found["initialValue"] == [SHOWN]
    assert found["manifestLine"] == line
    assert task_type("adjustment_bounding_box").input.task_input({"source-ref": "s3://b/a"}, ())["initialValue"] == []


def test_workers_who_verify_see_every_box_and_its_label() -> None:
    found = task_type("verification_bounding_box").input.task_input(boxes(BOX, {**BOX, "class_id": 2}), ("good", "bad"))
    assert found["labels"] == ["good", "bad"]
    assert found["initialValue"] == [SHOWN, {**SHOWN, "label": "Dodo"}]
    assert found["initialLabels"] == ["Heron", "Dodo"]


@pytest.mark.parametrize("name", ["verification_semantic_segmentation", "adjustment_semantic_segmentation"])
def test_masks_are_shown_in_their_colours(name: str) -> None:
    found = task_type(name).input.task_input(mask(), ("good", "bad"))
    assert found["initialValue"] == {"src": "s3://b/m.png", "labelMappings": {"Heron": {"color": "#1f77b4"}}}
    assert found.get("initialLabels", ["Heron"]) == ["Heron"]
    assert ("initialLabels" in found) == name.startswith("verification")
    assert task_type(name).input.task_input({"source-ref": "s3://b/a"}, ())["initialValue"] == {}


@pytest.mark.parametrize(
    ("name", "line", "what"),
    [
        ("adjustment_bounding_box", {**boxes(), "first": []}, "has no list of annotations"),
        ("adjustment_bounding_box", boxes(3), r"no four numbers in annotations\[0\]"),
        ("adjustment_bounding_box", boxes(BOX, {**BOX, "left": "5"}), r"no four numbers in annotations\[1\]"),
        ("verification_bounding_box", boxes({**BOX, "class_id": 9}), r"class_id in annotations\[0\]"),
        ("adjustment_semantic_segmentation", mask(3), "is no URI"),
        ("adjustment_semantic_segmentation", mask(colours=[]), "is no URI with an internal-color-map"),
        ("verification_semantic_segmentation", mask(colours={"1": {"class-name": "Heron"}}), r"hex-color in .*\[1\]"),
    ],
)
def test_a_broken_first_label_is_named(name: str, line: dict[str, Any], what: str) -> None:
    with pytest.raises(ManifestError, match=f"The label first(-ref)? to start from .*{what}"):
        task_type(name).input.task_input(line, ("Heron",))


def test_merging_does_without_a_broken_first_label() -> None:
    assert prior_boxes(Surroundings(lambda: boxes(3)), ("Heron",)) is None
    found = prior_boxes(Surroundings(lambda: boxes(BOX, {**BOX, "class_id": 2})), ("Heron",))
    assert found
    assert (len(found.marks), found.width, found.height) == (1, 40, 30)
