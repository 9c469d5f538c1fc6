"""Which task types a model can help with, and what is promised of its labels."""

from __future__ import annotations

from trigpoint.tasktypes.verification import VERIFICATIONS

MANY = ("image_multi_class_multi_label", "text_multi_class_multi_label")
"""Several categories an object."""

RATED = {"bounding_box": 0.6, "semantic_segmentation": 0.7}
"""Labels that are more or less right, and the mean IoU that is promised where a job says nothing: Ground Truth's."""

LEARNABLE = ("image_multi_class", "text_multi_class", *MANY)
KNOWN_TO_CUSTOMERS = (*LEARNABLE, "video_multi_class", *VERIFICATIONS, *RATED)
"""A customer's model gets the whole line, with the label to verify where there is one."""

ACCURACY = 0.95
"""Promised of right-or-wrong labels where a job says nothing."""


def usual_target(task_type: str) -> float:
    return RATED.get(task_type, ACCURACY)


def measure_of(task_type: str) -> str:
    """What a checked label is measured by, in the report's words."""
    return "mean IoU" if task_type in RATED else "all right" if task_type in MANY else "right"


def promise_key(task_type: str) -> str:
    """The name of the promise in a label's metadata."""
    return "certified-mean-iou" if task_type in RATED else "certified-accuracy"
