"""The label's JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.tasktypes import classification

TYPE = "groundtruth/text-classification"


def label_content(
    value: Any,
    confidence: float,
    *,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """`value` is the category's name. Raises CategoriesError if the job has no such category."""
    return classification.label_content(
        value,
        confidence,
        type_name=TYPE,
        attribute=attribute,
        categories=categories,
        job_name=job_name,
        created=created,
        human=human,
    )
