"""Consensus over rankings: places, ties, weights."""

from __future__ import annotations

import json
import random

import pytest

from trigpoint.consolidation.ranking import RankingCrew, alike, consensus_of, fitted, places
from trigpoint.domain.errors import AnswerError
from trigpoint.tasktypes import task_type

NOBODY = RankingCrew()


def test_places_of_scores() -> None:
    assert places([2.0, 3.0, 2.0, 0.5]) == (2, 1, 2, 4)
    assert places([]) == ()


def test_most_votes_on_each_pair_decide() -> None:
    found = consensus_of([("a", (1, 2, 3)), ("b", (1, 3, 2)), ("c", (2, 1, 3))], NOBODY)
    assert found.ranks == (1, 2, 3)
    assert round(found.agreement, 3) == round((2 / 3 + 1 + 2 / 3) / 3, 3)
    assert round(found.posterior, 3) == 0.6


def test_opposite_votes_are_a_tie_of_no_certainty() -> None:
    found = consensus_of([("a", (1, 2)), ("b", (2, 1))], NOBODY)
    assert (found.ranks, found.agreement) == ((1, 1), 1.0)
    alone = consensus_of([("a", (1,))], NOBODY)
    assert (alone.ranks, alone.posterior) == ((1,), 1.0)


def test_who_agrees_with_the_others_counts_for_more() -> None:
    chance = random.Random(5)
    questions = []
    for _ in range(40):
        truth = list(range(1, 5))
        chance.shuffle(truth)
        noise = [chance.sample(range(1, 5), 4) for _ in "xyz"]
        questions.append([("good", truth), ("fair", truth), *zip("xyz", noise, strict=True)])
    crew = fitted(questions)
    assert crew.agreements["good"] > 0.9 > 0.7 > crew.agreements["x"]
    assert all(consensus_of(one, crew).ranks == tuple(one[0][1]) for one in questions)
    assert RankingCrew.from_json(json.loads(json.dumps(crew.as_json()))) == crew


def ranked(*dimensions: tuple[str, list[object]]) -> dict[str, object]:
    entries = [{"name": name, "responseRankings": ranks} for name, ranks in dimensions]
    return {"r": {"ordinalRankingDimensions": entries}}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ranked(("Clear", [1, 2])), "lacks Kind"),
        (ranked(("Clear", [1, 3]), ("Kind", [1, 2])), "not places of 1 to 2"),
        (ranked(("Clear", [1, 2]), ("Kind", [1])), "same number of responses"),
        (ranked(("Clear", [1, 0.5]), ("Kind", [1, 2])), "not a whole number"),
        (ranked(("Clear", [1]), ("Fun", [1])), "'Fun', which is not a category"),
        ({"r": {"label": "Clear"}}, "No widget of the answer holds ordinalRankingDimensions"),
    ],
)
def test_bad_answers_name_widget_and_field(content: dict[str, object], message: str) -> None:
    with pytest.raises(AnswerError, match=message):
        task_type("ranking").schema.check_answer(content, ("Clear", "Kind"))


def test_rankings_are_compared_pair_by_pair() -> None:
    assert alike((1, 2, 3), (1, 2, 3)) == 1.0
    assert alike((1, 2), (2, 1)) == 0.0
    assert alike((1, 2), (1, 1)) == 0.5
    assert (alike((1,), (1,)), alike((1, 2), (1,))) == (1.0, 0.0)
    compared = task_type("ranking").merging.comparison
    first, second = ({"Clear": (1, 2), "Kind": (1, 2)}, {"Clear": (1, 2), "Kind": (2, 1)})
    assert compared.alike(first, second) == 0.5
    assert compared.only(first, "Kind") == {"Kind": (1, 2)}
    assert compared.only(first, "Fun") is None
