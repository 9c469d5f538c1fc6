"""Simulated workers of known noise, for answers of any built-in type: a steady hand's jitter, and plain blunders.

Geometry is moved by JITTER of the picture's longer side (a standard deviation), pixels of a mask are wrong with
probability FLIPPED, and a blunder is one wrong category, one thing forgotten or one mask under another name.
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import numpy as np
from PIL import Image

JITTER = 0.004
FLIPPED = 0.01
LISTS = ("boundingBoxes", "polygons", "keypoints", "entities")
RANKED = "ordinalRankingDimensions"
MOVED = ("left", "top", "width", "height", "x", "y")

Value = dict[str, Any]


def answered(truth: Mapping[str, Any], categories: Sequence[str], random: Random, *, blunder: bool) -> Value:
    """What a worker submits where `truth` is right: {widget: value}."""
    return {name: widget(value, categories, random, blunder=blunder) for name, value in truth.items()}


def widget(value: Value, categories: Sequence[str], random: Random, *, blunder: bool) -> Value:
    if "labeledImage" in value:
        return painted(value, categories, random, blunder=blunder)
    if "label" in value:
        return value | {"label": other(value["label"], categories)} if blunder else value
    if "labels" in value:
        return value | {"labels": chosen(value["labels"], categories)} if blunder else value
    if RANKED in value:
        return value | {RANKED: [upside_down(one) for one in value[RANKED]]} if blunder else value
    key = next(name for name in LISTS if name in value)
    size = value.get("inputImageProperties", {})
    marks = blundered(value[key], categories) if blunder else value[key]
    return value | {key: [moved(mark, JITTER * max(size.values(), default=0), random) for mark in marks]}


def upside_down(dimension: Value) -> Value:
    places = dimension["responseRankings"]
    return dimension | {"responseRankings": [len(places) + 1 - place for place in places]}


def other(label: str, categories: Sequence[str]) -> str:
    return categories[(categories.index(label) + 1) % len(categories)]


def chosen(labels: Sequence[str], categories: Sequence[str]) -> list[str]:
    return [*labels[1:]] if labels else [categories[0]]


def blundered(marks: Sequence[Value], categories: Sequence[str]) -> list[Value]:
    """Without the last of several, or one under a wrong name."""
    if len(marks) > 1:
        return list(marks[:-1])
    return [mark | {"label": other(mark["label"], categories)} for mark in marks]


def moved(value: Any, pixels: float, random: Random) -> Any:
    if isinstance(value, list):
        return [moved(one, pixels, random) for one in value]
    if not isinstance(value, dict):
        return value
    return {key: shifted(key, one, pixels, random) for key, one in value.items()}


def shifted(key: str, value: Any, pixels: float, random: Random) -> Any:
    return max(1, round(value + random.gauss(0, pixels))) if key in MOVED else moved(value, pixels, random)


def painted(value: Value, categories: Sequence[str], random: Random, *, blunder: bool) -> Value:
    image = Image.open(io.BytesIO(base64.b64decode(value["labeledImage"]["pngImageData"]))).convert("RGB")
    pixels = np.asarray(image).copy()
    draw = np.random.default_rng(random.randrange(2**32))
    pixels[draw.random(pixels.shape[:2]) < FLIPPED] = 255
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PNG")
    known = {"labeledImage": {"pngImageData": base64.b64encode(file.getvalue()).decode()}}
    return value | known | (misnamed(value, categories) if blunder else {})


def misnamed(value: Value, categories: Sequence[str]) -> Value:
    """One painted thing under another category's name."""
    if "instances" in value:
        return {"instances": blundered(value["instances"], categories)[:1] + value["instances"][1:]}
    names = dict(zip(value["labelMappings"], categories[1:] + categories[:1], strict=False))
    return {"labelMappings": {names[label]: colour for label, colour in value["labelMappings"].items()}}
