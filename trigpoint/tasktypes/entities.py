"""Named entities: the task input with short names, marks that stay inside the text, the label's JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.formats.categories import short_name
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.tasktypes import classification
from trigpoint.tasktypes.detection_label import class_id, common
from trigpoint.tasktypes.marks import FoundMarks, Mark
from trigpoint.tasktypes.surroundings import Surroundings

TYPE = "groundtruth/text-span"


def task_input(line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:
    """`task.input`; `labels` as crowd-entity-annotation takes them."""
    labels = [
        {"label": str(name), "shortDisplayName": short_name(name), "fullDisplayName": str(name)} for name in categories
    ]
    return {**classification.task_input(line, categories), "labels": labels}


def within_text(marks: Sequence[Mark], around: Surroundings) -> Sequence[Mark]:
    """Marks cut off at the end of the line's text; those behind it are left out. A text in a file is not read."""
    text = around.line.get("source")
    if not isinstance(text, str):
        return marks
    cut = [Mark(mark.label, (mark.numbers[0], min(mark.numbers[1], len(text)))) for mark in marks]
    return [mark for mark in cut if mark.numbers[0] < mark.numbers[1]]


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
    """{L: {"annotations": {"labels", "entities"}}, "L-metadata": {"entities": [{"confidence"}], ...}}.

    Entities in text order, offsets in Unicode code points, end exclusive. Raises CategoriesError.
    """
    found = sorted(zip(value.marks, value.confidences, strict=True), key=lambda one: (one[0].numbers, one[0].label))
    entities = [entity(mark, categories) for mark, _ in found]
    labels = [{"label": str(name), "shortDisplayName": short_name(name)} for name in categories]
    return {
        attribute: {"annotations": {"labels": labels, "entities": entities}},
        metadata_key(attribute): {
            "entities": [{"confidence": certain} for _, certain in found],
            **common(TYPE, job_name, created, human=human),
        },
    }


def entity(mark: Mark, categories: Sequence[str]) -> dict[str, Any]:
    class_id(mark.label, categories)
    start, end = (int(number) for number in mark.numbers)
    return {"label": mark.label, "startOffset": start, "endOffset": end}
