"""What the many-choice task types share: what an answer may be, the label's JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.tasktypes.detection_label import class_id, common
from trigpoint.tasktypes.widgets import refused, widget_with


@dataclass(frozen=True, slots=True)
class ChosenLabel:
    """The categories of a label, each with its confidence, in category order."""

    confidences: tuple[tuple[str, float], ...]


def check_answer(content: Mapping[str, Any], categories: Sequence[str]) -> tuple[str, ...]:
    """The chosen categories of {widget name: {"labels": [category]}}, in category order; none is an answer too.

    Raises AnswerError naming widget and field.
    """
    labels = widget_with(content, "labels").member("labels")
    chosen = [entry.category(categories) for entry in labels.items(len(categories))]
    if len(set(chosen)) < len(chosen):
        raise refused(labels.name, "names a category twice", "Choose each once.")
    return tuple(category for category in categories if category in chosen)


def label_content(
    value: ChosenLabel,
    confidence: float,  # noqa: ARG001 - each category has its own
    *,
    type_name: str,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """{L: [class indices], "L-metadata": {"class-map", "confidence-map", ...}}.

    Raises CategoriesError for a category the job does not have.
    """
    numbered = [(class_id(category, categories), category, sure) for category, sure in value.confidences]
    return {
        attribute: [number for number, _, _ in numbered],
        metadata_key(attribute): {
            **common(type_name, job_name, created, human=human),
            "class-map": {str(number): category for number, category, _ in numbered},
            "confidence-map": {str(number): sure for number, _, sure in numbered},
        },
    }
