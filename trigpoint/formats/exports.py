"""Labelled manifests as tables people open elsewhere: CSV and JSON Lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from trigpoint.formats import jsontext
from trigpoint.formats.output_manifest import metadata_key, parse_output_line

COLUMNS = ("id", "source", "label", "confidence", "human-annotated")


def labelled(lines: Iterable[bytes], attribute: str) -> Iterator[tuple[int, dict[str, Any]]]:
    """(object id, line) of the lines of an output manifest that carry the label."""
    for number, text in enumerate(lines):
        document = parse_output_line(text, number)
        if attribute in document:
            yield number, document


def row_of(number: int, document: Mapping[str, Any], attribute: str) -> dict[str, Any]:
    """One table row. The label is the class name where there is one, else the label's JSON."""
    found = document.get(metadata_key(attribute))
    metadata: Mapping[str, Any] = found if isinstance(found, dict) else {}
    value = metadata.get("class-name", document[attribute])
    return {
        "id": number,
        "source": document.get("source", document.get("source-ref", "")),
        "label": value if isinstance(value, str) else jsontext.dumps(value),
        "confidence": metadata.get("confidence", ""),
        "human-annotated": metadata.get("human-annotated", ""),
    }


def to_csv(lines: Iterable[bytes], attribute: str) -> Iterator[str]:
    """CSV text, header first, one piece a row; line ends are CRLF as RFC 4180 asks."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS)
    writer.writeheader()
    yield buffer.getvalue()
    for number, document in labelled(lines, attribute):
        buffer.seek(0)
        buffer.truncate()
        writer.writerow(row_of(number, document, attribute))
        yield buffer.getvalue()


def to_jsonl(lines: Iterable[bytes], attribute: str) -> Iterator[str]:
    """The same rows as JSON Lines, one piece a row, each ended by a newline."""
    for number, document in labelled(lines, attribute):
        yield jsontext.dumps(row_of(number, document, attribute)) + "\n"
