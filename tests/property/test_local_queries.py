"""The quick answer to a key condition is the emulator's own answer, for every form it takes on."""

from __future__ import annotations

import importlib.util
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from ministack.services import dynamodb

from trigpoint.local import queries
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


def a_module() -> Any:
    """A copy of the emulator's module with a table of its own."""
    spec = importlib.util.spec_from_file_location("dynamodb_for_queries", str(dynamodb.__file__))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    keys = {"pk": "HASH", "sk": "RANGE"}
    module._create_table(
        {
            "TableName": "rows",
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": name, "KeyType": kind} for name, kind in keys.items()],
            "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in keys],
        }
    )
    return module


MODULE = a_module()
ORIGINAL = MODULE._query
QUICK = queries._ranging(MODULE, ORIGINAL)
KEYS = st.lists(st.text(alphabet="ab#0é\U0001f600", min_size=1, max_size=3), max_size=12, unique=True)
PLAIN_FORMS = [form for form in FORMS if "#" not in form]


@given(
    keys=KEYS,
    form=st.sampled_from([*PLAIN_FORMS, "pk = :p AND sk = :s", "sk = :s", "pk > :p", "pk = :p AND pk = :s", "", "pk"]),
    wanted=st.text(alphabet="ab#0é", max_size=3),
    options=st.fixed_dictionaries(
        {},
        optional={
            "Limit": st.integers(-1, 5),
            "ConsistentRead": st.booleans(),
            "ScanIndexForward": st.booleans(),
            "ExclusiveStartKey": st.just({"pk": {"S": "p"}, "sk": {"S": "a"}}),
        },
    ),
    operand=st.sampled_from(["S", "N"]),
)
def test_a_quick_query_is_the_emulators_query(
    keys: list[str], form: str, wanted: str, options: dict[str, Any], operand: str
) -> None:
    MODULE._tables.get("rows")["items"].clear()
    for key in keys:
        MODULE._put_item({"TableName": "rows", "Item": {"pk": {"S": "p"}, "sk": {"S": key}}})
    values = {":p": {"S": "p"}} | ({":s": {operand: wanted}} if ":s" in form else {})
    request = {"TableName": "rows", "KeyConditionExpression": form, "ExpressionAttributeValues": values, **options}
    assert QUICK(json.loads(json.dumps(request))) == ORIGINAL(json.loads(json.dumps(request)))


@pytest.mark.parametrize("form", PLAIN_FORMS)
def test_the_common_forms_never_reach_the_emulators_query(form: str) -> None:
    def original(_data: dict[str, Any]) -> None:
        raise AssertionError(form)

    values = {":p": {"S": "p"}} | ({":s": {"S": "a"}} if ":s" in form else {})
    query = queries._ranging(MODULE, original)
    query({"TableName": "rows", "KeyConditionExpression": form, "ExpressionAttributeValues": values, "Limit": 3})
