"""`trigpoint down`: stop the embedded AWS without loss."""

from __future__ import annotations

from trigpoint.cli.connection import here
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, say


def down(as_json: Json = False) -> None:
    """Stop Trigpoint on this machine. Nothing is lost; jobs go on at the next `trigpoint up`.

    \b
    Examples:
      trigpoint down
      trigpoint down --json
    """
    from trigpoint.local import launcher

    stopped = launcher.stop(here())
    if as_json:
        put_json({"stopped": stopped})
    else:
        say("Stopped." if stopped else "Nothing was running.")
