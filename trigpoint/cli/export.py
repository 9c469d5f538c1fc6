"""`trigpoint export`: a job's labels as CSV, JSON Lines or the output manifest itself."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import JobName, Json
from trigpoint.cli.terminal import put_json
from trigpoint.domain.errors import Refused

if TYPE_CHECKING:
    from trigpoint.domain.job import Job
    from trigpoint.ports import Blobs


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"
    MANIFEST = "manifest"


def export(
    job: JobName,
    form: Annotated[Format, typer.Option("--format", "-f", help="What to write.")] = Format.CSV,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="File to write; else standard output.")] = None,
    as_json: Json = False,
) -> None:
    """Write the labels of a job that has ended.

    \b
    Examples:
      trigpoint export birds > birds.csv
      trigpoint export birds --format jsonl
      trigpoint export birds --format manifest --output output.manifest --json
    """
    if as_json and output is None:
        raise typer.BadParameter("--json tells about the file written: give --output too.")
    ports = connection.open_connection().ports
    found = ports.ledger.job(job.lower())
    pieces = exported(found, form, ports.blobs)
    with output.open("wb") if output else nullcontext(sys.stdout.buffer) as file:
        size = sum(file.write(piece) for piece in pieces)
        file.flush()
    if as_json:
        put_json({"job": found.name, "format": str(form), "path": str(output), "bytes": size})


def exported(job: Job, form: Format, blobs: Blobs) -> Iterator[bytes]:
    """Pieces of the file. Raises Refused while there is no output manifest."""
    from trigpoint.formats.exports import to_csv, to_jsonl
    from trigpoint.formats.manifest import raw_lines

    if job.output_manifest is None:
        raise Refused(
            f"job {job.name} is {job.status} and has no output manifest.",
            f"Wait for it with `trigpoint watch {job.name}`.",
        )
    if form is Format.MANIFEST:
        return blobs.chunks(job.output_manifest)
    lines = (line for _, line in raw_lines(blobs.chunks(job.output_manifest)))
    write = to_csv if form is Format.CSV else to_jsonl
    return (piece.encode() for piece in write(lines, job.spec.label_attribute))
