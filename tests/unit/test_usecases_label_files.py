"""Labels that are files, and merges that read the line: consolidation and refit of masks and adjusted boxes."""

from __future__ import annotations

import base64
from typing import Any

import numpy as np
import pytest
from usecase_bench import HERE, Installation

from trigpoint.formats.masks import WHITE, encode, indexes
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.usecases import refit as refitting
from trigpoint.usecases.consolidate_objects import consolidate_objects
from trigpoint.usecases.refit import refit
from trigpoint.usecases.submit_answer import submit_answer

SIZE = {"width": 20, "height": 10}
SPAM, HAM = (0x2C, 0xA0, 0x2C), (0x1F, 0x77, 0xB4)


def mask(left: int, code: int = 1) -> Any:
    found = np.zeros((10, 20), dtype=np.uint8)
    found[2:8, left : left + 6] = code
    return found


def png(pixels: Any) -> bytes:
    return encode(pixels, [WHITE, SPAM, HAM])


def painted(pixels: Any) -> dict[str, Any]:
    mappings = {"spam": {"color": "#2ca02c"}, "ham": {"color": "#1f77b4"}}
    image = {"pngImageData": base64.b64encode(png(pixels)).decode()}
    return {"s": {"labeledImage": image, "labelMappings": mappings, "inputImageProperties": SIZE}}


def boxed(left: int) -> dict[str, Any]:
    entry = {"label": "ham", "left": left, "top": 1, "width": 5, "height": 5}
    return {"b": {"boundingBoxes": [entry], "inputImageProperties": SIZE}}


def closed(task_type: str, lines: list[dict[str, Any]], *contents: dict[str, Any], **fields: Any) -> Installation:
    """A job whose workers each gave one of `contents` for every object, consolidated."""
    made = Installation()
    for line in lines:
        made.blobs.write(line["source-ref"], b"picture")
    made.opened(lines, task_type=task_type, workers=len(contents), **fields)
    rest = {"ledger": made.ledger, "queue": made.queue, "clock": made.clock}
    for number, content in enumerate(contents):
        while one := made.take(f"w{number}"):
            submit_answer(made.row, f"w{number}", one.lease_id, content, made.clock.now(), **rest)
    consolidate_objects("job-1", range(len(lines)), made.ports, HERE)
    return made


PICTURE = {"source-ref": "s3://images/a.png"}


def test_a_mask_is_written_and_its_uri_is_the_label() -> None:
    made = closed("semantic_segmentation", [PICTURE], *[painted(mask(4))] * 3, label_attribute="verdict-ref")
    label = made.ledger.label_rows["job-1", 0]
    uri = label.content["verdict-ref"]
    assert uri.startswith("s3://data/output/Job-1/annotations/consolidated-annotation/output/1_0_")
    assert (indexes(made.blobs.read(uri))[0] == mask(4)).all()
    assert made.blobs.content_types[uri] == "image/png"
    assert label.content["verdict-ref-metadata"]["internal-color-map"]["1"]["class-name"] == "spam"


def test_refit_of_the_same_masks_revises_nothing() -> None:
    made = closed("semantic_segmentation", [PICTURE], *[painted(mask(4))] * 3)
    before = set(made.blobs.objects)
    assert refit("job-1", made.ports, HERE) == 0
    assert set(made.blobs.objects) - before == {HERE.worker_model("job-1")}


def test_another_mask_is_another_file_and_a_revision(monkeypatch: pytest.MonkeyPatch) -> None:
    made = closed("semantic_segmentation", [PICTURE], *[painted(mask(4))] * 3)
    first = made.ledger.label_rows["job-1", 0].content["verdict"]
    kind = refitting.task_type("semantic_segmentation")
    fresh = kind.merging.refit(made.ledger.answers("job-1", 0), ("spam", "ham"))
    merged = fresh.labels[0]
    other = Merged(merged.value, merged.confidence, merged.posterior, merged.workers, png(mask(9)))
    monkeypatch.setattr(kind.part("merge"), "refit", lambda *_: Refitted({0: other}, fresh.model))
    assert refit("job-1", made.ports, HERE) == 1
    revised = made.ledger.label_rows["job-1", 0]
    assert revised.revision == 1
    assert revised.content["verdict"] != first
    assert (indexes(made.blobs.read(revised.content["verdict"]))[0] == mask(9)).all()


def first_boxes(left: int) -> dict[str, Any]:
    return {
        **PICTURE,
        "first": {
            "image_size": [{"width": 20, "height": 10, "depth": 3}],
            "annotations": [{"class_id": 0, "left": left, "top": 1, "width": 5, "height": 5}],
        },
        "first-metadata": {"type": "groundtruth/object-detection", "class-map": {"0": "ham"}},
    }


def test_adjusted_boxes_are_told_from_confirmed_ones_in_consolidation_and_refit() -> None:
    made = closed("adjustment_bounding_box", [first_boxes(3), first_boxes(9)], boxed(3), boxed(3))
    status = [made.ledger.label_rows["job-1", seq].content["verdict-metadata"]["adjustment-status"] for seq in range(2)]
    assert status == ["unadjusted", "adjusted"]
    refit("job-1", made.ports, HERE)
    again = made.ledger.label_rows["job-1", 0].content
    assert again["verdict-metadata"]["adjustment-status"] == "unadjusted"
    assert again["verdict"]["annotations"][0]["left"] == 3


def first_mask(bucket: str) -> dict[str, Any]:
    return {
        **PICTURE,
        "first-ref": f"s3://{bucket}/m.png",
        "first-ref-metadata": {
            "type": "groundtruth/semantic-segmentation",
            "internal-color-map": {
                "0": {"class-name": "BACKGROUND", "hex-color": "#ffffff"},
                "1": {"class-name": "spam", "hex-color": "#2ca02c"},
            },
        },
    }


@pytest.mark.parametrize(("bucket", "status"), [("images", "unadjusted"), ("secret", "adjusted")])
def test_a_first_mask_is_read_from_allowed_buckets_only(bucket: str, status: str) -> None:
    made = Installation()
    made.blobs.write(f"s3://{bucket}/m.png", png(mask(4)))
    made.blobs.write(PICTURE["source-ref"], b"picture")
    made.opened([first_mask(bucket)], task_type="adjustment_semantic_segmentation", workers=1)
    one = made.take("ann")
    assert one
    rest = {"ledger": made.ledger, "queue": made.queue, "clock": made.clock}
    submit_answer(made.row, "ann", one.lease_id, painted(mask(4)), made.clock.now(), **rest)
    label = consolidate_objects("job-1", [0], made.ports, HERE)[0]
    assert label.content["verdict-metadata"]["adjustment-status"] == status
