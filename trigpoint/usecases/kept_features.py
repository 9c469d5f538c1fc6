"""A job's features, built at its first step and read at the others: pictures are fetched and looked at once.

The file is named by all that it depends on: the lines, what is read of them, and the code that makes features. The
pictures count as they were at the first step.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from numpy.typing import NDArray

from trigpoint.autolabel import features as made_by
from trigpoint.autolabel.features import Features
from trigpoint.autolabel.stored_features import packed, unpacked
from trigpoint.domain.errors import NotFound
from trigpoint.domain.job import EMBEDDING, Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases.learnable_objects import Lines, features_of


def kept_features(job: Job, lines: Lines, ports: Ports, deployment: Deployment) -> Features:
    """As `features_of`."""
    uri = deployment.work(job.key, f"autolabel/features-{mark_of(job, lines)}.npz")
    found = stored(uri, ports)
    if found is None:
        found = features_of(job, lines, ports, deployment)
        ports.blobs.write(uri, packed(found), "application/octet-stream")
    return found


def stored(uri: str, ports: Ports) -> Features | None:
    """None also where the file is torn: it is built anew then."""
    try:
        return unpacked(ports.blobs.read(uri))
    except (NotFound, BadZipFile, ValueError, LookupError, EOFError):
        return None


def mark_of(job: Job, lines: Lines) -> str:
    what = blake2b(code(), digest_size=12)
    parts: Sequence[object] = (job.spec.task_type, job.spec.options.get(EMBEDDING, ""), *lines)
    for part in parts:
        what.update(json.dumps(part, default=in_hex).encode() + b"\n")
    return what.hexdigest()


def in_hex(numbers: NDArray[Any]) -> str:
    return numbers.tobytes().hex()


@cache
def code() -> bytes:
    """A hash of all of our own that may turn lines into numbers."""
    files = [*sorted(Path(made_by.__file__).parent.glob("*.py")), Path(__file__).with_name("learnable_objects.py")]
    return blake2b(b"".join(file.read_bytes() for file in files)).digest()
