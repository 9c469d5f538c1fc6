"""What the single-choice task types share: what an answer may be, task inputs, label JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.domain.errors import AnswerError, CategoriesError
from trigpoint.domain.job import Instant
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.formats.timestamps import creation_date

FEWEST_CATEGORIES = 2
"""A choice between one category is none (ground-truth 2.3)."""


def check_answer(content: Mapping[str, Any], categories: Sequence[str]) -> str:
    """The chosen category of {widget name: {"label": category}}.

    Templates name the widget as they like; other form controls may stand beside it. Raises
    AnswerError naming widget and field.
    """
    widget, choice = classifier_of(content)
    label = choice["label"]
    if not isinstance(label, str) or label not in categories:
        raise AnswerError(
            f"{widget}.label is {label!r}, which is not a category of the job.",
            f"Choose one of: {', '.join(categories)}.",
        )
    if not isinstance(choice.get("workerComment", ""), str):
        raise AnswerError(f"{widget}.workerComment is not a string.", "Send the comment as text.")
    return label


def classifier_of(content: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    if not isinstance(content, Mapping):
        raise AnswerError("The answer is not an object.", 'Send {"<widget name>": {"label": "..."}}.')
    found = [(n, value) for n, value in content.items() if isinstance(value, Mapping) and "label" in value]
    if not found:
        widgets = ", ".join(map(str, content)) or "none"
        raise AnswerError(
            f"No widget of the answer holds a label (widgets: {widgets}).",
            "Choose a category before submitting.",
        )
    if len(found) > 1:
        raise AnswerError(
            f"Widgets {' and '.join(name for name, _ in found)} each hold a label.",
            "Keep one classifier in the template.",
        )
    return found[0]


def task_input(line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:
    """`task.input` of the built-in templates: taskObject is the text, or the object's S3 URI."""
    return {
        "taskObject": line["source-ref"] if "source-ref" in line else line["source"],
        "labels": list(categories),
        "manifestLine": dict(line),
    }


def label_content(
    value: Any,
    confidence: float,
    *,
    type_name: str,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """{L: class index, "L-metadata": ...} as in facts: ground-truth 3.3.

    Raises CategoriesError for a category that is not in `categories`.
    """
    if value not in categories:
        raise CategoriesError(f"{value!r} is not a category of the job.", "Keep the category configuration.")
    return {
        attribute: list(categories).index(value),
        metadata_key(attribute): {
            "confidence": confidence,
            "job-name": f"labeling-job/{job_name}",
            "class-name": value,
            "human-annotated": "yes" if human else "no",
            "creation-date": creation_date(created),
            "type": type_name,
        },
    }
