"""Reading a crowd element's value out of an answer: {widget name: value}. Every error names widget and field."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import AnswerError

MOST_SIDE = 100_000


def refused(field: str, what: str, fix: str = "") -> AnswerError:
    return AnswerError(f"{field} {what}.", fix or "Correct it in the template, or answer again.")


@dataclass(frozen=True, slots=True)
class Field:
    """A value and where it stands in the answer, such as `boxes.boundingBoxes[2].left`."""

    name: str
    value: Any

    def member(self, key: str) -> Field:
        """A member of an object. Raises AnswerError where this is none, or has no such member."""
        if not isinstance(self.value, Mapping):
            raise refused(self.name, "is not an object")
        if key not in self.value:
            raise refused(f"{self.name}.{key}", "is missing")
        return Field(f"{self.name}.{key}", self.value[key])

    def items(self, most: int) -> list[Field]:
        """The entries of a list of at most `most`."""
        if not isinstance(self.value, list):
            raise refused(self.name, "is not a list")
        if len(self.value) > most:
            raise refused(self.name, f"has {len(self.value)} entries, more than {most}")
        return [Field(f"{self.name}[{index}]", value) for index, value in enumerate(self.value)]

    def number(self) -> float:
        """A finite number; JSON readers take NaN and Infinity too."""
        if isinstance(self.value, bool) or not isinstance(self.value, int | float) or not math.isfinite(self.value):
            raise refused(self.name, f"is {self.value!r}, which is not a number")
        return float(self.value)

    def whole(self) -> int:
        """A whole number of 0 or more."""
        found = self.number()
        if found != int(found) or found < 0:
            raise refused(self.name, f"is {self.value!r}, which is not a whole number of 0 or more")
        return int(found)

    def category(self, categories: Sequence[str]) -> str:
        if not isinstance(self.value, str) or self.value not in categories:
            raise refused(
                self.name,
                f"is {self.value!r}, which is not a category of the job",
                f"Choose one of: {', '.join(categories)}.",
            )
        return self.value

    def text(self) -> str:
        if not isinstance(self.value, str):
            raise refused(self.name, "is not a string")
        return self.value


def widget_with(content: Mapping[str, Any], key: str) -> Field:
    """The one widget whose value has the member `key`. Raises AnswerError."""
    if not isinstance(content, Mapping):
        raise AnswerError("The answer is not an object.", f'Send {{"<widget name>": {{"{key}": ...}}}}.')
    found = [Field(name, value) for name, value in content.items() if isinstance(value, Mapping) and key in value]
    if not found:
        widgets = ", ".join(map(str, content)) or "none"
        raise AnswerError(f"No widget of the answer holds {key} (widgets: {widgets}).", "Answer before submitting.")
    if len(found) > 1:
        names = " and ".join(one.name for one in found)
        raise AnswerError(f"Widgets {names} each hold {key}.", "Keep one such element in the template.")
    return found[0]


def picture_size(widget: Field) -> tuple[int, int]:
    """(width, height) of `inputImageProperties`."""
    properties = widget.member("inputImageProperties")
    width, height = properties.member("width").whole(), properties.member("height").whole()
    if not 0 < width <= MOST_SIDE or not 0 < height <= MOST_SIDE:
        raise refused(properties.name, f"says {width} x {height} pixels")
    return width, height


def modified(widget: Field) -> bool | None:
    """`initialValueModified`: whether the worker changed what was there; None where the element says nothing."""
    flag = widget.value.get("initialValueModified")
    if flag is not None and not isinstance(flag, bool):
        raise refused(f"{widget.name}.initialValueModified", "is not true or false")
    return flag
