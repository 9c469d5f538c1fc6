"""Finding, in an object's line, the label that is to be adjusted or verified (facts: ground-truth 3.3, 3.5)."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import ManifestError
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.tasktypes import classification
from trigpoint.tasktypes.marks import Mark, Marked, tidy
from trigpoint.tasktypes.surroundings import Surroundings

BOXES = "groundtruth/object-detection"
SEGMENTATION = "groundtruth/semantic-segmentation"
BACKGROUND = "BACKGROUND"
SIDES = ("left", "top", "width", "height")
COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class PriorLabel:
    """A label attribute of the line that another job wrote."""

    attribute: str
    value: Any
    metadata: Mapping[str, Any]

    def wrong(self, what: str) -> ManifestError:
        fix = "Write it as Ground Truth's output manifests do, or take it out of the line."
        return ManifestError(f"The label {self.attribute} to start from {what}.", fix)


def prior_label(line: Mapping[str, Any], type_name: str, own: str = "") -> PriorLabel | None:
    """The newest label of this type, which is the last in the line, but not the job's `own`."""
    for attribute in reversed(list(line)):
        metadata = line.get(metadata_key(attribute))
        if attribute != own and isinstance(metadata, Mapping) and metadata.get("type") == type_name:
            return PriorLabel(attribute, line[attribute], metadata)
    return None


def boxes_of(prior: PriorLabel) -> Marked:
    """Its boxes. Raises ManifestError naming the attribute and what is wrong with it."""
    annotations = prior.value.get("annotations") if isinstance(prior.value, Mapping) else None
    names = prior.metadata.get("class-map")
    if not isinstance(annotations, list) or not isinstance(names, Mapping):
        raise prior.wrong("has no list of annotations, or no class-map")
    marks = [box_of(prior, entry, names, index) for index, entry in enumerate(annotations)]
    return Marked(tuple(marks), *size_of(prior.value))


def box_of(prior: PriorLabel, entry: Any, names: Mapping[str, Any], index: int) -> Mark:
    if not isinstance(entry, Mapping) or not all(is_number(entry.get(side)) for side in SIDES):
        raise prior.wrong(f"has no four numbers in annotations[{index}]")
    label = names.get(str(entry.get("class_id")))
    if not isinstance(label, str):
        raise prior.wrong(f"has a class_id in annotations[{index}] that its class-map lacks")
    return Mark(label, tuple(float(entry[side]) for side in SIDES))


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def size_of(value: Mapping[str, Any]) -> tuple[int, int]:
    sizes = value.get("image_size")
    first = sizes[0] if isinstance(sizes, list) and sizes and isinstance(sizes[0], Mapping) else {}
    width, height = (first.get(side) for side in ("width", "height"))
    return (int(width or 0), int(height or 0)) if is_number(width) and is_number(height) else (0, 0)


def prior_boxes(around: Surroundings, categories: Sequence[str]) -> Marked | None:
    """The boxes to adjust, None without any. Those of a category that the job lacks are left out: workers could not
    show them either."""
    found = prior_label(around.line, BOXES, around.attribute)
    try:
        marked = boxes_of(found) if found else None
    except ManifestError:
        return None
    return marked and Marked(within(marked, categories), marked.width, marked.height)


def within(marked: Marked, categories: Sequence[str]) -> tuple[Mark, ...]:
    return tuple(mark for mark in marked.marks if mark.label in categories)


def colours_of(prior: PriorLabel) -> dict[str, str]:
    """Colours by category of a segmentation label, without the background. Raises ManifestError."""
    entries = prior.metadata.get("internal-color-map")
    if not isinstance(prior.value, str) or not isinstance(entries, Mapping):
        raise prior.wrong("is no URI with an internal-color-map")
    found = {}
    for number, entry in entries.items():
        name, colour = (entry.get("class-name"), entry.get("hex-color")) if isinstance(entry, Mapping) else (None, None)
        if not isinstance(name, str) or not isinstance(colour, str) or not COLOUR.fullmatch(colour):
            raise prior.wrong(f"has no class-name and hex-color in internal-color-map[{number}]")
        if name != BACKGROUND:
            found[name] = colour
    return found


def adjust_boxes_input(line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:
    """`task.input`; `initialValue` is the prior label as crowd-bounding-box takes it. Raises ManifestError."""
    prior = prior_label(line, BOXES)
    marks = within(boxes_of(prior), categories) if prior else ()
    return {**classification.task_input(line, categories), "initialValue": [as_element(mark) for mark in marks]}


def verify_boxes_input(line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:
    """As for adjustment, but with all boxes, and `initialLabels`: the prior job's categories among them."""
    prior = prior_label(line, BOXES)
    marks = boxes_of(prior).marks if prior else ()
    return {
        **classification.task_input(line, categories),
        "initialValue": [as_element(mark) for mark in marks],
        "initialLabels": list(dict.fromkeys(mark.label for mark in marks)),
    }


def as_element(mark: Mark) -> dict[str, Any]:
    return {"label": mark.label, **dict(zip(SIDES, map(tidy, mark.numbers), strict=True))}


def adjust_mask_input(line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:
    """`task.input`; `initialValue` is the prior label as crowd-semantic-segmentation takes it, or empty.

    Raises ManifestError.
    """
    prior = prior_label(line, SEGMENTATION)
    mappings = {name: {"color": colour} for name, colour in colours_of(prior).items()} if prior else {}
    value = {"src": prior.value, "labelMappings": mappings} if prior else {}
    return {**classification.task_input(line, categories), "initialValue": value}


def verify_mask_input(line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:
    """As for adjustment, and `initialLabels`: the prior job's categories in it."""
    found = adjust_mask_input(line, categories)
    return {**found, "initialLabels": list(found["initialValue"].get("labelMappings", ()))}
