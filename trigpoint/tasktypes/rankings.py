"""Rankings: the task input with responses, what an answer may be, the label's JSON.

The categories of the job are the dimensions that responses are ranked in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.job import Instant
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.tasktypes import classification
from trigpoint.tasktypes.detection_label import class_id, common
from trigpoint.tasktypes.widgets import Field, refused, widget_with

TYPE = "groundtruth/text-ranking"
KEY = "ordinalRankingDimensions"
MOST_RESPONSES = 100

Ranked = tuple[tuple[str, tuple[int, ...]], ...]
"""Dimension and, by response, its place; in category order."""


@dataclass(frozen=True, slots=True)
class RankedLabel:
    """Places by dimension, each with its confidence, in category order."""

    dimensions: Ranked
    confidences: tuple[float, ...]


def task_input(line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:
    """`task.input`: beside the text its `responses`, a list of the manifest line."""
    responses = line.get("responses")
    texts = [str(one) for one in responses] if isinstance(responses, list) else []
    return {**classification.task_input(line, categories), "responses": texts}


def check_answer(content: Mapping[str, Any], categories: Sequence[str]) -> Ranked:
    """Places of {widget name: {"ordinalRankingDimensions": [{"name", "responseRankings"}]}}, in category order.

    Every category of the job once, all with as many responses. Raises AnswerError naming widget and field.
    """
    dimensions = widget_with(content, KEY).member(KEY)
    found = dict(dimension(entry, categories) for entry in dimensions.items(len(categories)))
    missing = [category for category in categories if category not in found]
    if missing:
        raise refused(dimensions.name, f"lacks {', '.join(missing)}", "Rank the responses in every dimension.")
    if len({len(ranks) for ranks in found.values()}) > 1:
        raise refused(dimensions.name, "does not rank the same number of responses everywhere")
    return tuple((category, found[category]) for category in categories)


def dimension(entry: Field, categories: Sequence[str]) -> tuple[str, tuple[int, ...]]:
    rankings = entry.member("responseRankings")
    ranks = tuple(one.whole() for one in rankings.items(MOST_RESPONSES))
    if not all(1 <= rank <= len(ranks) for rank in ranks):
        raise refused(rankings.name, f"is {list(ranks)}, which are not places of 1 to {len(ranks)}")
    return entry.member("name").category(categories), ranks


def label_content(
    value: RankedLabel,
    confidence: float,  # noqa: ARG001 - each dimension has its own
    *,
    attribute: str,
    categories: Sequence[str],
    job_name: str,
    created: Instant,
    human: bool = True,
    uri: str = "",  # noqa: ARG001
) -> dict[str, Any]:
    """{L: {"ordinalRankingDimensions": [...]}, "L-metadata": {"dimensions": [{"confidence"}], ...}}.

    Raises CategoriesError for a dimension the job does not have.
    """
    for name, _ in value.dimensions:
        class_id(name, categories)
    return {
        attribute: {KEY: [{"name": name, "responseRankings": list(ranks)} for name, ranks in value.dimensions]},
        metadata_key(attribute): {
            "dimensions": [{"confidence": sure} for sure in value.confidences],
            **common(TYPE, job_name, created, human=human),
        },
    }
