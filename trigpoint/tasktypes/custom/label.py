"""The label's JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.formats.consolidation_files import custom_content


def label_content(
    value: Any,
    confidence: float,  # noqa: ARG001
    *,
    attribute: str,
    categories: Sequence[str],  # noqa: ARG001
    job_name: str,
    created: Instant,
    human: bool = True,  # noqa: ARG001
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """All answers under the label attribute, with Ground Truth's metadata for custom labels."""
    return custom_content({attribute: value}, attribute=attribute, job_name=job_name, created=created)
