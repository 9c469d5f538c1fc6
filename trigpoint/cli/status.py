"""`trigpoint status`: whether this machine's installation runs, and where."""

from __future__ import annotations

import typer

from trigpoint.cli.connection import here
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table, say


def status(as_json: Json = False) -> None:
    """Show whether Trigpoint runs here, and where.

    Exit code 1 when it does not run.

    \b
    Examples:
      trigpoint status
      trigpoint status --json
    """
    from trigpoint.local import launcher

    found = launcher.status(here())
    if as_json:
        put_json(found)
    else:
        put_table("Trigpoint on this machine", ("what", "value"), found.items())
        if not found["running"]:
            say("Start it with `trigpoint up --detach`.")
    if not found["running"]:
        raise typer.Exit(1)
