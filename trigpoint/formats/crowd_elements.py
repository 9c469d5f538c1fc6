"""The crowd elements that worker templates may use: one vocabulary with frontend/elements (a test compares them)."""

from __future__ import annotations

from collections.abc import Mapping

CHOICE = ("name", "categories")
IMAGE_CHOICE = ("name", "src", "categories")
DRAWING = ("name", "src", "labels")
NAMED = ("name",)

ELEMENTS: Mapping[str, tuple[str, ...]] = {
    "crowd-alert": (),
    "crowd-badge": (),
    "crowd-bounding-box": DRAWING,
    "crowd-button": (),
    "crowd-card": (),
    "crowd-checkbox": NAMED,
    "crowd-classifier": CHOICE,
    "crowd-classifier-multi-select": CHOICE,
    "crowd-entity-annotation": ("name", "labels", "text"),
    "crowd-fab": (),
    "crowd-form": (),
    "crowd-icon-button": (),
    "crowd-image-classifier": IMAGE_CHOICE,
    "crowd-image-classifier-multi-select": IMAGE_CHOICE,
    "crowd-input": NAMED,
    "crowd-instance-segmentation": DRAWING,
    "crowd-instructions": (),
    "crowd-keypoint": DRAWING,
    "crowd-line": DRAWING,
    "crowd-modal": (),
    "crowd-polygon": DRAWING,
    "crowd-polyline": DRAWING,
    "crowd-question-answer-generation": ("text",),
    "crowd-radio-button": NAMED,
    "crowd-radio-group": (),
    "crowd-rekognition-detect-moderation-labels": ("src", "categories"),
    "crowd-semantic-segmentation": DRAWING,
    "crowd-slider": NAMED,
    "crowd-slider-label": (),
    "crowd-tab": (),
    "crowd-tabs": (),
    "crowd-text-area": NAMED,
    "crowd-text-ranking": ("text", "responses"),
    "crowd-textract-analyze-document": ("src",),
    "crowd-toast": (),
    "crowd-toggle-button": NAMED,
}
"""Element to the attributes without which its answer has no name, or there is nothing to do. Those of the second
version and of Augmented AI are named by `crowd-form-element-id`, or not at all."""

JSON_ATTRIBUTES = frozenset(
    {
        "categories",
        "exclusion-category",
        "initial-value",
        "label-colors",
        "labels",
        "ordinal-ranking-dimensions",
        "overlay",
        "question-tags",
        "responses",
    }
)
