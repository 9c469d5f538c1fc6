"""The output manifest: every input line, in order, with what was found out about it (ground-truth 3.3).

Pass-through keys keep their text byte for byte: a label is spliced in before the closing brace,
so that numbers, spacing and repeated keys of the customer's line survive.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trigpoint.domain.errors import ManifestError
from trigpoint.domain.work import Label, Outcome
from trigpoint.formats import jsontext
from trigpoint.formats.manifest import ManifestLine


def metadata_key(attribute: str) -> str:
    return f"{attribute}-metadata"


def merge(line: ManifestLine, label: Label | None, attribute: str) -> bytes:
    """The output line, without line end, of an input line and its label, if it has one.

    Unlabelled and skipped lines come out verbatim. A failed line that is not even JSON comes out
    as its failure alone, so that the output is valid JSON Lines whatever came in.
    """
    if label is None or label.outcome is Outcome.SKIPPED:
        return line.raw
    if label.outcome is Outcome.FAILED:
        return added(line, attribute, failure(attribute, label.reason))
    return added(line, attribute, label.content)


def failure(attribute: str, reason: str) -> dict[str, Any]:
    """What Ground Truth writes for an object it gave up on; there is no label key."""
    return {metadata_key(attribute): {"retry-count": 1, "failure-reason": reason, "human-annotated": "true"}}


def added(line: ManifestLine, attribute: str, content: Mapping[str, Any]) -> bytes:
    document = document_of(line)
    if document is None:
        return jsontext.encode(dict(content))
    stale = {attribute, metadata_key(attribute), *content} & document.keys()
    if stale:
        kept = {key: value for key, value in document.items() if key not in stale}
        return jsontext.encode({**kept, **content})
    return spliced(line.raw, bool(document), content)


def document_of(line: ManifestLine) -> dict[str, Any] | None:
    try:
        document = jsontext.loads(line.raw)
    except (ValueError, RecursionError):
        return None
    return document if isinstance(document, dict) else None


def spliced(raw: bytes, has_keys: bool, content: Mapping[str, Any]) -> bytes:
    if not content:
        return raw
    head = raw.rstrip()[:-1].rstrip()
    members = jsontext.encode(dict(content))[1:]
    return head + (b", " if has_keys else b"") + members


def already_labelled(document: Mapping[str, Any], attribute: str) -> bool:
    """Whether a chained job copies the line instead of labelling it (ground-truth 3.5)."""
    return attribute in document


def parse_output_line(text: str | bytes, number: int) -> dict[str, Any]:
    """A line of an output manifest. Raises ManifestError naming the line."""
    try:
        document = jsontext.loads(text)
    except ValueError as error:
        raise ManifestError(f"Line {number + 1} of the output manifest is not JSON: {error}.") from None
    if not isinstance(document, dict):
        raise ManifestError(f"Line {number + 1} of the output manifest is not a JSON object.")
    return document
