"""JSON as worker templates write it in attributes: single quotes, bare keys, trailing commas, comments.

The same language as frontend/elements/relaxed-json.ts, which reads the attributes in the page.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, TypeVar

SPACE = re.compile(r"(?:\s|//[^\n]*|/\*.*?\*/)+", re.DOTALL)
NUMBER = re.compile(r"[+-]?(?:0[xX][\da-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)", re.ASCII)
WORD = re.compile(r"[^\W\d][\w$-]*|\$[\w$-]*")
HEX = re.compile(r"[\da-fA-F]+")
WORDS: dict[str, Any] = {"true": True, "false": False, "null": None, "undefined": None}
WORDS |= {"True": True, "False": False, "None": None}
"""What Liquid prints of a list of objects is Python's."""
ESCAPES = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "\n": ""}
HEX_DIGITS = {"u": 4, "x": 2}
DEEPEST = 100

T = TypeVar("T")


class RelaxedJsonError(ValueError):
    """What is not even relaxed JSON, and at which character."""


def parse_relaxed(text: str) -> Any:
    """The value of the text. Raises RelaxedJsonError."""
    reader = Reader(text)
    value = reader.value()
    if reader.peek():
        raise reader.error("the end")
    return value


class Reader:
    def __init__(self, text: str) -> None:
        self._text, self._at, self._depth = text, 0, 0

    def value(self) -> Any:
        following = self.peek()
        if following == "{":
            return dict(self.items("}", self.entry))
        if following == "[":
            return self.items("]", self.value)
        if following in ("'", '"'):
            return self.string()
        if number := self.match(NUMBER):
            return number_of(number)
        word = self.match(WORD)
        if word in WORDS:
            return WORDS[word]
        raise self.error("a value")

    def entry(self) -> tuple[str, Any]:
        key = self.string() if self.peek() in ("'", '"') else self.match(NUMBER) or self.match(WORD)
        if key is None:
            raise self.error("a key")
        self.expect(":")
        return key, self.value()

    def items(self, close: str, item: Callable[[], T]) -> list[T]:
        self._at, self._depth = self._at + 1, self._depth + 1
        if self._depth > DEEPEST:
            raise self.error(f"at most {DEEPEST} levels")
        found: list[T] = []
        while self.peek() != close:
            found.append(item())
            if self.peek() != close:
                self.expect(",")
        self._at, self._depth = self._at + 1, self._depth - 1
        return found

    def string(self) -> str:
        quote, out = self.take(), ""
        while (one := self.take()) != quote:
            out += self.escape() if one == "\\" else one
        return out

    def escape(self) -> str:
        one = self.take()
        digits = HEX_DIGITS.get(one)
        if digits is None:
            return ESCAPES.get(one, one)
        code = self._text[self._at : self._at + digits]
        if len(code) < digits or not HEX.fullmatch(code):
            raise self.error(f"{digits} hex digits")
        self._at += digits
        return chr(int(code, 16))

    def take(self) -> str:
        if self._at >= len(self._text):
            raise self.error("the end of a string")
        self._at += 1
        return self._text[self._at - 1]

    def peek(self) -> str:
        """The next character that is no space; empty at the end."""
        if space := SPACE.match(self._text, self._at):
            self._at = space.end()
        return self._text[self._at : self._at + 1]

    def expect(self, mark: str) -> None:
        if self.peek() != mark:
            raise self.error(f"'{mark}'")
        self._at += 1

    def match(self, pattern: re.Pattern[str]) -> str | None:
        found = pattern.match(self._text, self._at)
        if found is None:
            return None
        self._at = found.end()
        return found[0]

    def error(self, wanted: str) -> RelaxedJsonError:
        return RelaxedJsonError(f"{wanted} expected at character {self._at + 1}")


def number_of(text: str) -> float:
    plain = text.lstrip("+-")
    size = int(plain, 16) if plain[:2].lower() == "0x" else float(plain)
    return -size if text.startswith("-") else size
