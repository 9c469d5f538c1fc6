"""Reading files of answers and labels: every complaint names the file, the line and the column."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from trigpoint.cli.terminal import console
from trigpoint.domain.errors import AnswerError

Row = tuple[str, ...]


@contextmanager
def opened(path: Path) -> Iterator[TextIO]:
    """The file as text, with a bar on standard error while it is read, where somebody looks."""
    from rich.progress import open as open_with_bar

    shown = console(stderr=True)
    with open_with_bar(
        path,
        "r",
        encoding="utf-8-sig",
        errors="replace",
        newline="",
        description=path.name,
        console=shown,
        transient=True,
        disable=not shown.is_terminal,
    ) as file:
        yield file


def csv_rows(path: Path, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """(line number, values of these columns) of every line that is not blank. Raises AnswerError."""
    with opened(path) as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader, [])]
        places = [place_of(path, header, column) for column in columns]
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, values(path, reader.line_num, cells, places, columns)


def place_of(path: Path, header: Sequence[str], column: str) -> int:
    if not header:
        raise AnswerError(f"{path.name} is empty.", "Give a CSV file whose first line names its columns.")
    if column not in header:
        raise AnswerError(
            f"{path.name} has no column {column!r}; its first line names: {', '.join(header)}.",
            "Name the columns in the first line, such as task,worker,label.",
        )
    return header.index(column)


def values(path: Path, line: int, cells: Sequence[str], places: Sequence[int], columns: Sequence[str]) -> Row:
    found = tuple(cells[place].strip() if place < len(cells) else "" for place in places)
    if "" in found:
        missing = columns[found.index("")]
        raise AnswerError(f"{path.name} line {line}: {missing} is empty.", "Fill it in, or leave the line out.")
    return found


def labels_of(path: Path) -> dict[str, str]:
    """{task: label}. Raises AnswerError where a task has two different labels."""
    found: dict[str, str] = {}
    for line, (task, label) in csv_rows(path, ("task", "label")):
        if found.setdefault(task, label) != label:
            raise AnswerError(
                f"{path.name} line {line}: task {task} is {label!r} here and {found[task]!r} above.",
                "Keep one label a task.",
            )
    if not found:
        raise AnswerError(f"{path.name} holds no label.", "Give one line a task: task,label.")
    return found


LINE_KEYS = ("task", "worker", "answer")


def json_lines(path: Path, keys: Sequence[str] = LINE_KEYS) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """(line number, object) of every line that is not blank; each has these keys. Raises AnswerError."""
    with opened(path) as file:
        for line, text in enumerate(file, 1):
            if text.strip():
                yield line, checked(path, line, text, keys)


def checked(path: Path, line: int, text: str, keys: Sequence[str]) -> Mapping[str, Any]:
    where = f"{path.name} line {line}"
    try:
        document = json.loads(text)
    except ValueError as error:
        raise AnswerError(f"{where} is no JSON: {error}.", "Write one JSON object a line.") from None
    named = ", ".join(f'"{key}": ...' for key in keys)
    shape = f"Write {{{named}}}."
    if not isinstance(document, Mapping):
        raise AnswerError(f"{where} is no JSON object.", shape)
    for field in keys:
        if document.get(field) in (None, ""):
            raise AnswerError(f"{where}: {field} is missing.", shape)
    return document
