"""The label's JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.tasktypes.detection_label import image_label, point_geometry
from trigpoint.tasktypes.marks import FoundMarks

TYPE = "groundtruth/keypoint"


def label_content(
    value: FoundMarks,
    confidence: float,  # noqa: ARG001
    *,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """Raises CategoriesError if the job lacks the category of a mark."""
    return image_label(
        value,
        point_geometry,
        type_name=TYPE,
        attribute=attribute,
        categories=categories,
        job_name=job_name,
        created=created,
        human=human,
    )
