"""The kinds of marks, each with its geometry: what the merges of the marking task types are made of."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trigpoint.consolidation.detections.boxes import Boxes
from trigpoint.consolidation.detections.detection import Array
from trigpoint.consolidation.detections.outlines import Polygons
from trigpoint.consolidation.detections.points import Points
from trigpoint.consolidation.detections.spans import Spans
from trigpoint.tasktypes.adjustment import prior_boxes
from trigpoint.tasktypes.detection_merge import DetectionMerge
from trigpoint.tasktypes.entities import within_text
from trigpoint.tasktypes.shapes import check_boxes, check_entities, check_keypoints, check_polygons


def box_shape(numbers: Sequence[float]) -> Array:
    left, top, width, height = numbers
    return np.array([left, top, left + width, top + height])


def box_numbers(shape: Array) -> list[float]:
    left, top, right, bottom = shape.tolist()
    return [left, top, right - left, bottom - top]


def flat_shape(numbers: Sequence[float]) -> Array:
    return np.array(numbers, dtype=np.float64)


def flat_numbers(shape: Array) -> list[float]:
    return [float(number) for number in shape.ravel()]


def outline_shape(numbers: Sequence[float]) -> Array:
    return np.array(numbers, dtype=np.float64).reshape(-1, 2)


BOXES = DetectionMerge(Boxes(), check_boxes, box_shape, box_numbers)
ADJUSTED_BOXES = DetectionMerge(Boxes(), check_boxes, box_shape, box_numbers, prior=prior_boxes)
POLYGONS = DetectionMerge(Polygons(), check_polygons, outline_shape, flat_numbers, budget=25_000)
POINTS = DetectionMerge(Points(), check_keypoints, flat_shape, flat_numbers)
ENTITIES = DetectionMerge(Spans(), check_entities, flat_shape, flat_numbers, fit=within_text, apart=True)
