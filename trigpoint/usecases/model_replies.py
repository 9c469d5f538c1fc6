"""What a customer's model replied, entry by entry.

A label of categories that are not the job's is a model of another job: an error that names it. A box or a mask that
cannot be used leaves its object to people, with the reason; so does a confidence that is no number from 0 to 1.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from PIL import Image

from trigpoint.domain.errors import AnswerError, FunctionReplyError, NotFound
from trigpoint.tasktypes.predicted import PREDICTIONS, Kept, Prediction
from trigpoint.usecases.kinds_of_labels import MANY

FIX = 'Return {"predictions": [{"datasetObjectId": "0", "label": ..., "confidence": 0.9}]}.'
HEAD = 1 << 18
"""Bytes of a picture that tell its size."""

ID_DIGITS = 12

ORIENTATION, ON_ITS_SIDE = 0x0112, (5, 6, 7, 8)
"""The EXIF tag, and its values that swap width and height as browsers show them."""

Line = Mapping[str, Any]
Read = Callable[[str], bytes]
Head = Callable[[str, int], bytes]
Understand = Callable[[str, Any, float, Line], tuple[int, Kept | None]]
"""(where it stands, label, confidence, the object's line) -> the label's number, and what else is to be kept.
Raises FunctionReplyError for all of the reply, AnswerError for one object."""


@dataclass(frozen=True, slots=True)
class Reply:
    """Number and confidence by object id; boxes or masks to be kept; why predictions could not be used."""

    said: dict[int, tuple[int, float]] = field(default_factory=dict)
    kept: dict[int, Kept] = field(default_factory=dict)
    unusable: dict[int, str] = field(default_factory=dict)


def parse_reply(reply: Any, wanted: Mapping[int, Line], understand: Understand) -> Reply:
    """`wanted`: lines of the objects that were asked about. Raises FunctionReplyError naming the entry."""
    entries = reply.get("predictions") if isinstance(reply, Mapping) else None
    if not isinstance(entries, list):
        raise FunctionReplyError("The model function returned no list of predictions.", FIX)
    found = Reply()
    for place, entry in enumerate(entries):
        known = entry if isinstance(entry, Mapping) else {}
        take(f"predictions[{place}]", known, wanted, understand, found)
    return found


def take(where: str, entry: Mapping[str, Any], wanted: Mapping[int, Line], understand: Understand, into: Reply) -> None:
    seq = object_of(where, entry.get("datasetObjectId"), wanted)
    sure = share_of(entry.get("confidence"))
    try:
        code, kept = understand(f"{where}.label", entry.get("label"), sure or 0.0, wanted[seq])
    except (AnswerError, OverflowError) as error:
        into.unusable[seq] = getattr(error, "message", str(error))
        return
    if sure is None:
        into.unusable[seq] = f"confidence is {entry.get('confidence')!r}, which is no number from 0 to 1."
        return
    into.said[seq] = code, sure
    into.kept.update({seq: kept} if kept else {})


def object_of(where: str, name: Any, wanted: Mapping[int, Line]) -> int:
    text = str(name)
    if not (text.isascii() and text.isdigit() and len(text) <= ID_DIGITS) or int(text) not in wanted:
        raise FunctionReplyError(f"{where}.datasetObjectId is {text!r}, which was not asked about.", FIX)
    return int(text)


def share_of(value: Any) -> float | None:
    """The number from 0 to 1 that this is, if it is one."""
    number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if number and 0 <= value <= 1 else None


# -- kinds of labels ---------------------------------------------------------------
def understanding(task_type: str, categories: Sequence[str], head: Head, read: Read) -> Understand:
    """`head` gives the first bytes of a file, `read` all of them; empty where it may not be read or is not there."""
    if task_type in PREDICTIONS:
        return of_pictures(PREDICTIONS[task_type], categories, head, read)
    numbers = {name: code for code, name in enumerate(categories)}

    def number(where: str, label: Any) -> int:
        if not isinstance(label, str) or label not in numbers:
            raise FunctionReplyError(f"{where} is {label!r}, which is not a category.", FIX)
        return numbers[label]

    def one(where: str, label: Any, _sure: float, _line: Line) -> tuple[int, Kept | None]:
        return number(where, label), None

    def several(where: str, label: Any, _sure: float, _line: Line) -> tuple[int, Kept | None]:
        if not isinstance(label, list):
            raise FunctionReplyError(f"{where} is {label!r}, which is no list of categories.", FIX)
        return sum(1 << bit for bit in {number(where, name) for name in label}), None

    return several if task_type in MANY else one


def of_pictures(kind: Prediction, categories: Sequence[str], head: Head, read: Read) -> Understand:
    def picture(_where: str, label: Any, sure: float, line: Line) -> tuple[int, Kept | None]:
        uri = str(line.get("source-ref", ""))
        try:
            size = size_of(head(uri, HEAD))
        except AnswerError:
            # WebP tells nothing until it is there as a whole.
            size = size_of(read(uri))
        return 0, kind.check(label, sure, size, categories, read)

    return picture


def size_of(data: bytes) -> tuple[int, int]:
    """(width, height) as people see the picture. Raises AnswerError."""
    try:
        with Image.open(io.BytesIO(data)) as picture:
            width, height = picture.size
            # The base's own: that of PNG files decodes every pixel.
            turned = Image.Image.getexif(picture).get(ORIENTATION) in ON_ITS_SIDE
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise AnswerError("Its picture cannot be read.", "Give a PNG, JPEG, GIF, BMP or WebP file.") from None
    return (height, width) if turned else (width, height)


def careful(read: Callable[..., bytes], may_use: Callable[[str], bool]) -> Callable[..., bytes]:
    """As `read`, but empty where a file may not be read or is not there: its object goes to people."""

    def found(uri: str, *range_: int) -> bytes:
        try:
            return read(uri, *range_) if may_use(uri) else b""
        except NotFound:
            return b""

    return found
