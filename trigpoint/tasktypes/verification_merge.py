"""Merging verdicts: the vote as in classification, and every comment."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from trigpoint.consolidation.panel import Panel
from trigpoint.consolidation.worker_model import WorkerModel
from trigpoint.domain.work import Answer
from trigpoint.tasktypes import classification_merge
from trigpoint.tasktypes.classification import check_answer
from trigpoint.tasktypes.comparing import Choices
from trigpoint.tasktypes.grouping import by_object
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare
from trigpoint.tasktypes.verification import Verdict, comment_of

comparison = Choices(check_answer, lambda verdict: verdict.category)


def merge(
    answers: Sequence[Answer],
    categories: Sequence[str],
    model: Panel | WorkerModel | None = None,
    around: Surroundings = BARE,
) -> Merged:
    """The verdict on one object, at least one answer given. Raises AnswerError."""
    return with_comments(classification_merge.merge(answers, categories, model, around), answers)


def refit(
    answers: Iterable[Answer], categories: Sequence[str], around: Callable[[int], Surroundings] = bare
) -> Refitted:
    own = by_object(answers)
    found = classification_merge.refit([one for some_ in own.values() for one in some_], categories, around)
    return Refitted({seq: with_comments(one, own[seq]) for seq, one in found.labels.items()}, found.model)


def restore(document: Mapping[str, Any]) -> Panel | WorkerModel:
    return classification_merge.restore(document)


def with_comments(merged: Merged, answers: Sequence[Answer]) -> Merged:
    in_time = sorted(answers, key=lambda answer: (answer.submitted, answer.worker))
    comments = [comment_of(answer.content) for answer in in_time]
    return replace(merged, value=Verdict(merged.value, tuple(comment for comment in comments if comment)))
