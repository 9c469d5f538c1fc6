"""The label's JSON."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.tasktypes import multi_choice
from trigpoint.tasktypes.multi_choice import ChosenLabel

TYPE = "groundtruth/image-classification-multilabel"


def label_content(
    value: ChosenLabel,
    confidence: float,  # noqa: ARG001
    *,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """Raises CategoriesError if the job lacks one of the categories."""
    return multi_choice.label_content(
        value,
        type_name=TYPE,
        attribute=attribute,
        categories=categories,
        job_name=job_name,
        created=created,
        human=human,
    )
