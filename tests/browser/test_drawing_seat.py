"""Drawing through the whole stack: from the manifest to the seat to the label's JSON."""

from __future__ import annotations

import io
from typing import Any

from PIL import Image
from seats import Seats

CATEGORIES = ("red", "green")
SIZE = (400, 300)
HUMAN = {"WorkteamArn": "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/drawers"}
COLOURS = {"1": {"class-name": "red", "hex-color": "#c0392b"}, "2": {"class-name": "green", "hex-color": "#1e8449"}}


def png(image: Image.Image) -> bytes:
    data = io.BytesIO()
    image.save(data, "png")
    return data.getvalue()


def earlier_mask() -> bytes:
    """A quarter red, the rest background."""
    mask = Image.new("P", SIZE, 0)
    mask.putpalette([255, 255, 255, 0xC0, 0x39, 0x2B, 0x1E, 0x84, 0x49])
    mask.paste(1, (0, 0, SIZE[0] // 4, SIZE[1]))
    return png(mask)


def start(seats: Seats, title: str, kind: str, line: dict[str, Any], attribute: str, **more: Any) -> None:
    recipe = seats.stack.recipe(title, kind, more.get("categories", CATEGORIES), **HUMAN)
    seats.stack.drop(title, [line], recipe | {"LabelAttributeName": attribute})


def test_boxes_and_masks_in_the_seat(seats: Seats) -> None:
    stack = seats.stack
    person = seats.person("drew", "drawers")
    source = stack.put("data/drawing/picture.png", png(Image.new("RGB", SIZE, "#8fa3b5")))
    mask = stack.put("data/drawing/mask.png", earlier_mask())
    kind = "groundtruth/semantic-segmentation"
    masked = {"source-ref": source, "a-ref": mask, "a-ref-metadata": {"type": kind, "internal-color-map": COLOURS}}
    start(seats, "Boxes", "BoundingBox", {"source-ref": source}, "boxes")
    start(seats, "Areas", "AdjustmentSemanticSegmentation", masked, "b-ref")
    start(seats, "Verdicts", "VerificationSemanticSegmentation", masked, "good", categories=("right", "wrong"))

    found = seats.run("drawing-seat.ts", **person, boxes="Boxes", areas="Areas", verdicts="Verdicts")

    assert found["troubles"] == []
    assert found["painted"] == [0, 30_000, 90_000]
    for job in ("Boxes", "Areas", "Verdicts"):
        assert stack.ended(job)["status"] == "Completed"
    (boxes,), (areas,), (verdicts,) = (stack.manifest(job) for job in ("Boxes", "Areas", "Verdicts"))
    assert boxes["boxes"]["annotations"] == [{"class_id": 0, "left": 200, "top": 150, "width": 16, "height": 16}]
    assert areas["b-ref-metadata"]["adjustment-status"] == "adjusted"
    label = stack.get(areas["b-ref"].split("/", 3)[3])
    assert label is not None
    painted = Image.open(io.BytesIO(label)).convert("RGB").getcolors()
    assert painted is not None
    red, green = sorted(count for count, _ in painted)
    # Merged with the earlier mask as one more annotator: the border may move by a pixel or two.
    assert abs(red - 30_000) <= 3 * SIZE[1]
    assert red + green == SIZE[0] * SIZE[1]
    assert verdicts["good-metadata"]["class-name"] == "right"
