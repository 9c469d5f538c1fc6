"""Queries without parsing the key condition again for every row.

85 % of a Query's time in the emulator is spent tokenising and checking the same key condition for each
row of the partition, before Limit (facts: local-runtime-speed 2). The common forms over string keys are
answered here; everything else goes to the emulator's own code. A query of the table itself that asks for
nothing but a range of sort keys does not look at the rows outside of it.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable
from typing import Any

_CLAUSE = re.compile(
    r"(?P<name>[#\w]+)\s*(?P<operator>=|<=|>=|<|>)\s*(?P<value>:\w+)"
    r"|begins_with\s*\(\s*(?P<prefixed>[#\w]+)\s*,\s*(?P<prefix>:\w+)\s*\)"
)
Clause = tuple[str, str, str]
"""(attribute or its alias, operator, value reference)"""

# Strings compare by code point, which is the order of their UTF-8 bytes.
_HOLDS: dict[str, Callable[[str, str], bool]] = {
    "=": operator.eq,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "begins_with": str.startswith,
}


@functools.lru_cache(maxsize=512)
def parse(expression: str) -> tuple[Clause, ...] | None:
    """The clauses of a key condition made of comparisons joined by AND; None for any other form."""
    clauses: list[Clause] = []
    for text in re.split(r"\s+AND\s+", expression.strip(), flags=re.IGNORECASE):
        found = _CLAUSE.fullmatch(text.strip())
        if found is None:
            return None
        if found["name"]:
            clauses.append((found["name"], found["operator"], found["value"]))
        else:
            clauses.append((found["prefixed"], "begins_with", found["prefix"]))
    return tuple(clauses)


def holds(
    clauses: tuple[Clause, ...], item: dict[str, Any], values: dict[str, Any], names: dict[str, str]
) -> bool | None:
    """Whether all clauses hold for the item; None if an operand is not a string."""
    for name, comparison, reference in clauses:
        left = item.get(names.get(name, name), {}).get("S")
        right = values.get(reference, {}).get("S")
        if left is None or right is None:
            return None
        if not _HOLDS[comparison](left, right):
            return False
    return True


PLAIN = frozenset(("TableName", "KeyConditionExpression", "ExpressionAttributeValues", "Limit", "ConsistentRead"))


def install(dynamodb: Any) -> None:
    dynamodb._evaluate_condition = _evaluating(dynamodb._evaluate_condition)
    dynamodb._query = _ranging(dynamodb, dynamodb._query)
    # Both depend on the expression's text alone, and a ledger has a few dozen of them.
    dynamodb._condition_syntax_error = functools.lru_cache(maxsize=512)(dynamodb._condition_syntax_error)
    dynamodb._tokenize = _remembering(dynamodb._tokenize)


def _remembering(original: Callable[[str], list[Any]]) -> Callable[[str], list[Any]]:
    @functools.lru_cache(maxsize=512)
    def tokens(expression: str) -> tuple[Any, ...]:
        return tuple(original(expression))

    return lambda expression: list(tokens(expression))


def _ranging(dynamodb: Any, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def query(data: dict[str, Any]) -> Any:
        table: dict[str, Any] | None = dynamodb._tables.get(data.get("TableName")) if PLAIN.issuperset(data) else None
        keys = sort_keys(table, data) if table else None
        if table is None or keys is None:
            return original(data)
        rows = table["items"].get(partition_of(data), {})
        page, more = dynamodb._paginate_evaluated_items([rows[key] for key in keys], data.get("Limit"), table)
        reply = {"Items": page, "Count": len(page), "ScannedCount": len(page)}
        if more:
            reply["LastEvaluatedKey"] = dynamodb._build_key(page[-1], table["pk_name"], table["sk_name"])
        return dynamodb.json_response(reply)

    return query


def partition_of(data: dict[str, Any]) -> str:
    """The partition key of a query that `sort_keys` takes on."""
    [(_, _, reference), *_] = parse(data["KeyConditionExpression"]) or ()
    return str(data["ExpressionAttributeValues"][reference]["S"])


def sort_keys(table: dict[str, Any], data: dict[str, Any]) -> list[str] | None:
    """Sort keys, in order, of the rows a query finds. None: it is not `pk = :p`, alone or with one condition
    on the sort key, over non-empty strings; or it is one the emulator has something to say about."""
    clauses = parse(data.get("KeyConditionExpression") or "")
    values: dict[str, Any] = data.get("ExpressionAttributeValues") or {}
    if not clauses or not _strings(table) or not _well_formed(table, clauses, values, data.get("Limit")):
        return None
    found = table["items"].get(values[clauses[0][2]]["S"], {})
    if len(clauses) == 1:
        return sorted(found)
    test, wanted = _HOLDS[clauses[1][1]], values[clauses[1][2]]["S"]
    return sorted(key for key in found if test(key, wanted))


def _strings(table: dict[str, Any]) -> bool:
    """Whether both keys of the table are strings."""
    types = {one["AttributeName"]: one["AttributeType"] for one in table.get("AttributeDefinitions", ())}
    return types.get(table["pk_name"]) == types.get(table["sk_name"]) == "S"


def _well_formed(table: dict[str, Any], clauses: tuple[Clause, ...], values: dict[str, Any], limit: Any) -> bool:
    names = [name for name, _, _ in clauses]
    references = {reference for _, _, reference in clauses}
    return (
        names == [table["pk_name"], table["sk_name"]][: len(names)]
        and clauses[0][1] == "="
        and references == values.keys()
        and len(references) == len(clauses)
        and all(isinstance(one, dict) and list(one) == ["S"] and one["S"] for one in values.values())
        and (limit is None or (type(limit) is int and limit > 0))
    )


def _evaluating(original: Callable[..., Any]) -> Callable[..., Any]:

    @functools.wraps(original)
    def evaluate(
        expression: str,
        item: dict[str, Any],
        values: dict[str, Any],
        names: dict[str, str],
        slot: str = "ConditionExpression",
    ) -> Any:
        clauses = parse(expression) if slot == "KeyConditionExpression" else None
        verdict = holds(clauses, item, values or {}, names or {}) if clauses else None
        return original(expression, item, values, names, slot) if verdict is None else verdict

    return evaluate
