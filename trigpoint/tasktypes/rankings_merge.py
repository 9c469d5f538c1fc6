"""Merging rankings: every dimension of an object is a question of its own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.consolidation.choice import confidence_of
from trigpoint.consolidation.ranking import Ballots, RankingConsensus, RankingCrew, alike, consensus_of, fitted
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.grouping import by_object, some
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.rankings import RankedLabel, check_answer
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

Questions = Mapping[str, Ballots]
"""By dimension, who ranked how."""

Places = Mapping[str, tuple[int, ...]]
"""By dimension."""


@dataclass(frozen=True, slots=True)
class Orders:
    """Comparing two answers: the share of pairs that both put in one order, over all dimensions."""

    def read(self, answer: Answer, categories: Sequence[str], around: Surroundings = BARE) -> Places:  # noqa: ARG002
        return dict(check_answer(answer.content, categories))

    def of_label(self, merged: Merged, categories: Sequence[str]) -> Places:  # noqa: ARG002
        return dict(merged.value.dimensions)

    def alike(self, one: Places, other: Places) -> float:
        shared = [alike(one[name], other[name]) for name in one if name in other]
        return sum(shared) / len(shared) if shared else 1.0

    def only(self, form: Places, category: str) -> Places | None:
        return {category: form[category]} if category in form else None


comparison = Orders()


def merge(
    answers: Sequence[Answer],
    categories: Sequence[str],
    model: RankingCrew | None = None,
    around: Surroundings = BARE,  # noqa: ARG001
) -> Merged:
    """The places of one object, at least one answer given. Raises AnswerError."""
    own = some(answers)
    return labelled(questions_of(own, categories), model or RankingCrew(), own)


def refit(
    answers: Iterable[Answer],
    categories: Sequence[str],
    around: Callable[[int], Surroundings] = bare,  # noqa: ARG001
) -> Refitted:
    """Labels of all objects answered, each informed by all answers of the job. Raises AnswerError."""
    own = by_object(answers)
    asked = {seq: questions_of(some_, categories) for seq, some_ in own.items()}
    crew = fitted([ballots for questions in asked.values() for ballots in questions.values()])
    return Refitted({seq: labelled(questions, crew, own[seq]) for seq, questions in asked.items()}, crew)


def restore(document: Mapping[str, Any]) -> RankingCrew:
    return RankingCrew.from_json(document)


def questions_of(answers: Sequence[Answer], categories: Sequence[str]) -> Questions:
    """Answers that rank another number of responses than most do are of another page: they are left out."""
    read = {answer.worker: dict(check_answer(answer.content, categories)) for answer in answers}
    sizes = {worker: len(next(iter(found.values()), ())) for worker, found in read.items()}
    counted = Counter(sizes.values())
    usual = max(counted, key=lambda size: (counted[size], size))
    return {
        category: [(worker, read[worker][category]) for worker in sorted(read) if sizes[worker] == usual]
        for category in categories
    }


def labelled(questions: Questions, crew: RankingCrew, answers: Sequence[Answer]) -> Merged:
    found = {category: consensus_of(ballots, crew) for category, ballots in questions.items()}
    given = len(answers)
    confidences = tuple(confidence_of(one.agreement, given) for one in found.values())
    value = RankedLabel(tuple((category, one.ranks) for category, one in found.items()), confidences)
    mean = round(sum(confidences) / len(confidences), 2) if confidences else confidence_of(1.0, given)
    workers = tuple(sorted(answer.worker for answer in answers))
    return Merged(value, mean, least(found.values()), workers)


def least(found: Iterable[RankingConsensus]) -> float:
    return min((one.posterior for one in found), default=1.0)
