"""Start tags and raw blocks of an HTML text, as the tokenizer of the HTML standard finds them, with their places.

Python's own parser takes quadratic time on hostile texts, and does not say how an attribute was quoted. This one
looks at every character a fixed number of times.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from string import ascii_letters, ascii_lowercase, ascii_uppercase

SPACE = " \t\n\r\f"
RAW = frozenset({"script", "style", "textarea", "title", "xmp", "iframe", "noembed", "noframes"})
"""Elements whose content is text up to their own end tag."""

_LOWER = str.maketrans(ascii_uppercase, ascii_lowercase)


@dataclass(frozen=True, slots=True)
class Attribute:
    """`start` and `end` are the places of its value without quotes, `place` that of its name."""

    name: str
    value: str
    quoted: bool
    place: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Tag:
    """A start tag; `text` is what a raw element holds, from the place `inside`."""

    name: str
    place: int
    attributes: tuple[Attribute, ...]
    inside: int
    text: str = ""

    def get(self, name: str) -> str:
        """The value of an attribute; the first counts, as in a browser."""
        return next((one.value for one in self.attributes if one.name == name), "")


def start_tags(text: str) -> Iterator[Tag]:
    """Every start tag that is complete, in order."""
    plain, at = text.translate(_LOWER), 0
    while (at := plain.find("<", at)) >= 0:
        following = plain[at + 1 : at + 2]
        if following and following in ascii_letters:
            tag = start_tag(plain, text, at)
            if tag is None:
                return
            yield tag
            at = tag.inside + len(tag.text)
        elif following and following in "!?/":
            at = comment_end(plain, at)
        else:
            at += 1


def comment_end(plain: str, at: int) -> int:
    """The place behind a comment, an end tag or a declaration."""
    mark, start = ("-->", at + 2) if plain.startswith("<!--", at) else (">", at + 2)
    end = plain.find(mark, start)
    return len(plain) if end < 0 else end + len(mark)


def start_tag(plain: str, text: str, place: int) -> Tag | None:
    """The tag that begins at `place`; None when the text ends within it."""
    at = until(plain, place + 1, SPACE + "/>")
    name, found = plain[place + 1 : at], list[Attribute]()
    while at < len(plain) and plain[at] != ">":
        if plain[at] in SPACE + "/":
            at += 1
            continue
        one, at = attribute(plain, text, at)
        found.append(one)
    if at >= len(plain):
        return None
    return Tag(name, place, tuple(found), at + 1, raw_text(plain, text, name, at + 1))


def attribute(plain: str, text: str, place: int) -> tuple[Attribute, int]:
    """The attribute whose name begins at `place`, and the place behind it."""
    # A `=` may begin a name, as the standard has it.
    at = until(plain, place + 1, SPACE + "/>=")
    name, sign = plain[place:at], past(plain, at)
    if plain[sign : sign + 1] != "=":
        return Attribute(name, "", True, place, at, at), at
    start = past(plain, sign + 1)
    mark = plain[start : start + 1]
    if mark and mark in "\"'":
        end = plain.find(mark, start + 1)
        end = len(plain) if end < 0 else end
        return Attribute(name, unescape(text[start + 1 : end]), True, place, start + 1, end), end + 1
    end = until(plain, start, SPACE + ">")
    return Attribute(name, unescape(text[start:end]), False, place, start, end), end


def raw_text(plain: str, text: str, name: str, start: int) -> str:
    """What a raw element holds; empty for any other."""
    if name not in RAW:
        return ""
    end, mark = start, f"</{name}"
    while (end := plain.find(mark, end)) >= 0:
        if plain[end + len(mark) : end + len(mark) + 1] in ("", *SPACE, "/", ">"):
            return text[start:end]
        end += len(mark)
    return text[start:]


def until(plain: str, at: int, marks: str) -> int:
    while at < len(plain) and plain[at] not in marks:
        at += 1
    return at


def past(plain: str, at: int) -> int:
    """The next place that is no space."""
    while at < len(plain) and plain[at] in SPACE:
        at += 1
    return at
