"""What a merge may need beside the answers: the object's line, and the files that answers or lines point to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import NotFound


def nothing_there(uri: str) -> bytes:
    raise NotFound(f"{uri} cannot be read here.", "Give the merge a reader of files.")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """`load` reads the object's manifest line, `attribute` is the job's label attribute, `read` gives a file's bytes.

    Adjustment finds the label to adjust in the line; masks may lie in files. `method` and `gold_attribute` are the
    job's options `consolidation` and `gold-attribute`; empty: the default, and no labels known beforehand.
    """

    load: Callable[[], Mapping[str, Any]] = dict
    attribute: str = ""
    read: Callable[[str], bytes] = nothing_there
    method: str = ""
    gold_attribute: str = ""

    @property
    def line(self) -> Mapping[str, Any]:
        return self.load()


BARE = Surroundings()


def bare(_seq: int) -> Surroundings:
    return BARE
