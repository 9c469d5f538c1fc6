"""Uploading files side by side, with a progress bar."""

from __future__ import annotations

import mimetypes
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from trigpoint.cli.terminal import console

if TYPE_CHECKING:
    from trigpoint.domain.places import Deployment
    from trigpoint.ports import Blobs

DATA = "data/"
CONNECTIONS = 8


def data_uri(name: str, deployment: Deployment) -> str:
    """Where a data set's files lie, slash at the end."""
    return deployment.uri(f"{DATA}{name}/")


def push_files(files: Sequence[tuple[str, Path]], blobs: Blobs, *, quiet: bool = False) -> None:
    """Write each (URI, path); existing objects are replaced."""
    from rich.progress import track

    if not files:
        return
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        done = pool.map(lambda one: push_file(one[0], one[1], blobs), files)
        for _ in track(done, "Uploading", total=len(files), console=console(), disable=quiet):
            pass


def push_file(uri: str, path: Path, blobs: Blobs) -> None:
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    blobs.write(uri, path.read_bytes(), kind)
