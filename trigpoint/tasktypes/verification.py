"""Label verification: one category about an existing label, and what workers remarked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.tasktypes import classification

TYPE = "groundtruth/label-verification"
VERIFICATIONS = ("verification_bounding_box", "verification_semantic_segmentation")
"""Task types whose label is a verdict."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The category, and the comments in the order they were sent."""

    category: str
    comments: tuple[str, ...] = ()


def comment_of(content: Mapping[str, Any]) -> str:
    """The worker's comment, empty where there is none."""
    _, choice = classification.classifier_of(content)
    return str(choice.get("workerComment", "")).strip()


def label_content(
    value: Verdict,
    confidence: float,
    *,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """As classification's, with `worker-feedback` where there are comments. Raises CategoriesError."""
    content = classification.label_content(
        value.category,
        confidence,
        type_name=TYPE,
        attribute=attribute,
        categories=categories,
        job_name=job_name,
        created=created,
        human=human,
    )
    if value.comments:
        content[metadata_key(attribute)]["worker-feedback"] = [{"comment": comment} for comment in value.comments]
    return content
