"""What people and machines see: tables, JSON, and errors as one red line."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, Literal

from trigpoint.domain.errors import TrigpointError

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


UNPRINTABLE = dict.fromkeys(
    [*range(9), *range(11, 32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)], "\ufffd"
)
FILE_COLUMNS = 200
"""Width of a table in a file or pipe, where nothing needs to be broken."""


def console(*, stderr: bool = False) -> Console:
    """Made anew for each use, so that redirected streams are seen; customers' brackets are no markup."""
    from rich.console import Console

    return Console(stderr=stderr, markup=False, highlight=False, soft_wrap=True)


def say(line: str = "", style: str = "") -> None:
    console().print(printable(line), style=style or None)


def complain(error: TrigpointError) -> None:
    """`Code: message` in red and what to do next, on one line of standard error."""
    from rich.text import Text

    line = Text.assemble((f"{error.code}: {one_line(error.message)}", "bold red"))
    if error.fix:
        line.append(f" {one_line(error.fix)}")
    console(stderr=True).print(line)


def one_line(text: str) -> str:
    return printable(" ".join(text.split()))


def printable(text: str) -> str:
    """The text without what steers a terminal or turns its direction: errors quote what manifests hold."""
    return text.translate(UNPRINTABLE)


def put_json(value: Any) -> None:
    """One JSON document on standard output."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=1) + "\n")


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Columns whose name ends in `>` are set to the right; the first, a name to copy, is never broken."""
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(title=title, title_justify="left", box=SIMPLE_HEAD)
    for number, name in enumerate(columns):
        justify: Literal["right", "left"] = "right" if name.endswith(">") else "left"
        made.add_column(name.removesuffix(">"), justify=justify, overflow="fold", no_wrap=number == 0)
    for row in rows:
        made.add_row(*(printable(str(cell)) for cell in row))
    return made


def put_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]], *, stderr: bool = False) -> None:
    from rich.console import Console

    wide = Console(markup=False, highlight=False, stderr=stderr)
    if not wide.is_terminal:
        wide.width = FILE_COLUMNS
    wide.print(table(title, columns, rows))
