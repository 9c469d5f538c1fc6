"""Merging many-choice answers: every category is a question of its own."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from trigpoint.consolidation.choice import TIE, confidence_of
from trigpoint.consolidation.multi_label import Array, MultiLabelConsensus, MultiLabelCrew, posterior_of
from trigpoint.domain.errors import AnswerError
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.comparing import Choices
from trigpoint.tasktypes.grouping import by_object, some
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.multi_choice import ChosenLabel, check_answer
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

MOST_CATEGORIES = 2_000
"""Every category is asked about in every answer; Ground Truth has at most 50."""

LIKELY = 0.5
"""Categories at least this likely are in the label."""

comparison = Choices(check_answer, lambda label: [category for category, _ in label.confidences])


def merge(
    answers: Sequence[Answer],
    categories: Sequence[str],
    model: MultiLabelCrew | None = None,
    around: Surroundings = BARE,  # noqa: ARG001
) -> Merged:
    """The categories of one object, at least one answer given. Raises AnswerError."""
    check_size(categories)
    known = model if model is not None and model.categories == tuple(categories) else None
    chosen = {answer.worker: check_answer(answer.content, categories) for answer in some(answers)}
    return merged(posterior_of(known or MultiLabelCrew.initial(categories), chosen), categories, chosen)


def refit(
    answers: Iterable[Answer],
    categories: Sequence[str],
    around: Callable[[int], Surroundings] = bare,  # noqa: ARG001
) -> Refitted:
    """Labels of all objects answered, each informed by all answers of the job. Raises AnswerError."""
    check_size(categories)
    chosen = {
        seq: {answer.worker: check_answer(answer.content, categories) for answer in own}
        for seq, own in by_object(answers).items()
    }
    if not chosen:
        return Refitted({}, MultiLabelCrew.initial(categories))
    found = MultiLabelConsensus(categories).fit(chosen)
    rows = zip(found.objects_, found.probabilities_, strict=True)
    return Refitted({seq: merged(row, categories, chosen[seq]) for seq, row in rows}, found.crew_)


def check_size(categories: Sequence[str]) -> None:
    if len(categories) > MOST_CATEGORIES:
        raise AnswerError(f"The job has {len(categories):,} categories, more than {MOST_CATEGORIES:,}.", "Use fewer.")


def restore(document: Mapping[str, Any]) -> MultiLabelCrew:
    return MultiLabelCrew.from_json(document)


def merged(probabilities: Array, categories: Sequence[str], workers: Mapping[str, object]) -> Merged:
    """The label; its posterior is that of its least certain category."""
    likely = np.flatnonzero(probabilities >= LIKELY - TIE).tolist()
    sure = np.maximum(probabilities, 1 - probabilities)
    answers = len(workers)
    value = ChosenLabel(
        tuple((categories[place], confidence_of(float(probabilities[place]), answers)) for place in likely)
    )
    mean = float(sure.mean()) if len(sure) else 1.0
    least = float(sure.min()) if len(sure) else 1.0
    return Merged(value, confidence_of(mean, answers), least, tuple(sorted(workers)))
