"""Label JSON of marked things (facts: ground-truth 3.3)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from trigpoint.domain.errors import CategoriesError
from trigpoint.domain.job import Instant
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.formats.timestamps import creation_date
from trigpoint.tasktypes.marks import FoundMarks, Mark, tidy


def class_id(label: str, categories: Sequence[str]) -> int:
    """Raises CategoriesError for a category the job does not have."""
    if label not in categories:
        raise CategoriesError(f"{label!r} is not a category of the job.", "Keep the category configuration.")
    return list(categories).index(label)


def common(type_name: str, job_name: str, created: Instant, *, human: bool) -> dict[str, Any]:
    """Metadata that every label carries."""
    return {
        "type": type_name,
        "human-annotated": "yes" if human else "no",
        "creation-date": creation_date(created),
        "job-name": f"labeling-job/{job_name}",
    }


def adjustment_status(adjusted: bool | None) -> dict[str, str]:
    if adjusted is None:
        return {}
    return {"adjustment-status": "adjusted" if adjusted else "unadjusted"}


def image_label(
    value: FoundMarks,
    confidence: float,  # noqa: ARG001 - each mark has its own
    *,
    geometry: Callable[[Mark], dict[str, Any]],
    type_name: str,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """{L: {"image_size", "annotations"}, "L-metadata": {"objects", "class-map", ...}}.

    Raises CategoriesError if the job lacks the category of a mark.
    """
    annotations = [{"class_id": class_id(mark.label, categories), **geometry(mark)} for mark in value.marks]
    used = sorted({entry["class_id"] for entry in annotations})
    return {
        attribute: {
            "image_size": [{"width": value.width, "height": value.height, "depth": 3}],
            "annotations": annotations,
        },
        metadata_key(attribute): {
            "objects": [{"confidence": one} for one in value.confidences],
            "class-map": {str(number): categories[number] for number in used},
            **common(type_name, job_name, created, human=human),
            **adjustment_status(value.adjusted),
        },
    }


def box_geometry(mark: Mark) -> dict[str, Any]:
    left, top, width, height = mark.numbers
    return {
        "left": round(left),
        "top": round(top),
        "width": max(1, round(left + width) - round(left)),
        "height": max(1, round(top + height) - round(top)),
    }


def polygon_geometry(mark: Mark) -> dict[str, Any]:
    points = zip(mark.numbers[::2], mark.numbers[1::2], strict=True)
    return {"vertices": [{"x": tidy(x), "y": tidy(y)} for x, y in points]}


def point_geometry(mark: Mark) -> dict[str, Any]:
    x, y = mark.numbers
    return {"x": tidy(x), "y": tidy(y)}
