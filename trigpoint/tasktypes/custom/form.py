"""A form's answer as a flat table of fields, and back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

JOIN, ESCAPED = ".", "\\."


def flat(content: Mapping[str, Any], path: str = "") -> dict[str, Any]:
    """{"a": {"b": 1}, "c": [2]} -> {"a.b": 1, "c": [2]}. A dot in a name is escaped; an empty object is a value."""
    found: dict[str, Any] = {}
    for name, value in content.items():
        key = path + str(name).replace("\\", "\\\\").replace(JOIN, ESCAPED)
        found |= flat(value, key + JOIN) if isinstance(value, Mapping) and value else {key: value}
    return found


def nested(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The way back. Where a field is a value in some answers and an object in others, the object stays."""
    found: dict[str, Any] = {}
    for key, value in fields.items():
        *outer, last = names_of(key)
        place = found
        for name in outer:
            inner = place.get(name)
            place[name] = inner if isinstance(inner, dict) else {}
            place = place[name]
        if not isinstance(place.get(last), dict):
            place[last] = value
    return found


def names_of(key: str) -> list[str]:
    names, at = [""], 0
    while at < len(key):
        if key[at] == "\\" and at + 1 < len(key):
            at += 1
            names[-1] += key[at]
        elif key[at] == JOIN:
            names.append("")
        else:
            names[-1] += key[at]
        at += 1
    return names
