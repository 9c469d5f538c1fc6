"""`trigpoint watch`: follow a job until it ends."""

from __future__ import annotations

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import JobName, Json
from trigpoint.cli.terminal import put_json, say


def watch(job: JobName, as_json: Json = False) -> None:
    """Follow a job until it ends. Exit code 0 when it is Completed, 1 when it Failed or was Stopped.

    \b
    Examples:
      trigpoint watch birds
      trigpoint watch birds --json
    """
    from trigpoint.cli.following import follow

    ledger = connection.open_connection().ports.ledger
    (ended,) = follow([job.lower()], ledger, quiet=as_json)
    if as_json:
        put_json(ended.as_dict())
    else:
        say(f"{ended.job} is {ended.status}: {ended.labelled} labelled, {ended.failed} failed of {ended.total}.")
        say(f"Reason: {ended.failure}" if ended.failure else f"Output manifest: {ended.output_manifest or 'none'}")
    if ended.status != "Completed":
        raise typer.Exit(1)
