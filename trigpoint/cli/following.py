"""Live progress bars of one or more jobs until all of them have ended."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from trigpoint.cli.standing import Standing, standing
from trigpoint.cli.terminal import console
from trigpoint.cli.troubles import patiently

if TYPE_CHECKING:
    from rich.progress import Progress

    from trigpoint.ports import Ledger

POLL_SECONDS = 0.5


def follow(
    keys: Sequence[str],
    ledger: Ledger,
    *,
    quiet: bool = False,
    check: Callable[[], None] = lambda: None,
    sleep: Callable[[float], None] = time.sleep,
) -> list[Standing]:
    """The final standings. A restart in between is waited out; `check` may raise.

    Raises NotFound, and what the first look at the ledger raises when nothing runs.
    """
    for key in keys:
        ledger.job(key)
    with bars(quiet=quiet) as progress:
        tasks = {key: progress.add_task(key, total=None, counts="", status="") for key in keys}
        while True:
            found = [patiently(lambda key=key: standing(key, ledger), sleep=sleep) for key in keys]  # type: ignore[misc]
            for key, one in zip(keys, found, strict=True):
                progress.update(tasks[key], **shown(one))
            if all(one.ended for one in found):
                return found
            check()
            sleep(POLL_SECONDS)


def shown(one: Standing) -> dict[str, Any]:
    """What a bar shows of a standing."""
    counts = f"{one.labelled}/{one.total} labelled" + (f", {one.failed} failed" if one.failed else "")
    return {"total": one.total or None, "completed": one.closed, "counts": counts, "status": one.status}


def bars(*, quiet: bool) -> Progress:
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.fields[counts]}"),
        TimeElapsedColumn(),
        TextColumn("{task.fields[status]}"),
    )
    return Progress(*columns, console=console(), disable=quiet)
