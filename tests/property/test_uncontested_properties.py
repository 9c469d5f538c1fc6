"""What nobody disputes stands: one answer alone, and what all say of a category."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.domain.work import Answer
from trigpoint.tasktypes import names, task_type

CATEGORIES = ("cat", "dog", "fox")
TEMPLATES = Path(__file__).parents[2] / "ui_templates"
WORKERS = st.sampled_from("uvw")


def answers_of(kind: str, said: list[list[tuple[str, Any]]]) -> list[Answer]:
    multi = "multi_label" in kind
    return [
        Answer("job", seq, worker, {"x": {"labels": one} if multi else {"label": one}}, 1.0, 2.0, "t")
        for seq, own in enumerate(said)
        for worker, one in dict(own).items()
    ]


def label_of(kind: str, value: Any) -> Any:
    return [name for name, _ in value.confidences] if "multi_label" in kind else value


@pytest.mark.parametrize("kind", ["text_multi_class", "text_multi_class_multi_label"])
@given(data=st.data())
def test_one_answer_alone_is_the_label_whatever_is_known_of_the_worker(kind: str, data: st.DataObject) -> None:
    one = st.lists(st.sampled_from(CATEGORIES), unique=True).map(sorted)
    answer = one if "multi_label" in kind else st.sampled_from(CATEGORIES)
    said = data.draw(st.lists(st.lists(st.tuples(WORKERS, answer), min_size=1, max_size=3), min_size=1, max_size=40))
    merging, answers = task_type(kind).merging, answers_of(kind, said)
    found = merging.refit(answers, CATEGORIES)
    for seq, own in enumerate(dict(one) for one in said):
        if len(own) == 1:
            (only,) = own.values()
            assert label_of(kind, found.labels[seq].value) == only
            again = merging.merge([one for one in answers if one.seq == seq], CATEGORIES, found.model)
            assert label_of(kind, again.value) == only
            assert 0 <= again.posterior <= 1


@given(
    said=st.lists(
        st.dictionaries(WORKERS, st.frozensets(st.sampled_from(CATEGORIES)), min_size=1), min_size=1, max_size=40
    )
)
def test_what_all_say_of_a_category_stands(said: list[dict[str, frozenset[str]]]) -> None:
    kind = "text_multi_class_multi_label"
    merging = task_type(kind).merging
    answers = answers_of(kind, [[(worker, sorted(one)) for worker, one in own.items()] for own in said])
    found = merging.refit(answers, CATEGORIES)
    for seq, own in enumerate(said):
        at_once = merging.merge([one for one in answers if one.seq == seq], CATEGORIES, found.model)
        for value in (found.labels[seq].value, at_once.value):
            label = set(label_of(kind, value))
            assert frozenset.intersection(*own.values()) <= label <= frozenset.union(*own.values())


@pytest.mark.parametrize("kind", sorted(names() - {"custom"}))
def test_a_refit_of_single_answers_gives_each_as_it_is(kind: str) -> None:
    """Of every task type: all objects of one worker, whom others never meet."""
    folder = TEMPLATES / kind
    content = json.loads((folder / "expected.answer.json").read_text())
    sample = json.loads((folder / "sample.input.json").read_text())
    categories = [one["label"] if isinstance(one, dict) else one for one in sample["labels"]]
    answers = [Answer("job", seq, "uv"[seq % 7 == 0], content, 1.0, 2.0, "t") for seq in range(40)]
    merging = task_type(kind).merging
    alone = merging.merge(answers[:1], categories).value
    assert {repr(one.value) for one in merging.refit(answers, categories).labels.values()} == {repr(alone)}
