"""`trigpoint data push`: files of this machine into the data bucket."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, say
from trigpoint.domain.errors import NotFound

app = typer.Typer(help="Files in the data bucket.", no_args_is_help=True, rich_markup_mode=None)


@app.callback()
def group() -> None:
    """Bring files into the data bucket."""


@app.command("push")
def push(
    folder: Annotated[Path, typer.Argument(metavar="DIR", exists=True, file_okay=False, help="Folder to copy.")],
    name: Annotated[str, typer.Option("--name", help="Its name under data/; the folder's own by default.")] = "",
    as_json: Json = False,
) -> None:
    """Copy a folder to s3://<bucket>/data/<name>/ and print that address, ready for a manifest.

    \b
    Examples:
      trigpoint data push ./photos
      trigpoint data push ./photos --name birds-2026 --json
    """
    from trigpoint.cli.pushing import data_uri, push_files

    files = sorted(path for path in folder.rglob("*") if path.is_file())
    if not files:
        raise NotFound(f"{folder} holds no files.", "Name a folder with files.")
    to = connection.open_connection()
    prefix = data_uri(name or folder.resolve().name, to.deployment)
    push_files([(prefix + path.relative_to(folder).as_posix(), path) for path in files], to.ports.blobs, quiet=as_json)
    if as_json:
        put_json({"prefix": prefix, "files": len(files)})
    else:
        say(f"{len(files)} files are at {prefix}")
