"""What an answer of the segmentation elements may be (facts: worker-ui 2). The PNG's head is read, no pixel."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.formats.png import png_bytes, png_size
from trigpoint.tasktypes.widgets import Field, modified, picture_size, refused, widget_with

COLOUR = re.compile(r"#(?:[0-9a-fA-F]{3}){1,2}")
MOST_CODES = 255
"""Categories, or instances of one answer: a pixel's code is one byte, and 0 is the background."""

FILE_KEY = "pngImageUri"
"""Where a PNG that was moved to S3 lies, in place of `pngImageData`. Workers' answers never carry it."""


@dataclass(frozen=True, slots=True)
class PaintedAnswer:
    """One answer: what each colour of its PNG means, in the answer's order: (label, colour)."""

    image: Mapping[str, Any]
    colours: tuple[tuple[str, str], ...]
    width: int
    height: int
    modified: bool | None = None


@dataclass(frozen=True, slots=True)
class PaintedLabel:
    """A label whose PNG is beside it: (pixel value, class name, colour, confidence) of every value in use."""

    classes: tuple[tuple[int, str, str, float], ...]
    adjusted: bool | None = None


def check_segmentation(content: Mapping[str, Any], categories: Sequence[str]) -> PaintedAnswer:
    """{"<widget>": {"labeledImage": {"pngImageData"}, "labelMappings": {label: {color}}, "inputImageProperties"}}.

    Raises AnswerError naming widget and field.
    """
    return checked(segmentation(content, categories))


def check_instances(content: Mapping[str, Any], categories: Sequence[str]) -> PaintedAnswer:
    """{"<widget>": {"labeledImage": {"pngImageData"}, "instances": [{color, label}], "inputImageProperties"}}."""
    return checked(instances(content, categories))


def segmentation(content: Mapping[str, Any], categories: Sequence[str]) -> PaintedAnswer:
    """A stored answer: its PNG was checked when it came, and may lie in S3 now."""
    widget = widget_with(content, "labelMappings")
    mappings = widget.member("labelMappings")
    if not isinstance(mappings.value, Mapping):
        raise refused(mappings.name, "is not an object")
    colours = [
        (Field(f"{mappings.name}.{label}", label).category(categories), colour(mappings.member(label)))
        for label in mappings.value
    ]
    return painted_answer(widget, colours)


def instances(content: Mapping[str, Any], categories: Sequence[str]) -> PaintedAnswer:
    widget = widget_with(content, "instances")
    entries = widget.member("instances").items(MOST_CODES)
    return painted_answer(widget, [(one.member("label").category(categories), colour(one)) for one in entries])


def painted_answer(widget: Field, colours: Sequence[tuple[str, str]]) -> PaintedAnswer:
    used = [code.lower() for _, code in colours]
    if len(set(used)) < len(used):
        raise refused(widget.name, "gives two labels one colour", "Give each its own.")
    width, height = picture_size(widget)
    image = widget.member("labeledImage")
    if not isinstance(image.value, Mapping):
        raise refused(image.name, "is not an object")
    return PaintedAnswer(image.value, tuple(colours), width, height, modified(widget))


def colour(entry: Field) -> str:
    found = entry.member("color")
    if not COLOUR.fullmatch(found.text()):
        raise refused(found.name, f"is {found.value!r}, which is not a colour such as #2ca02c")
    return found.text()


def checked(answer: PaintedAnswer) -> PaintedAnswer:
    """The answer, whose PNG is there and has the picture's size."""
    image = Field("labeledImage", answer.image)
    if FILE_KEY in answer.image:
        raise refused(f"{image.name}.{FILE_KEY}", "is not for workers to give", "Send pngImageData.")
    data = image.member("pngImageData")
    try:
        size = png_size(png_bytes(data.text()))
    except ValueError as error:
        raise refused(data.name, f"is no mask: {error}") from None
    if size != (answer.width, answer.height):
        found = f"{size[0]} x {size[1]} pixels, the picture {answer.width} x {answer.height}"
        raise refused(data.name, f"has {found}", "Paint at the picture's own size.")
    return answer
