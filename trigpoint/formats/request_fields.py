"""Reading a request field by field: every complaint names the field's path."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.domain.errors import RecipeError


class Fields:
    """A JSON object of a request and the path to it. Absent and null mean the same."""

    def __init__(self, document: Any, path: str = "") -> None:
        if not isinstance(document, Mapping):
            raise RecipeError(f"{path or 'The request'} is not an object.", "Write it as {...}.")
        self.document = document
        self.path = path

    def at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name

    def wrong(self, name: str, what: str, fix: str = "") -> RecipeError:
        return RecipeError(f"{self.at(name)} {what}.", fix)

    def value(self, name: str) -> Any:
        return self.document.get(name)

    def part(self, name: str) -> Fields:
        """A nested object; an empty one where it is absent."""
        value = self.value(name)
        return Fields({} if value is None else value, self.at(name))

    def text(self, name: str, default: str = "") -> str:
        value = self.value(name)
        if value is None:
            return default
        if not isinstance(value, str):
            raise self.wrong(name, "is not a string")
        return value

    def required_text(self, name: str, fix: str = "") -> str:
        value = self.text(name)
        if not value:
            raise self.wrong(name, "is missing", fix or f"Set {self.at(name)}.")
        return value

    def number(self, name: str, default: int, low: int, high: int | None = None) -> int:
        value = self.value(name)
        if value is None:
            return default
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.wrong(name, "is not a whole number")
        if value < low or (high is not None and value > high):
            bounds = f"{low} or more" if high is None else f"from {low} to {high}"
            raise self.wrong(name, f"is {value}", f"Use a number {bounds}.")
        return value

    def list(self, name: str) -> Sequence[Any]:
        value = self.value(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            raise self.wrong(name, "is not a list")
        return value
