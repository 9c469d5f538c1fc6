"""`trigpoint up`: start the embedded AWS, deploy, resume jobs."""

from __future__ import annotations

from typing import Annotated

import typer

from trigpoint.cli.connection import here
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, say


def up(
    detach: Annotated[bool, typer.Option("--detach", "-d", help="Return once it is up, and leave it running.")] = False,
    if_needed: Annotated[bool, typer.Option("--if-needed", help="Leave it as it is when it runs already.")] = False,
    bare: Annotated[bool, typer.Option("--bare", help="No pages, for tests: control API, S3 and the flow.")] = False,
    as_json: Json = False,
) -> None:
    """Start Trigpoint on this machine and deploy it. Ctrl-C stops it.

    \b
    Examples:
      trigpoint up
      trigpoint up --detach
      trigpoint up --bare --detach --json
      TRIGPOINT_HOME=/data/trigpoint TRIGPOINT_PORTS=4567,8090,8091 trigpoint up
    """
    from trigpoint.local import launcher

    place = here()
    if not (if_needed and launcher.running(place)):
        launcher.start(place, detach=detach, report=_silent if as_json else say, bare=bare)
    if as_json:
        put_json(launcher.status(place))


def _silent(_line: str) -> None:
    """With --json, standard output belongs to the one document."""
