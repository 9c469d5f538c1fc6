"""A page of rows that are all at hand: where it starts is the sort key of the last row shown.

Rows that come or go between two pages neither repeat nor hide others.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from trigpoint.formats.page_token import seal, unseal

Row = TypeVar("Row")
PAGE = 10
"""Rows of a page unless MaxResults says otherwise."""


def paged(
    rows: Iterable[Row],
    place: Callable[[Row], list[Any]],
    operation: str,
    request: Mapping[str, Any],
    seal_key: bytes,
    *,
    page: int = PAGE,
) -> tuple[list[Row], dict[str, str]]:
    """The rows of the requested page in the order of `place`, which is unique, and {"NextToken"} if more follow.

    Raises ValidationException for a token of another request.
    """
    descending = request.get("SortOrder") == "Descending"
    after = unseal(operation, request, seal_key)
    ordered = sorted(rows, key=place, reverse=descending)
    left = [row for row in ordered if after is None or beyond(place(row), after, descending)]
    shown = left[: request.get("MaxResults", page)]
    if len(shown) == len(left):
        return shown, {}
    return shown, {"NextToken": seal(place(shown[-1]), operation, request, seal_key)}


def beyond(place: list[Any], after: list[Any], descending: bool) -> bool:
    return place < after if descending else place > after
