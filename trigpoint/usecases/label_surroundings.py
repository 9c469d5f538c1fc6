"""What merging needs beside the answers: an object's line, the files it names, and a place for the label's own."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from trigpoint.domain.errors import ManifestError, NotFound
from trigpoint.domain.job import CONSOLIDATION, GOLD_ATTRIBUTE, Instant, Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import shard_of
from trigpoint.formats.manifest import ManifestLine, parse_object
from trigpoint.formats.output_layout import mask
from trigpoint.ports import Blobs, Ports
from trigpoint.tasktypes.merging import Merged
from trigpoint.tasktypes.surroundings import Surroundings
from trigpoint.usecases.job_files import lines_of

MARK = 8


def surroundings(job: Job, load: Callable[[], Mapping[str, Any]], ports: Ports, deployment: Deployment) -> Surroundings:
    """Of one object, whose line `load` gives; read only where the task type asks for it."""

    def read(uri: str) -> bytes:
        if not deployment.may_use(uri):
            raise NotFound(f"{uri} is in a bucket this deployment may not read.", "Allow it first.")
        return ports.blobs.read(uri)

    options = job.spec.options
    method, gold = options.get(CONSOLIDATION, ""), options.get(GOLD_ATTRIBUTE, "")
    return Surroundings(load, job.spec.label_attribute, read, method, gold)


def every_surroundings(job: Job, ports: Ports, deployment: Deployment) -> Callable[[int], Surroundings]:
    """Of every object of a job, asked for in object order: one shard's lines are kept."""
    kept: dict[int, dict[int, ManifestLine]] = {}

    def line(seq: int) -> Mapping[str, Any]:
        number = shard_of(seq)
        if number not in kept:
            kept.clear()
            lines = (
                one for shard in ports.ledger.shards(job.key, [number]) for one in lines_of(job, shard, ports.blobs)
            )
            kept[number] = {one.number: one for one in lines}
        try:
            return parse_object(kept[number][seq])
        except (KeyError, ManifestError):
            return {}

    return lambda seq: surroundings(job, lambda: line(seq), ports, deployment)


def stored_file(job: Job, seq: int, wave: int, at: Instant, merged: Merged, blobs: Blobs) -> str:
    """The URI of the label's PNG, now in S3; empty where the label has none.

    The name holds a mark of the content: another mask is another file, and a label that says so.
    """
    if merged.file is None:
        return ""
    uri = mask(job.spec.output, job.name, wave, seq, at, hashlib.sha256(merged.file).hexdigest()[:MARK])
    blobs.write(uri, merged.file, "image/png")
    return uri
