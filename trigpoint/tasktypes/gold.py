"""Gold: single categories known beforehand, in a key of the manifest's lines. They are kept, and teach who is right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.domain.errors import ManifestError
from trigpoint.formats.output_manifest import metadata_key


def gold_of(line: Mapping[str, Any], attribute: str, categories: Sequence[str]) -> str | None:
    """The category under `attribute`, None where the line has none.

    It is a category's name, or a label as Ground Truth writes it: a number whose metadata has the `class-name`.
    Raises ManifestError for anything else.
    """
    if not attribute or line.get(attribute) is None:
        return None
    found = named(line, attribute, categories)
    if found not in categories:
        raise ManifestError(
            f"The gold label under {attribute!r} is {line[attribute]!r}, which is not a category of the job.",
            f"Use one of: {', '.join(categories)}.",
        )
    return str(found)


def named(line: Mapping[str, Any], attribute: str, categories: Sequence[str]) -> Any:
    value, metadata = line[attribute], line.get(metadata_key(attribute))
    if isinstance(metadata, Mapping) and "class-name" in metadata:
        return metadata["class-name"]
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(categories):
        return categories[value]
    return value
