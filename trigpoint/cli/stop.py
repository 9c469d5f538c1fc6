"""`trigpoint stop`: end a job early; what is labelled is kept and billed."""

from __future__ import annotations

from trigpoint.cli import connection
from trigpoint.cli.options import JobName, Json
from trigpoint.cli.terminal import put_json, say


def stop(job: JobName, as_json: Json = False) -> None:
    """End a job early, and keep what is labelled.

    Finished labels are exported and billed, the rest is not labelled.

    \b
    Examples:
      trigpoint stop birds
      trigpoint stop birds && trigpoint watch birds
    """
    from trigpoint.usecases.end_job import stop_job

    stopping = stop_job(job.lower(), connection.open_connection().ports)
    if as_json:
        put_json({"job": stopping.name, "status": str(stopping.status)})
    else:
        say(f"{stopping.name} is {stopping.status}. `trigpoint watch {stopping.name}` shows when its output is there.")
