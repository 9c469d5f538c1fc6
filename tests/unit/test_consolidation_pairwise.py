"""Agreement of answers that are more than a category, free texts, and forms nobody described."""

from __future__ import annotations

from math import isnan, nan
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.consolidation.fields import FieldConsensus, FieldsModel, Kind, kind_of, merged
from trigpoint.consolidation.pairwise import agreement
from trigpoint.consolidation.texts import TextConsensus
from trigpoint.tasktypes.custom.form import flat, nested


def equal(one: Any, other: Any) -> float:
    return float(one == other)


# -- agreement ------------------------------------------------------------------
def test_all_agree_and_nobody_agrees() -> None:
    same = agreement({n: {"u": n, "v": n} for n in range(10)}, equal)
    assert (same.overall, same.alpha, same.pairs) == (1.0, 1.0, 10)
    different = agreement({n: {"u": n, "v": -n - 1} for n in range(10)}, equal)
    assert (different.overall, different.alpha) == (0.0, 0.0)


def test_answers_by_lot_have_an_alpha_near_zero() -> None:
    random = Random(5)
    lots = {n: {w: random.choice("ab") for w in "uvw"} for n in range(400)}
    found = agreement(lots, equal)
    assert abs(found.alpha) < 0.1
    assert 0.4 < found.overall < 0.6


def test_a_worker_who_differs_shows() -> None:
    found = agreement({n: {"u": 1, "v": 1, "w": 2} for n in range(5)}, equal)
    assert found.by_worker == {"u": 0.5, "v": 0.5, "w": 0.0}
    assert found.by_object[3] == pytest.approx(1 / 3)


def test_nothing_to_compare_is_nan() -> None:
    found = agreement({0: {"u": 1}, 1: {}}, equal)
    assert isnan(found.overall)
    assert isnan(found.by_object[0])
    assert isnan(agreement({0: {"u": 1, "v": 2}}, lambda _a, _b: nan).overall)


# -- texts ----------------------------------------------------------------------
def test_the_text_most_like_the_others_wins() -> None:
    given = {"u": "a cat sits on the mat", "v": "a cat sat on the mat", "w": "a cat sits on a mat", "x": "dogs bark"}
    found = TextConsensus().fit({0: given}).labels_[0]
    assert found.text in (given["u"], given["v"])
    assert 0 < found.likeness < 1


def test_a_worker_who_is_always_beside_the_point_weighs_less() -> None:
    right = {n: f"sentence number {n} of the old book" for n in range(12)}
    objects = {n: {"u": text, "v": text, "w": "something else entirely here"} for n, text in right.items()}
    found = TextConsensus().fit(objects)
    assert {n: one.text for n, one in found.labels_.items()} == right
    assert found.worker_skill_["w"] < found.worker_skill_["u"]


def test_equal_texts_are_sure_and_one_alone_is_itself() -> None:
    found = TextConsensus().fit({0: {"u": "same", "v": "same"}, 1: {"u": "alone"}, 2: {}}).labels_
    assert (found[0].text, found[0].likeness) == ("same", pytest.approx(1.0))
    assert found[1].text == "alone"
    assert 2 not in found


@given(st.dictionaries(st.sampled_from("uvwxy"), st.text(max_size=20), min_size=1))
def test_the_best_text_is_one_of_those_given(texts: dict[str, str]) -> None:
    found = TextConsensus().fit({0: texts}).labels_[0]
    assert texts[found.worker] == found.text
    assert 0 <= found.likeness <= 1 + 1e-9


# -- forms ----------------------------------------------------------------------
@pytest.mark.parametrize(
    ("values", "kind"),
    [
        ([1, 2.5, 3], Kind.NUMBER),
        ([True, False], Kind.CHOICE),
        (["yes", "no", "yes", "yes", "no", "no"], Kind.CHOICE),
        (["a", "b", "c", "d", "e", "f"], Kind.TEXT),
        (["x" * 60, "y" * 60], Kind.TEXT),
        ([["a"], ["b"]], Kind.CHOICE),
        ([1, "1"], Kind.CHOICE),
    ],
)
def test_a_field_is_merged_by_what_its_values_are_like(values: list[Any], kind: Kind) -> None:
    assert kind_of(values) is kind


def test_numbers_choices_and_empty_fields() -> None:
    given = {
        "u": {"stars": 4, "colour": "red", "ok": True},
        "v": {"stars": 5, "colour": "red", "ok": False},
        "w": {"stars": 9, "colour": "blue", "ok": True, "note": "odd"},
    }
    found = merged(given, FieldsModel())
    assert {name: one.value for name, one in found.items()} == {"stars": 5, "colour": "red", "ok": True}
    assert found["colour"].share == pytest.approx(2 / 3)


def test_a_careless_worker_loses_votes() -> None:
    objects = {n: {"u": {"a": n % 3 == 0}, "v": {"a": n % 3 == 0}, "w": {"a": n % 2 == 0}} for n in range(60)}
    found = FieldConsensus().fit(objects)
    assert all(found.labels_[n]["a"].value == (n % 3 == 0) for n in objects)
    assert found.worker_skill_["w"] < 0.7 < found.worker_skill_["u"]
    again = FieldsModel.from_json(found.model_.as_json())
    assert again == found.model_


KEYS = st.text(min_size=1, max_size=4)
FORMS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.just([]),
    lambda inner: st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(KEYS, FORMS, max_size=4))
def test_a_form_and_its_fields_are_the_same(form: dict[str, Any]) -> None:
    assert nested(flat(form)) == form


@given(st.dictionaries(st.sampled_from("uvw"), st.dictionaries(KEYS, FORMS, max_size=3), min_size=1))
def test_any_forms_merge_into_values_that_were_given(forms: dict[str, Any]) -> None:
    fields = {worker: flat(form) for worker, form in forms.items()}
    for name, one in merged(fields, FieldsModel()).items():
        assert any(own.get(name) == one.value for own in fields.values())
        assert 0 <= one.share <= 1 + 1e-9
