"""Label JSON of masks (facts: ground-truth 3.3): the label is the PNG's URI, the metadata says what its values mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.tasktypes.detection_label import adjustment_status, common
from trigpoint.tasktypes.painted import PaintedLabel


def mask_label(
    value: PaintedLabel,
    confidence: float,  # noqa: ARG001 - each class has its own
    *,
    type_name: str,
    attribute: str,
    categories: Sequence[str],  # noqa: ARG001
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",
) -> dict[str, Any]:
    """{L: "s3://...png", "L-metadata": {"internal-color-map": {"0": {class-name, hex-color, confidence}}, ...}}.

    `uri` is where the PNG lies.
    """
    return {
        attribute: uri,
        metadata_key(attribute): {
            "internal-color-map": {
                str(number): {"class-name": name, "hex-color": colour, "confidence": sure}
                for number, name, colour, sure in value.classes
            },
            **common(type_name, job_name, created, human=human),
            **adjustment_status(value.adjusted),
        },
    }
