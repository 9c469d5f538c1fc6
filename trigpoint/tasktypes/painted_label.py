"""Label JSON of masks (facts: ground-truth 3.3): the label is the PNG's URI, the metadata says what its values mean."""

from __future__ import annotations

from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.tasktypes.detection_label import adjustment_status, common
from trigpoint.tasktypes.painted import PaintedLabel


def mask_label(
    value: PaintedLabel,
    uri: str,
    *,
    type_name: str,
    attribute: str,
    job_name: str,
    created: Instant,
    human: bool,
) -> dict[str, Any]:
    """{L: "s3://...png", "L-metadata": {"internal-color-map": {"0": {class-name, hex-color, confidence}}, ...}}."""
    return {
        attribute: uri,
        metadata_key(attribute): {
            "internal-color-map": {
                str(number): {"class-name": name, "hex-color": colour, "confidence": confidence}
                for number, name, colour, confidence in value.classes
            },
            **common(type_name, job_name, created, human=human),
            **adjustment_status(value.adjusted),
        },
    }
