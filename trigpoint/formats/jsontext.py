"""JSON as the output files carry it: one line, Unicode kept as it is, no NaN or Infinity."""

from __future__ import annotations

import json
from typing import Any, NoReturn


def dumps(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def encode(value: Any) -> bytes:
    """`dumps` in UTF-8. A lone surrogate, legal in JSON but not in UTF-8, stays an escape."""
    try:
        return dumps(value).encode()
    except UnicodeEncodeError:
        return json.dumps(value, allow_nan=False).encode()


def refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")


def finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise ValueError(f"the number {text} is out of range")
    return number


def loads(text: str | bytes) -> Any:
    """Strict JSON. Raises json.JSONDecodeError with a position, or another ValueError."""
    return json.loads(text, parse_constant=refuse_constant, parse_float=finite)
