"""Reading input manifests: JSON Lines of any length, in constant memory (facts: ground-truth 2.1).

In: the file's bytes in pieces of any size. Out: lines with their byte ranges, or shards. A bad
line is the trouble of its object alone; only a file that is no manifest at all fails the job.
"""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import ManifestError
from trigpoint.domain.work import SHARD_OBJECTS, Shard
from trigpoint.formats import jsontext

MAX_LINE_CHARACTERS = 100_000
MAX_VALUE_CHARACTERS = 20_000
MAX_LINE_BYTES = 8 << 20
"""A line beyond this is no manifest line but a file without line ends: reading stops there."""
MAX_BLANK_LINES = 10_000
"""Blank lines in a row that are held back until it is known whether the file ends with them."""


@dataclass(frozen=True, slots=True)
class ManifestLine:
    """One line. `number` is the object id (0-based); bytes [start, end) include the line end.

    `raw` has neither line end nor byte order mark.
    """

    number: int
    start: int
    end: int
    raw: bytes

    @property
    def blank(self) -> bool:
        return not self.raw.strip()


class ManifestReader:
    """Iterates once over the lines of a manifest. `bom` tells, from the first line on, of a BOM."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self.chunks = chunks
        self.bom = False

    def __iter__(self) -> Iterator[ManifestLine]:
        """Lines up to the last that is not blank. Raises ManifestError if there is none."""
        held: list[ManifestLine] = []
        empty = True
        for line in self.lines():
            if line.blank:
                held.append(line)
                check_blank_run(held)
                continue
            empty = False
            yield from held
            held.clear()
            yield line
        if empty:
            raise ManifestError("The manifest holds no lines.", "Upload one JSON object a line.")

    def lines(self) -> Iterator[ManifestLine]:
        for number, (start, text) in enumerate(raw_lines(self.chunks)):
            if number == 0 and text.startswith(codecs.BOM_UTF8):
                self.bom = True
                yield ManifestLine(0, start, start + len(text), without_end(text[len(codecs.BOM_UTF8) :]))
            else:
                yield ManifestLine(number, start, start + len(text), without_end(text))


def raw_lines(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """(start byte, line with its line end) of every line; the last may lack its line end."""
    position, rest = 0, bytearray()
    for chunk in chunks:
        *whole, tail = chunk.split(b"\n")
        for piece in whole:
            line = bytes(rest) + piece + b"\n"
            rest.clear()
            yield position, line
            position += len(line)
        rest += tail
        if len(rest) > MAX_LINE_BYTES:
            raise ManifestError(
                f"The manifest has a line of more than {MAX_LINE_BYTES:,} bytes from byte {position} on.",
                "Write one JSON object a line, each ended by a newline.",
            )
    if rest:
        yield position, bytes(rest)


def without_end(text: bytes) -> bytes:
    if text.endswith(b"\n"):
        text = text[:-1]
    return text.removesuffix(b"\r")


def check_blank_run(held: list[ManifestLine]) -> None:
    if len(held) > MAX_BLANK_LINES:
        raise ManifestError(
            f"More than {MAX_BLANK_LINES:,} blank lines in a row from line {held[0].number + 1} on.",
            "Remove the blank lines.",
        )


def split(chunks: Iterable[bytes]) -> Iterator[Shard]:
    """Shards of SHARD_OBJECTS lines that tile the manifest up to its last line that counts.

    Raises ManifestError for a manifest without lines.
    """
    number, start, end, count = 0, 0, 0, 0
    for line in ManifestReader(chunks):
        if count == SHARD_OBJECTS:
            yield Shard(number, start, end, count)
            number, start, count = number + 1, end, 0
        count, end = count + 1, line.end
    yield Shard(number, start, end, count)


def shard_lines(shard: Shard, chunks: Iterable[bytes]) -> Iterator[ManifestLine]:
    """The lines of one shard, given its bytes; blank lines included: they are failing objects."""
    first = shard.number * SHARD_OBJECTS
    for index, (start, text) in enumerate(raw_lines(chunks)):
        body = text.removeprefix(codecs.BOM_UTF8) if shard.start + start == 0 else text
        at = shard.start + start
        yield ManifestLine(first + index, at, at + len(text), without_end(body))


def parse_object(line: ManifestLine) -> dict[str, Any]:
    """The line as a JSON object, checked. Raises ManifestError naming line and column or attribute."""
    if line.blank:
        raise bad_line(line, "is blank", "Remove the line or write a JSON object.")
    document = parsed(line, decoded(line))
    if not isinstance(document, dict):
        raise bad_line(line, "is not a JSON object", 'Write {"source": ...} or {"source-ref": ...}.')
    check_source(line, document)
    check_attributes(line, document)
    return document


def decoded(line: ManifestLine) -> str:
    try:
        text = line.raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise bad_line(line, f"is not UTF-8 at byte {error.start + 1}", "Save the manifest as UTF-8.") from None
    if len(text) > MAX_LINE_CHARACTERS:
        raise bad_line(
            line,
            f"has {len(text):,} characters, more than {MAX_LINE_CHARACTERS:,}",
            "Put large data in S3 and refer to it with source-ref.",
        )
    return text


def parsed(line: ManifestLine, text: str) -> Any:
    try:
        return jsontext.loads(text)
    except json.JSONDecodeError as error:
        raise bad_line(line, f"is not JSON at column {error.colno}: {error.msg}", "Correct the line.") from None
    except (ValueError, RecursionError) as error:
        raise bad_line(line, f"is not JSON: {error}", "Correct the line.") from None


def check_source(line: ManifestLine, document: dict[str, Any]) -> None:
    given = [key for key in ("source", "source-ref") if key in document]
    if len(given) != 1:
        what = "has both source and source-ref" if given else "has neither source nor source-ref"
        raise bad_line(line, what, "Give exactly one of the two.")
    if not isinstance(document[given[0]], str):
        raise bad_line(line, f"has a {given[0]} that is not a string", "Write it in quotes.")


def check_attributes(line: ManifestLine, document: dict[str, Any]) -> None:
    for name, value in document.items():
        if name.startswith("$"):
            raise bad_line(line, f"has an attribute {name!r}", "Attribute names must not start with $.")
        size = len(value) if isinstance(value, str) else len(jsontext.dumps(value))
        if size > MAX_VALUE_CHARACTERS:
            raise bad_line(
                line,
                f"has {size:,} characters in attribute {name!r}, more than {MAX_VALUE_CHARACTERS:,}",
                "Put large data in S3 and refer to it with source-ref.",
            )


def bad_line(line: ManifestLine, what: str, fix: str) -> ManifestError:
    return ManifestError(f"Line {line.number + 1} (object {line.number}) {what}.", fix)
