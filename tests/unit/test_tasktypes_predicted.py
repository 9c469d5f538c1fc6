"""Boxes and masks of a customer's model: what is taken, what is refused, and how like people's they are."""

from __future__ import annotations

import base64
import io
from typing import Any

import numpy as np
import pytest
from PIL import Image

from trigpoint.consolidation.detections.detection import Detection
from trigpoint.domain.errors import AnswerError, FunctionReplyError, ManifestError
from trigpoint.formats.masks import encode, indexes
from trigpoint.tasktypes.detection_kinds import BOXES
from trigpoint.tasktypes.predicted import Boxes, Kept, Masks
from trigpoint.usecases.model_replies import HEAD, parse_reply, share_of, size_of, understanding

SIZE = (40, 20)
CATEGORIES = ("cat", "dog")
BOX = {"label": "cat", "left": 1, "top": 1, "width": 10, "height": 10}


def nothing(_uri: str, *_range: int) -> bytes:
    return b""


def png(width: int = 40, height: int = 20, mode: str = "RGB") -> bytes:
    image, out = Image.new(mode, (width, height), "white"), io.BytesIO()
    if mode == "RGB":
        image.paste((0, 0, 255), (0, 0, width // 2, height))
    image.save(out, "PNG")
    return out.getvalue()


# -- boxes ---------------------------------------------------------------------------
def marks(*boxes: tuple[str, float, float, float, float]) -> list[Detection]:
    return [Detection(label, np.array(numbers, dtype=float)) for label, *numbers in boxes]


@pytest.mark.parametrize(
    ("machine", "people", "share"),
    [
        ((), (), 1.0),
        ((("a", 0, 0, 10, 10),), (), 0.0),
        ((), (("a", 0, 0, 10, 10),), 0.0),
        ((("a", 0, 0, 10, 10),), (("a", 0, 0, 10, 10),), 1.0),
        ((("b", 0, 0, 10, 10),), (("a", 0, 0, 10, 10),), 0.0),
        ((("a", 0, 0, 10, 5),), (("a", 0, 0, 10, 10),), 0.5),
        # One right, one invented: half. One right, one missed: half. Apart: two without a partner.
        ((("a", 0, 0, 10, 10), ("a", 50, 0, 60, 10)), (("a", 0, 0, 10, 10),), 0.5),
        ((("a", 0, 0, 10, 10),), (("a", 0, 0, 10, 10), ("b", 50, 0, 60, 10)), 0.5),
        ((("a", 0, 0, 10, 10),), (("a", 50, 0, 60, 10),), 0.0),
    ],
)
def test_mean_iou_of_boxes(machine: Any, people: Any, share: float) -> None:
    assert BOXES.comparison.mean_likeness(marks(*machine), marks(*people)) == pytest.approx(share)


def test_boxes_are_matched_as_well_as_can_be() -> None:
    """Taking the best pair first would leave 1.0 and 0; crossing gives 0.6 and 0.9."""
    machine = marks(("a", 0, 0, 10, 10), ("a", 0, 0, 10, 6))
    people = marks(("a", 0, 0, 10, 9), ("a", 0, 0, 10, 5))
    assert BOXES.comparison.mean_likeness(machine, people) == pytest.approx((0.9 + 5 / 6) / 2)


def test_boxes_are_kept_with_their_own_confidence_or_the_objects() -> None:
    own = BOX | {"confidence": 0.7}
    kept = Boxes().check([own, BOX | {"confidence": float("nan")}], 0.9, SIZE, CATEGORIES, nothing)
    value = Boxes().merged(kept, 0.9, CATEGORIES).value
    assert value.confidences == (0.7, 0.9)
    assert (value.width, value.height) == SIZE


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (None, "not a list"),
        ("cat", "not a list"),
        ([1], "not an object"),
        ([BOX | {"label": "cow"}], "'cow'"),
        ([BOX | {"left": float("inf")}], "left"),
        ([BOX | {"width": 0}], "area"),
        ([BOX | {"left": 41}], "outside"),
        ([{"label": "cat"}], "left is missing"),
    ],
)
def test_boxes_that_cannot_be_used_say_why(label: Any, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        Boxes().check(label, 0.9, SIZE, CATEGORIES, nothing)


def test_peoples_boxes_are_read_from_their_label() -> None:
    content = {
        "seen": {"annotations": [{"class_id": 0, "left": 1, "top": 1, "width": 10, "height": 5}]},
        "seen-metadata": {"class-map": {"0": "cat"}},
    }
    kept = Boxes().check([BOX], 0.9, SIZE, CATEGORIES, nothing)
    assert Boxes().likeness(kept, content, "seen", CATEGORIES, nothing) == pytest.approx(0.5)
    with pytest.raises(ManifestError):
        Boxes().likeness(kept, {"seen": 3}, "seen", CATEGORIES, nothing)


# -- masks ---------------------------------------------------------------------------
BLUE = {"labelMappings": {"dog": {"color": "#0000ff"}}}


def painted(data: bytes) -> dict[str, Any]:
    return BLUE | {"pngImageData": base64.b64encode(data).decode()}


def test_a_mask_is_kept_as_a_palette_of_categories() -> None:
    kept = Masks().check(painted(png()), 0.9, SIZE, CATEGORIES, nothing)
    mask, palette = indexes(kept.file or b"")
    assert (np.unique(mask).tolist(), palette[2]) == ([0, 2], (0, 0, 255))
    assert Masks().merged(kept, 0.8, CATEGORIES).value.classes == (
        (0, "BACKGROUND", "#ffffff", 0.8),
        (2, "dog", "#0000ff", 0.8),
    )


def test_a_mask_may_lie_in_a_file() -> None:
    label = BLUE | {"pngImageUri": "s3://data/a.png"}
    assert Masks().check(label, 0.9, SIZE, CATEGORIES, lambda _: png()).file
    with pytest.raises(AnswerError, match="not a PNG"):
        Masks().check(label, 0.9, SIZE, CATEGORIES, nothing)


@pytest.mark.parametrize(
    ("label", "said"),
    [
        (None, "labelMappings"),
        (BLUE, "not a PNG"),
        (BLUE | {"pngImageData": "%"}, "not base64"),
        (painted(b"text"), "not a PNG"),
        (painted(png(41)), "41, 20"),
        (painted(png()[:60]), "cannot be read"),
        (painted(png()) | {"labelMappings": {"cow": {"color": "#0000ff"}}}, "'cow'"),
        (painted(png()) | {"labelMappings": {"cat": {"color": "blue"}}}, "not a colour"),
        (painted(png()) | {"labelMappings": {"cat": {"color": "#00f"}, "dog": {"color": "#00F"}}}, "one colour"),
    ],
)
def test_masks_that_cannot_be_used_say_why(label: Any, said: str) -> None:
    with pytest.raises(AnswerError, match=said):
        Masks().check(label, 0.9, SIZE, CATEGORIES, nothing)


def peoples_mask(codes: np.ndarray) -> tuple[dict[str, Any], bytes]:
    entries = {
        "0": {"class-name": "BACKGROUND", "hex-color": "#ffffff"},
        "1": {"class-name": "cat", "hex-color": "#ff0000"},
        "2": {"class-name": "dog", "hex-color": "#00ff00"},
    }
    content = {"m-ref": "s3://data/people.png", "m-ref-metadata": {"internal-color-map": entries}}
    return content, encode(codes.astype(np.uint8), [(255, 255, 255), (255, 0, 0), (0, 255, 0)])


def test_mean_iou_of_masks_is_over_categories_on_either_side() -> None:
    kept = Masks().check(painted(png()), 0.9, SIZE, CATEGORIES, nothing)
    codes = np.zeros((20, 40))
    codes[:, :10] = 2
    content, file = peoples_mask(codes)
    assert Masks().likeness(kept, content, "m-ref", CATEGORIES, lambda _: file) == pytest.approx(0.5)
    codes[:, 30:] = 1
    content, file = peoples_mask(codes)
    assert Masks().likeness(kept, content, "m-ref", CATEGORIES, lambda _: file) == pytest.approx(0.25)
    empty, nobody = peoples_mask(np.zeros((20, 40)))
    blank = Kept(None, nobody)
    assert Masks().likeness(blank, empty, "m-ref", CATEGORIES, lambda _: nobody) == 1.0
    with pytest.raises(ManifestError):
        Masks().likeness(kept, {"m-ref": "s3://data/people.png"}, "m-ref", CATEGORIES, lambda _: nobody)


# -- replies ---------------------------------------------------------------------------
def parsed(task_type: str, *entries: Any) -> Any:
    understand = understanding(task_type, CATEGORIES, lambda _uri, _length: png(), nothing)
    return parse_reply({"predictions": list(entries)}, {0: {"source-ref": "a"}, 1: {}}, understand)


@pytest.mark.parametrize("value", [None, True, "0.9", float("nan"), -0.1, 1.1])
def test_a_confidence_that_is_no_share_leaves_the_object_to_people(value: Any) -> None:
    assert share_of(value) is None
    found = parsed("bounding_box", {"datasetObjectId": 0, "label": [BOX], "confidence": value})
    assert (found.said, found.kept) == ({}, {})
    assert found.unusable == {0: f"confidence is {value!r}, which is no number from 0 to 1."}


def test_labels_become_numbers() -> None:
    assert parsed("text_multi_class", {"datasetObjectId": "1", "label": "dog", "confidence": 1}).said == {1: (1, 1.0)}
    several = {"datasetObjectId": "1", "label": ["dog", "cat", "dog"], "confidence": 0.5}
    assert parsed("text_multi_class_multi_label", several).said == {1: (3, 0.5)}
    none = {"datasetObjectId": "1", "label": [], "confidence": 0.5}
    assert parsed("text_multi_class_multi_label", none).said == {1: (0, 0.5)}


def test_one_broken_box_leaves_the_others() -> None:
    good, bad = (
        {"datasetObjectId": n, "label": [BOX | more], "confidence": 1} for n, more in enumerate(({}, {"top": 99}))
    )
    found = parsed("bounding_box", good, bad)
    assert (set(found.said), set(found.kept), set(found.unusable)) == ({0}, {0}, {1})


@pytest.mark.parametrize("reply", [None, [], {"predictions": {}}, {"predictions": [3]}, {"predictions": [{}]}])
def test_replies_of_another_shape_are_named(reply: Any) -> None:
    understand = understanding("bounding_box", CATEGORIES, lambda _uri, _length: png(), nothing)
    with pytest.raises(FunctionReplyError, match="predictions"):
        parse_reply(reply, {0: {}}, understand)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_large_pictures_of_any_kind_tell_their_size(kind: str) -> None:
    noise, out = np.random.default_rng(0).integers(0, 255, (500, 600, 3), dtype=np.uint8), io.BytesIO()
    Image.fromarray(noise).save(out, kind, lossless=True)
    assert len(out.getvalue()) > HEAD
    understand = understanding("bounding_box", CATEGORIES, lambda _u, n: out.getvalue()[:n], lambda _u: out.getvalue())
    entry = {"datasetObjectId": 0, "label": [BOX], "confidence": 1}
    (kept,) = parse_reply({"predictions": [entry]}, {0: {}}, understand).kept.values()
    assert kept.document["size"] == [600, 500]


def test_numbers_beyond_all_bounds_leave_their_object_to_people() -> None:
    found = parsed("bounding_box", {"datasetObjectId": 0, "label": [BOX | {"left": 10**400}], "confidence": 1})
    assert set(found.unusable) == {0}
    assert share_of(10**400) is None
    with pytest.raises(FunctionReplyError, match="not asked about"):
        parsed("bounding_box", {"datasetObjectId": "1" * 5000, "label": [BOX], "confidence": 1})


def test_an_orientation_that_is_no_number_turns_nothing() -> None:
    tag = (0x0112).to_bytes(2, "little") + (2).to_bytes(2, "little") + (4).to_bytes(4, "little") + b"six\0"
    out, exif = io.BytesIO(), b"Exif\0\0II*\0\x08\0\0\0\x01\0" + tag + bytes(4)
    Image.new("RGB", (30, 20)).save(out, "JPEG", exif=exif)
    with Image.open(out) as picture:
        assert picture.getexif()[0x0112] == "six"
    assert size_of(out.getvalue()) == (30, 20)


def test_the_size_of_a_picture_is_read_from_its_head() -> None:
    noise = np.random.default_rng(0).integers(0, 255, (200, 300, 3), dtype=np.uint8)
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(noise).save(out, "JPEG", exif=exif)
    assert size_of(out.getvalue()[:3000]) == (200, 300), "turned by a quarter"
    with pytest.raises(AnswerError, match="cannot be read"):
        size_of(b"")
