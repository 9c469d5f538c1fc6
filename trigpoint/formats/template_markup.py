"""The HTML of a worker template as its linter sees it.

Liquid is hidden from the HTML tokenizer: markup becomes space, an output becomes `OUTPUT` characters, so that
places stay and a quote inside `{{ }}` ends no attribute.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from liquid import Environment

from trigpoint.formats.html_tokens import Attribute, Tag, start_tags

TOKENS_OF = Environment().tokenizer()
CLOSING = {"{{": "}}", "{%": "%}"}
OPENING = re.compile(r"\{\{|\{%")
VERBATIM = re.compile(r"-?\s{0,50}(raw|comment|doc)\b")
OUTPUT = "\ue000"
LIQUID = ("{{", "{%")


class Outline:
    """A template's start tags. Places are offsets into `source`."""

    def __init__(self, source: str, *, liquid: bool = True) -> None:
        """With `liquid=False` the source is a rendered page. Raises LiquidError for Liquid that has no end."""
        self.source = source
        self.tags = tuple(start_tags(hidden(source) if liquid else own(source)))
        self._lines = [0, *(at + 1 for at, one in enumerate(source) if one == "\n")]

    def position(self, place: int) -> tuple[int, int]:
        """Line and column, from 1."""
        line = bisect_right(self._lines, place)
        return line, place - self._lines[line - 1] + 1

    def blocks(self, kind: str) -> Iterator[Tag]:
        """Elements named `kind` that hold text of their own."""
        return (tag for tag in self.tags if tag.name == kind and tag.text)

    def written(self, attribute: Attribute) -> str:
        """The value as it stands in the source, Liquid included."""
        return self.source[attribute.start : attribute.end]

    def varies(self, attribute: Attribute) -> bool:
        return any(mark in self.written(attribute) for mark in LIQUID)


def unclosed(source: str) -> int | None:
    """Where Liquid begins that has no end. Looked for first: Liquid's own reader takes quadratic time to find it."""
    at = 0
    while found := OPENING.search(source, at):
        verbatim = VERBATIM.match(source, found.end()) if found[0] == "{%" else None
        end = source.find(f"end{verbatim[1]}" if verbatim else CLOSING[found[0]], found.end())
        if end < 0:
            return found.start()
        at = end + 2
    return None


def hidden(source: str) -> str:
    """The source, as long as it is, without its Liquid."""
    text, end = list[str](), 0
    for kind, at, value in pieces(source):
        text += [blank(source[end:at], " "), own(value) if kind == "content" else blank(value, OUTPUT)]
        end = at + len(value)
    return "".join([*text, blank(source[end:], " ")])


def pieces(source: str) -> Iterator[tuple[str, int, str]]:
    """Content and outputs with their places. White space that a `-` eats lies before what is left of a piece."""
    end = 0
    for token in TOKENS_OF(source):
        if token.kind in ("content", "output"):
            at = source.find(token.value, max(end, token.start_index))
            yield token.kind, at, token.value
            end = at + len(token.value)


def own(text: str) -> str:
    """The text without the character that stands for outputs."""
    return text.replace(OUTPUT, " ")


def blank(text: str, mark: str) -> str:
    return "".join(one if one == "\n" else mark for one in text)
