"""What an answer of the drawing elements may be (facts: worker-ui 2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from trigpoint.tasktypes.marks import MOST_MARKS, Mark, Marked
from trigpoint.tasktypes.widgets import Field, modified, picture_size, refused, widget_with

FEWEST_VERTICES = 3
MOST_VERTICES = 2_000
Read = Callable[[Field, Sequence[str], int, int], Mark]


def drawn(content: Mapping[str, Any], key: str, categories: Sequence[str], read: Read) -> Marked:
    """The marks under `key` of the answer's drawing element. Raises AnswerError naming widget and field."""
    widget = widget_with(content, key)
    width, height = picture_size(widget)
    marks = [read(entry, categories, width, height) for entry in widget.member(key).items(MOST_MARKS)]
    return Marked(tuple(marks), width, height, modified(widget))


def check_boxes(content: Mapping[str, Any], categories: Sequence[str]) -> Marked:
    """{"<widget>": {"boundingBoxes": [{height, label, left, top, width}], "inputImageProperties": {height, width}}}."""
    return drawn(content, "boundingBoxes", categories, box)


def box(entry: Field, categories: Sequence[str], width: int, height: int) -> Mark:
    label = entry.member("label").category(categories)
    left, top, wide, high = (entry.member(name).number() for name in ("left", "top", "width", "height"))
    if wide <= 0 or high <= 0:
        raise refused(entry.name, f"is {wide:g} x {high:g} pixels", "Draw a box with an area, or delete it.")
    if left >= width or top >= height or left + wide <= 0 or top + high <= 0:
        raise refused(entry.name, f"lies outside the picture of {width} x {height} pixels", "Draw it on the picture.")
    return Mark(label, (left, top, wide, high))


def check_polygons(content: Mapping[str, Any], categories: Sequence[str]) -> Marked:
    """{"<widget>": {"polygons": [{label, vertices: [{x, y}]}], "inputImageProperties": {height, width}}}."""
    return drawn(content, "polygons", categories, polygon)


def polygon(entry: Field, categories: Sequence[str], width: int, height: int) -> Mark:
    label = entry.member("label").category(categories)
    vertices = entry.member("vertices").items(MOST_VERTICES)
    if len(vertices) < FEWEST_VERTICES:
        raise refused(entry.name, f"has {len(vertices)} vertices, fewer than {FEWEST_VERTICES}", "Draw an outline.")
    points = [on_picture(vertex, width, height) for vertex in vertices]
    return Mark(label, tuple(number for point in points for number in point))


def check_keypoints(content: Mapping[str, Any], categories: Sequence[str]) -> Marked:
    """{"<widget>": {"keypoints": [{label, x, y}], "inputImageProperties": {height, width}}}."""
    return drawn(content, "keypoints", categories, keypoint)


def keypoint(entry: Field, categories: Sequence[str], width: int, height: int) -> Mark:
    return Mark(entry.member("label").category(categories), on_picture(entry, width, height))


def on_picture(point: Field, width: int, height: int) -> tuple[float, float]:
    """x and y, drawn in to the edge where a hand slipped over it by less than the picture's size."""
    x, y = point.member("x").number(), point.member("y").number()
    if not -width <= x <= 2 * width or not -height <= y <= 2 * height:
        raise refused(point.name, f"lies outside the picture of {width} x {height} pixels", "Draw it on the picture.")
    return min(max(x, 0.0), float(width)), min(max(y, 0.0), float(height))


def check_entities(content: Mapping[str, Any], categories: Sequence[str]) -> Marked:
    """{"<widget>": {"entities": [{endOffset, label, startOffset}]}}: Unicode code points, end exclusive."""
    widget = widget_with(content, "entities")
    marks = [entity(entry, categories) for entry in widget.member("entities").items(MOST_MARKS)]
    return Marked(tuple(dict.fromkeys(marks)), modified=modified(widget))


def entity(entry: Field, categories: Sequence[str]) -> Mark:
    label = entry.member("label").category(categories)
    start, end = entry.member("startOffset").whole(), entry.member("endOffset").whole()
    if start >= end:
        raise refused(entry.name, f"runs from {start} to {end}", "Mark at least one character, or delete it.")
    return Mark(label, (start, end))
