"""The quick answer to a key condition is the emulator's own answer, for every form it takes on."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ministack.services import dynamodb

from trigpoint.local.queries import holds, parse

TEXT = st.text(alphabet="ab#0é", max_size=4)
FORMS = [
    "pk = :p",
    "#k = :p AND sk > :s",
    "pk = :p AND sk >= :s",
    "pk = :p AND sk < :s",
    "pk = :p and sk <= :s",
    "pk = :p AND begins_with(sk, :s)",
    "pk = :p AND begins_with ( #s , :s )",
]


@pytest.mark.parametrize("form", FORMS)
@given(pk=TEXT, sk=TEXT, p=TEXT, s=TEXT)
def test_same_as_the_emulator(form: str, pk: str, sk: str, p: str, s: str) -> None:
    item = {"pk": {"S": pk}, "sk": {"S": sk}}
    values, names = {":p": {"S": p}, ":s": {"S": s}}, {"#k": "pk", "#s": "sk"}
    clauses = parse(form)
    assert clauses
    original = getattr(dynamodb._evaluate_condition, "__wrapped__", dynamodb._evaluate_condition)
    expected = original(form, item, values, names, slot="KeyConditionExpression")
    assert holds(clauses, item, values, names) == expected


@pytest.mark.parametrize(
    "form", ["pk = :p AND sk BETWEEN :a AND :b", "pk = :p OR sk = :s", "(pk = :p)", "contains(sk, :s)", ""]
)
def test_other_forms_are_left_to_the_emulator(form: str) -> None:
    assert parse(form) is None


def test_operands_that_are_no_strings_are_left_to_the_emulator() -> None:
    clauses = parse("pk = :p")
    assert clauses
    assert holds(clauses, {"pk": {"N": "1"}}, {":p": {"N": "1.0"}}, {}) is None
    assert holds(clauses, {}, {":p": {"S": "x"}}, {}) is None
