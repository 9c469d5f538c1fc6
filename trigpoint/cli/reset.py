"""`trigpoint reset`: remove everything of this machine's installation."""

from __future__ import annotations

from typing import Annotated

import typer

from trigpoint.cli.connection import here
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, say


def reset(
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False,
    as_json: Json = False,
) -> None:
    """Delete everything of the stopped installation here.

    That is every job, answer, file, user and key in TRIGPOINT_HOME.

    \b
    Examples:
      trigpoint reset
      trigpoint down && trigpoint reset --yes
    """
    from trigpoint.local import launcher

    place = here()
    if not yes:
        typer.confirm(f"Delete everything in {place.home}?", abort=True, err=True)
    launcher.reset(place)
    if as_json:
        put_json({"removed": str(place.home)})
    else:
        say(f"Removed {place.home}.")
