"""`trigpoint doctor`: what this machine lacks, and how to mend it."""

from __future__ import annotations

from dataclasses import asdict

import typer

from trigpoint.cli.connection import here
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table


def doctor(as_json: Json = False) -> None:
    """Check what this machine needs and has.

    Python, Node.js, ports, disk, the embedded AWS. Exit code 1 when something is wrong.

    \b
    Examples:
      trigpoint doctor
      trigpoint doctor --json
    """
    from trigpoint.local import doctor as checkup

    found = checkup.checks(here())
    if as_json:
        put_json([asdict(check) for check in found])
    else:
        rows = [(c.name, "ok" if c.ok else "WRONG", c.detail, "" if c.ok else c.fix) for c in found]
        put_table("Doctor", ("check", "result", "detail", "what to do"), rows)
    if not all(check.ok for check in found):
        raise typer.Exit(1)
