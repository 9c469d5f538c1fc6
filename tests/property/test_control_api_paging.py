"""Pages: together they are the list, whatever comes and goes between them, and no token can be bent."""

from __future__ import annotations

import string
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trigpoint.formats.page_token import seal, unseal
from trigpoint.formats.paging import paged
from trigpoint.formats.sagemaker_errors import ValidationException

KEY = b"k" * 32
ROWS = st.lists(st.tuples(st.integers(0, 5), st.text(string.ascii_lowercase, min_size=1, max_size=3)), unique=True)
ORDER = st.sampled_from(["Ascending", "Descending"])
FLIPS = st.sampled_from(string.ascii_letters + string.digits + "-_.=")


def pages(rows: Any, request: dict[str, Any]) -> Any:
    """(rows, token) of every page; `rows()` is read anew for each."""
    while True:
        shown, following = paged(rows(), list, "ListThings", request, KEY)
        yield shown
        if not following:
            return
        request = request | following


@given(ROWS, st.integers(1, 7), ORDER)
def test_pages_together_are_the_sorted_list(rows: list[tuple[int, str]], size: int, order: str) -> None:
    found = list(pages(lambda: rows, {"MaxResults": size, "SortOrder": order}))
    assert [row for page in found for row in page] == sorted(rows, reverse=order == "Descending")
    assert all(len(page) == size for page in found[:-1])
    assert not rows or found[-1]


@given(ROWS, ROWS, st.integers(1, 4), ORDER)
def test_rows_that_stay_are_shown_once_whatever_comes_and_goes(
    before: list[tuple[int, str]], after: list[tuple[int, str]], size: int, order: str
) -> None:
    worlds = iter([before, *[after] * 1000])
    shown = [row for page in pages(lambda: next(worlds), {"MaxResults": size, "SortOrder": order}) for row in page]
    assert len(shown) == len(set(shown))
    assert set(before) & set(after) <= set(shown)


@given(st.lists(st.one_of(st.integers(), st.text(max_size=9), st.floats(allow_nan=False))))
def test_a_token_comes_back(position: list[Any]) -> None:
    request = {"SortBy": "Name"}
    token = seal(position, "ListThings", request, KEY)
    assert unseal("ListThings", {**request, "MaxResults": 3, "NextToken": token}, KEY) == position


@given(st.integers(0, 200), FLIPS)
def test_an_altered_token_is_refused(place: int, letter: str) -> None:
    token = seal([3, "job"], "ListThings", {}, KEY)
    at = place % len(token)
    bent = token[:at] + letter + token[at + 1 :]
    if bent != token:
        with pytest.raises(ValidationException):
            unseal("ListThings", {"NextToken": bent}, KEY)


@pytest.mark.parametrize(
    ("operation", "request_", "key"),
    [("ListOthers", {}, KEY), ("ListThings", {"SortBy": "Name"}, KEY), ("ListThings", {}, b"another caller")],
)
def test_a_token_belongs_to_its_query_and_caller(operation: str, request_: dict[str, Any], key: bytes) -> None:
    token = seal(1, "ListThings", {}, KEY)
    with pytest.raises(ValidationException):
        unseal(operation, {**request_, "NextToken": token}, key)


@pytest.mark.parametrize("token", ["", ".", "a", "a.b", "é.é", "x" * 8192])
def test_what_is_no_token_is_refused(token: str) -> None:
    with pytest.raises(ValidationException):
        unseal("ListThings", {"NextToken": token}, KEY)
