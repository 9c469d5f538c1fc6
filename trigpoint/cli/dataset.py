"""What is to be labelled, from a path: a folder of images or videos, a table or list of texts, or a ready manifest."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from trigpoint.cli.kinds import IMAGE, TEXT, VIDEO
from trigpoint.domain.errors import BadInput, ManifestError
from trigpoint.formats import jsontext

IMAGE_ENDINGS = frozenset({".png", ".jpg", ".jpeg", ".gif", ".webp", ".bmp"})
VIDEO_ENDINGS = frozenset({".mp4", ".webm", ".ogg"})
MANIFEST_ENDINGS = frozenset({".jsonl", ".manifest"})
WAYS = "Give a folder of images or videos, a .csv or .txt of texts, or a .jsonl manifest."


@dataclass(frozen=True, slots=True)
class Dataset:
    """`kind` is the task type when none is asked for, in Ground Truth's spelling.

    `files` are (URI, path) still to be uploaded.
    """

    kind: str
    manifest: bytes
    objects: int
    files: tuple[tuple[str, Path], ...] = ()


def dataset(path: Path, prefix: str, column: str = "text") -> Dataset:
    """`prefix` is the s3:// folder images go to. Raises BadInput naming file and line."""
    ending = path.suffix.lower()
    if path.is_dir():
        return of_folder(path, prefix)
    if ending in IMAGE_ENDINGS | VIDEO_ENDINGS:
        return of_files(path.parent, [path], prefix)
    if ending in MANIFEST_ENDINGS:
        return of_manifest(path)
    if ending == ".csv":
        return of_texts(path, table_texts(path, column))
    if ending == ".txt":
        return of_texts(path, [line for line in text_of(path).splitlines() if line.strip()])
    raise BadInput(f"{path} is of no kind that can be labelled.", WAYS)


def of_folder(folder: Path, prefix: str) -> Dataset:
    """Its images; its videos where it holds no image."""
    files = files_in(folder, IMAGE_ENDINGS) or files_in(folder, VIDEO_ENDINGS)
    if not files:
        endings = ", ".join([*sorted(IMAGE_ENDINGS), *sorted(VIDEO_ENDINGS)])
        raise BadInput(f"{folder} holds no images and no videos.", f"Such files end in {endings}.")
    return of_files(folder, files, prefix)


def files_in(folder: Path, endings: frozenset[str]) -> list[Path]:
    return sorted(one for one in folder.rglob("*") if one.is_file() and one.suffix.lower() in endings)


def of_files(folder: Path, found: Sequence[Path], prefix: str) -> Dataset:
    kind = IMAGE if found[0].suffix.lower() in IMAGE_ENDINGS else VIDEO
    files = tuple((prefix + one.relative_to(folder).as_posix(), one) for one in found)
    return Dataset(kind, manifest_of("source-ref", [uri for uri, _ in files]), len(files), files)


def of_texts(path: Path, texts: Sequence[str]) -> Dataset:
    if not texts:
        raise BadInput(f"{path} holds no texts.", WAYS)
    return Dataset(TEXT, manifest_of("source", texts), len(texts))


def of_manifest(path: Path) -> Dataset:
    """As it is: its own trouble is reported line by line when the job validates it."""
    data = path.read_bytes()
    lines = [line for line in data.splitlines() if line.strip()]
    if not lines:
        raise ManifestError(f"{path} holds no lines.", "Write one JSON object a line.")
    return Dataset(IMAGE if is_image(path, lines[0]) else TEXT, data, len(lines))


def is_image(path: Path, line: bytes) -> bool:
    try:
        first = jsontext.loads(line.decode("utf-8-sig"))
    except ValueError as error:
        raise ManifestError(f"line 1 of {path} is not JSON: {error}.", "Write one JSON object a line.") from error
    if not isinstance(first, dict) or not {"source", "source-ref"} & first.keys():
        raise ManifestError(f"line 1 of {path} has neither source nor source-ref.", "Give every line one of them.")
    return "source-ref" in first


def manifest_of(key: str, values: Sequence[str]) -> bytes:
    return b"".join(jsontext.encode({key: value}) + b"\n" for value in values)


def text_of(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8: {error}.", "Save it as UTF-8.") from error


def table_texts(path: Path, column: str) -> list[str]:
    """The texts of one column; a table of one column needs no heading. Empty cells are left out."""
    rows = [row for row in csv.reader(io.StringIO(text_of(path), newline="")) if row]
    heading = [name.strip().lower() for name in rows[0]] if rows else []
    if column.lower() in heading:
        at, rows = heading.index(column.lower()), rows[1:]
    elif len(heading) > 1:
        raise BadInput(f"{path} has no column {column!r}.", f"Name one with --column: {', '.join(rows[0])}.")
    else:
        at = 0
    return [row[at] for row in rows if len(row) > at and row[at].strip()]
