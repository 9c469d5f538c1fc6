"""The label's JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.tasktypes.painted import PaintedLabel
from trigpoint.tasktypes.painted_label import mask_label

TYPE = "groundtruth/semantic-segmentation"


def label_content(
    value: PaintedLabel,
    confidence: float,  # noqa: ARG001
    *,
    attribute: str,
    categories: Sequence[str],  # noqa: ARG001
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",
) -> dict[str, Any]:
    """`uri` is where the PNG lies."""
    return mask_label(
        value,
        uri,
        type_name=TYPE,
        attribute=attribute,
        job_name=job_name,
        created=created,
        human=human,
    )
