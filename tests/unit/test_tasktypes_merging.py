"""How answers of the drawing, painting and marking task types merge; what adjustment does with the first label."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from trigpoint.domain.errors import AnswerError, CategoriesError
from trigpoint.domain.work import Answer
from trigpoint.formats.masks import WHITE, encode, indexes
from trigpoint.tasktypes import detection_kinds, painted_merge, task_type
from trigpoint.tasktypes.grouping import affordable
from trigpoint.tasktypes.surroundings import Surroundings

CATEGORIES = ("Canary", "Heron")
GREEN, BLUE = (0x2C, 0xA0, 0x2C), (0x1F, 0x77, 0xB4)
SIZE = {"width": 40, "height": 30}


def answer(worker: str, content: dict[str, Any], seq: int = 0) -> Answer:
    return Answer("job", seq, worker, content, 1.0, 2.0, "t")


def entities(worker: str, *spans: tuple[str, int, int]) -> Answer:
    listed = [{"label": label, "startOffset": start, "endOffset": end} for label, start, end in spans]
    return answer(worker, {"e": {"entities": listed}})


def mask_of(*rectangles: tuple[int, int, int, int, int], shape: tuple[int, int] = (30, 40)) -> Any:
    mask = np.zeros(shape, dtype=np.uint8)
    for code, left, top, width, height in rectangles:
        mask[top : top + height, left : left + width] = code
    return mask


def painted(worker: str, mask: Any, image: dict[str, str] | None = None, seq: int = 0) -> Answer:
    png = base64.b64encode(encode(mask, [WHITE, GREEN, BLUE])).decode()
    size = {"width": mask.shape[1], "height": mask.shape[0]}
    mappings = {"Canary": {"color": "#2ca02c"}, "Heron": {"color": "#1f77b4"}}
    value = {"labeledImage": image or {"pngImageData": png}, "labelMappings": mappings, "inputImageProperties": size}
    return answer(worker, {"s": value}, seq)


def numbered(worker: str, mask: Any, *labels: str) -> Answer:
    png = base64.b64encode(encode(mask, [WHITE, GREEN, BLUE])).decode()
    listed = [{"label": label, "color": colour} for label, colour in zip(labels, ("#2ca02c", "#1f77b4"), strict=False)]
    value = {"labeledImage": {"pngImageData": png}, "instances": listed, "inputImageProperties": SIZE}
    return answer(worker, {"i": value})


def test_no_answer_is_named_for_every_type() -> None:
    for name in ("bounding_box", "named_entity_recognition", "semantic_segmentation", "instance_segmentation"):
        with pytest.raises(AnswerError, match="no answer"):
            task_type(name).merging.merge([], CATEGORIES)


def test_entities_take_the_boundary_of_most_and_never_overlap() -> None:
    merging = task_type("named_entity_recognition").merging
    three = [entities(worker, ("Heron", 4, 9)) for worker in "ab"] + [entities("c", ("Heron", 4, 11))]
    assert merging.merge(three, CATEGORIES).value.marks[0].numbers == (4, 9)
    two = [entities("a", ("Heron", 0, 9), ("Canary", 7, 20)), entities("b", ("Heron", 0, 9), ("Canary", 7, 20))]
    assert len(merging.merge(two, CATEGORIES).value.marks) == 1


def test_entities_end_where_the_text_ends() -> None:
    around = Surroundings(lambda: {"source": "🏠 ab"})
    found = task_type("named_entity_recognition").merging.merge(
        [entities("a", ("Heron", 2, 99), ("Canary", 50, 60))], CATEGORIES, None, around
    )
    assert [mark.numbers for mark in found.value.marks] == [(2, 4)]


def test_short_names_reach_worker_and_label() -> None:
    from trigpoint.formats.categories import parse_categories

    categories = parse_categories(b'{"labels": [{"label": "Date", "shortDisplayName": "dt"}]}', 1)
    kind = task_type("named_entity_recognition")
    assert kind.input.task_input({"source": "x"}, categories)["labels"][0]["shortDisplayName"] == "dt"
    found = kind.merging.merge([entities("a", ("Date", 0, 1))], categories)
    content = kind.label.label_content(found.value, 0.0, attribute="L", categories=categories, job_name="j", created=0)
    assert content["L"]["annotations"]["labels"] == [{"label": "Date", "shortDisplayName": "dt"}]


def test_masks_of_two_sizes_are_named_by_worker() -> None:
    odd = painted("odd", mask_of((1, 0, 0, 4, 4), shape=(8, 8)))
    rest = [painted(worker, mask_of((1, 5, 5, 10, 10))) for worker in "ab"]
    with pytest.raises(AnswerError, match="worker odd has 8 x 8 pixels, others 40 x 30"):
        task_type("semantic_segmentation").merging.merge([odd, *rest], CATEGORIES)


def test_a_mask_that_cannot_be_decoded_is_named_by_worker() -> None:
    head = base64.b64encode(encode(mask_of(), [WHITE])[:40]).decode()
    broken = painted("w", mask_of(), {"pngImageData": head})
    with pytest.raises(AnswerError, match="The mask of worker w cannot be used"):
        task_type("semantic_segmentation").merging.merge([broken], CATEGORIES)


def test_masks_may_lie_in_files() -> None:
    mask = mask_of((2, 5, 5, 10, 10))
    files = {"s3://bucket/m.png": encode(mask, [WHITE, GREEN, BLUE])}
    stored = painted("a", mask, {"pngImageUri": "s3://bucket/m.png"})
    around = Surroundings(read=files.__getitem__)
    found = task_type("semantic_segmentation").merging.merge([stored], CATEGORIES, None, around)
    assert (indexes(found.file or b"")[0] == mask).all()
    with pytest.raises(AnswerError, match="cannot be used"):
        task_type("semantic_segmentation").merging.merge([painted("a", mask, {"pngImageUri": "s3://x/y"})], CATEGORIES)


def test_the_label_png_is_a_palette_of_class_indices() -> None:
    mask = mask_of((2, 5, 5, 10, 10))
    found = task_type("semantic_segmentation").merging.merge([painted(w, mask) for w in "abc"], CATEGORIES)
    pixels, palette = indexes(found.file or b"")
    assert (pixels == mask).all()
    assert palette[:3] == [WHITE, GREEN, BLUE]
    assert set(palette[3:]) == {WHITE}
    assert [entry[:2] for entry in found.value.classes] == [(0, "BACKGROUND"), (2, "Heron")]


def test_instances_are_voted_on_pixel_by_pixel() -> None:
    first, second = mask_of((1, 2, 2, 10, 10), (2, 25, 5, 10, 20)), mask_of((2, 2, 2, 10, 10), (1, 25, 5, 10, 20))
    third = mask_of((1, 2, 2, 13, 10))
    answers = [numbered("a", first, "Heron", "Heron"), numbered("b", second, "Heron", "Heron")]
    found = task_type("instance_segmentation").merging.merge([*answers, numbered("c", third, "Heron")], CATEGORIES)
    pixels, _ = indexes(found.file or b"")
    assert sorted(np.unique(pixels)) == [0, 1, 2]
    assert ((pixels != 0) == (first != 0)).all()


FIRST = {
    "source-ref": "s3://bucket/a.jpg",
    "first": {
        "image_size": [{"width": 40, "height": 30, "depth": 3}],
        "annotations": [{"class_id": 1, "left": 5, "top": 5, "width": 10, "height": 10}],
    },
    "first-metadata": {"type": "groundtruth/object-detection", "class-map": {"1": "Heron"}},
    "gone-metadata": {"type": "groundtruth/object-detection", "failure-reason": "expired"},
}


def box(worker: str, left: int, modified: bool | None = None) -> Answer:
    entry = {"label": "Heron", "left": left, "top": 5, "width": 10, "height": 10}
    flag = {} if modified is None else {"initialValueModified": modified}
    return answer(worker, {"b": {"boundingBoxes": [entry], "inputImageProperties": SIZE, **flag}})


@pytest.mark.parametrize(
    ("lefts", "status", "left"), [((5, 5, 5), "unadjusted", 5), ((5, 5, 9), "adjusted", 6), ((9, 9, 9), "adjusted", 9)]
)
def test_boxes_are_adjusted_when_any_worker_changed_them(lefts: tuple[int, ...], status: str, left: int) -> None:
    kind = task_type("adjustment_bounding_box")
    around = Surroundings(lambda: FIRST, "second")
    answers = [box(worker, place) for worker, place in zip("abc", lefts, strict=True)]
    found = kind.merging.merge(answers, CATEGORIES, None, around)
    content = kind.label.label_content(found.value, 0.0, attribute="L", categories=CATEGORIES, job_name="j", created=0)
    assert content["L-metadata"]["adjustment-status"] == status
    assert abs(content["L"]["annotations"][0]["left"] - left) <= 1


def test_without_a_first_label_the_element_says_what_was_changed() -> None:
    merging = task_type("adjustment_bounding_box").merging
    assert merging.merge([box("a", 5, False)], CATEGORIES).value.adjusted is False
    assert merging.merge([box("a", 5, False), box("b", 5, True)], CATEGORIES).value.adjusted is True
    assert task_type("bounding_box").merging.merge([box("a", 5, True)], CATEGORIES).value.adjusted is None


def test_a_large_job_repaints_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(painted_merge, "BUDGET", 2 * 2 * 1200.0)
    answers = [painted(w, mask_of((1, 2 + seq, 2, 9, 9)), seq=seq) for seq in range(6) for w in "ab"]
    found = task_type("semantic_segmentation").merging.refit(answers, CATEGORIES)
    assert list(found.labels) == [0, 3]
    assert (indexes(found.labels[3].file or b"")[0] == mask_of((1, 5, 2, 9, 9))).all()
    assert affordable({0: 1.0, 5: 1.0}, 10.0) == [0, 5]


def test_a_label_of_a_category_that_is_gone() -> None:
    for name in ("bounding_box", "named_entity_recognition"):
        given = [box("a", 5)] if name == "bounding_box" else [entities("a", ("Heron", 0, 3))]
        kind = task_type(name)
        value = kind.merging.merge(given, CATEGORIES).value
        with pytest.raises(CategoriesError, match="'Heron'"):
            kind.label.label_content(value, 0.5, attribute="L", categories=("Canary",), job_name="j", created=0)


def test_comments_stand_in_the_order_they_came() -> None:
    late = Answer("job", 0, "a", {"v": {"label": "Heron", "workerComment": "second"}}, 1.0, 9.0, "t")
    early = Answer("job", 0, "b", {"v": {"label": "Heron", "workerComment": " first "}}, 1.0, 3.0, "t")
    merging = task_type("verification_bounding_box").merging
    assert merging.merge([late, early], CATEGORIES).value.comments == ("first", "second")
    assert merging.refit([late, early], CATEGORIES).labels[0].value.comments == ("first", "second")


def test_models_travel_as_json() -> None:
    merging = task_type("bounding_box").merging
    found = merging.refit([box(w, 5 + seq, None) for seq in range(3) for w in "abc"], CATEGORIES)
    restored = merging.restore(json.loads(json.dumps(found.model.as_json())))
    assert restored.as_json() == found.model.as_json()
    assert merging.merge([box("a", 7)], CATEGORIES, restored).value.marks[0].label == "Heron"


def test_a_very_large_job_learns_from_a_sample() -> None:
    merging = task_type("bounding_box").merging
    small = replace(detection_kinds.BOXES, budget=9.0)
    answers = [replace(box(w, 5 + seq), seq=seq) for seq in range(6) for w in "ab"]
    assert list(merging.refit(answers, CATEGORIES).labels) == [0, 1, 2, 3, 4, 5]
    assert list(small.refit(answers, CATEGORIES).labels) == [0, 2, 4], "18 marks and looks, twice as many as it may"


def test_a_hundred_thousand_categories_by_mistake() -> None:
    many = tuple(f"c{number}" for number in range(100_000))
    entry = {"label": "c7", "left": 5, "top": 5, "width": 10, "height": 10}
    content = {"b": {"boundingBoxes": [entry], "inputImageProperties": SIZE}}
    found = task_type("bounding_box").merging.merge([answer(w, content) for w in "abc"], many)
    assert found.value.marks[0].label == "c7"
    with pytest.raises(AnswerError, match="100,000 categories, more than 2,000"):
        task_type("image_multi_class_multi_label").merging.merge([answer("a", {"c": {"labels": ["c7"]}})], many)
    with pytest.raises(AnswerError, match="100000 categories, more than 255"):
        task_type("semantic_segmentation").merging.merge([painted("a", mask_of())], many)
