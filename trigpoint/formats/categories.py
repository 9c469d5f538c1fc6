"""Label category configuration files (facts: ground-truth 2.3)."""

from __future__ import annotations

from typing import Any

from trigpoint.domain.errors import CategoriesError
from trigpoint.formats import jsontext

MAX_NAME_CHARACTERS = 256
FIX = 'Write {"labels": [{"label": "a"}, {"label": "b"}]}.'


class Category(str):
    """A category's name that knows its `shortDisplayName`, which named entities are shown with."""

    short: str

    def __new__(cls, name: str, short: str) -> Category:
        self = super().__new__(cls, name)
        self.short = short
        return self


def short_name(category: str) -> str:
    """The short name of a category; its name where it has none."""
    return category.short if isinstance(category, Category) else category


def parse_categories(data: bytes, minimum: int = 2) -> tuple[str, ...]:
    """The category names in their order; `document-version` may be missing.

    Raises CategoriesError naming the entry. `minimum` is 2 for classification, 1 for all else.
    """
    entries = parsed(data).get("labels")
    if not isinstance(entries, list):
        raise CategoriesError("The label category configuration has no list named labels.", FIX)
    names = tuple(category_name(entry, index) for index, entry in enumerate(entries))
    check_unique(names)
    if len(names) < minimum:
        raise CategoriesError(f"labels has {len(names)} entries, fewer than {minimum}.", FIX)
    return names


def parsed(data: bytes) -> dict[str, Any]:
    try:
        document = jsontext.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise CategoriesError(f"The label category configuration is not JSON: {error}.", FIX) from None
    if not isinstance(document, dict):
        raise CategoriesError("The label category configuration is not a JSON object.", FIX)
    return document


def category_name(entry: Any, index: int) -> str:
    name = entry.get("label") if isinstance(entry, dict) else None
    if not isinstance(name, str) or not name.strip():
        raise CategoriesError(f"labels[{index}] has no label text.", FIX)
    if len(name) > MAX_NAME_CHARACTERS:
        raise CategoriesError(
            f"labels[{index}].label has {len(name)} characters.", f"Use at most {MAX_NAME_CHARACTERS}."
        )
    short = entry.get("shortDisplayName")
    return Category(name, short) if isinstance(short, str) and short else name


def check_unique(names: tuple[str, ...]) -> None:
    first: dict[str, int] = {}
    for index, name in enumerate(names):
        if name in first:
            raise CategoriesError(
                f"labels[{index}].label repeats {name!r} of labels[{first[name]}].",
                "Name every label once.",
            )
        first[name] = index
