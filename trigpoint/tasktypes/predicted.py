"""Labels of a customer's model that are more or less right, boxes and masks: checked, kept, compared with people's.

A model writes them as the elements do; its pictures' sizes are known to us. Needs numpy.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from trigpoint.domain.errors import NotFound
from trigpoint.formats.masks import WHITE, decode, encode, indexes, rgb_of
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.formats.png import png_bytes, png_size
from trigpoint.tasktypes.adjustment import PriorLabel, boxes_of, colours_of
from trigpoint.tasktypes.comparing import Layers
from trigpoint.tasktypes.detection_kinds import BOXES
from trigpoint.tasktypes.marks import FoundMarks, Mark
from trigpoint.tasktypes.merging import Merged
from trigpoint.tasktypes.painted import FILE_KEY, PaintedLabel, segmentation
from trigpoint.tasktypes.painted_merge import SegmentationMerge, codes_of, named
from trigpoint.tasktypes.palette import colour_of
from trigpoint.tasktypes.shapes import check_boxes
from trigpoint.tasktypes.widgets import refused

Read = Callable[[str], bytes]
Size = tuple[int, int]
MACHINE = ("machine",)


@dataclass(frozen=True, slots=True)
class Kept:
    """A model's label as it is kept until it is given: JSON, and the mask it may have."""

    document: Any
    file: bytes | None = None


class Prediction(Protocol):
    """One task type's labels of models."""

    def check(self, label: Any, confidence: float, size: Size, categories: Sequence[str], read: Read) -> Kept:
        """`label` as the model wrote it, of a picture of this (width, height). Raises AnswerError."""

    def merged(self, kept: Kept, confidence: float, categories: Sequence[str]) -> Merged: ...

    def likeness(
        self, kept: Kept, content: Mapping[str, Any], attribute: str, categories: Sequence[str], read: Read
    ) -> float:
        """Mean intersection over union, 0..1, with people's label. Raises AnswerError, NotFound, ManifestError."""


def properties(size: Size) -> dict[str, int]:
    return {"width": size[0], "height": size[1]}


def share_or(value: Any, default: float) -> float:
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= 1 else default


class Boxes:
    """[{"label", "left", "top", "width", "height", "confidence"?}]."""

    def check(self, label: Any, confidence: float, size: Size, categories: Sequence[str], read: Read) -> Kept:  # noqa: ARG002
        marked = check_boxes({"label": {"boundingBoxes": label, "inputImageProperties": properties(size)}}, categories)
        sure = [share_or(entry.get("confidence"), confidence) for entry in label]
        boxes = [[mark.label, *mark.numbers, one] for mark, one in zip(marked.marks, sure, strict=True)]
        return Kept({"size": list(size), "boxes": boxes})

    def merged(self, kept: Kept, confidence: float, categories: Sequence[str]) -> Merged:  # noqa: ARG002
        boxes = kept.document["boxes"]
        marks = tuple(Mark(label, tuple(numbers)) for label, *numbers, _ in boxes)
        value = FoundMarks(marks, tuple(round(box[-1], 2) for box in boxes), *kept.document["size"])
        return Merged(value, confidence, confidence, MACHINE)

    def likeness(
        self,
        kept: Kept,
        content: Mapping[str, Any],
        attribute: str,
        categories: Sequence[str],
        read: Read,  # noqa: ARG002
    ) -> float:
        people = boxes_of(PriorLabel(attribute, content.get(attribute), content.get(metadata_key(attribute), {})))
        machine = BOXES.comparison.of_label(self.merged(kept, 1.0, categories), categories)
        return BOXES.comparison.mean_likeness(machine, BOXES.detections(people.marks, 1.0))


class Masks:
    """{"pngImageData": base64 or "pngImageUri": "s3://...", "labelMappings": {category: {"color"}}}."""

    def check(self, label: Any, confidence: float, size: Size, categories: Sequence[str], read: Read) -> Kept:  # noqa: ARG002
        given = label if isinstance(label, Mapping) else {}
        picture = {"labeledImage": {}, "inputImageProperties": properties(size)}
        answer = segmentation({"label": {**given, **picture}}, categories)
        codes, colours = codes_of(categories), [WHITE, *map(rgb_of, map(colour_of, range(len(categories))))]
        for name, colour in answer.colours:
            colours[codes[name]] = rgb_of(colour)
        try:
            png = png_of(given, read)
            if png_size(png) != size:
                raise refused("label", f"has {png_size(png)} pixels, its picture {size}")
            mask = decode(png, {rgb_of(colour): codes[name] for name, colour in answer.colours})
        except (ValueError, NotFound) as error:
            raise refused("label", f"is no mask: {error}") from None
        return Kept(None, encode(mask, colours))

    def merged(self, kept: Kept, confidence: float, categories: Sequence[str]) -> Merged:
        mask, palette = indexes(kept.file or b"")
        value = PaintedLabel(named(mask, palette, categories, confidence))
        return Merged(value, confidence, confidence, MACHINE, kept.file)

    def likeness(
        self, kept: Kept, content: Mapping[str, Any], attribute: str, categories: Sequence[str], read: Read
    ) -> float:
        areas = SegmentationMerge().comparison
        people = layers_of(content, attribute, read)
        return areas.alike(areas.of_label(self.merged(kept, 1.0, categories), categories), people)


def png_of(given: Mapping[str, Any], read: Read) -> bytes:
    if FILE_KEY in given:
        return read(str(given[FILE_KEY]))
    return png_bytes(str(given.get("pngImageData", "")))


def layers_of(content: Mapping[str, Any], attribute: str, read: Read) -> Layers:
    """The areas of people's label, by category, without the background. Raises ManifestError, ValueError, NotFound."""
    colours = colours_of(PriorLabel(attribute, content.get(attribute), content.get(metadata_key(attribute), {})))
    mask = decode(read(str(content[attribute])), {rgb_of(one): code for code, one in enumerate(colours.values(), 1)})
    return {name: mask == code for code, name in enumerate(colours, 1) if (mask == code).any()}


PREDICTIONS: Mapping[str, Prediction] = {"bounding_box": Boxes(), "semantic_segmentation": Masks()}
"""By task type."""
