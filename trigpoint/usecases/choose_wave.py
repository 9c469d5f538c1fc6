"""ChooseWave: what the machine does next, and which objects go to people next.

Without automated labeling a wave is the next slice of the manifest. A wave that a lost execution had
planned but not opened is taken up again, so numbers of waves and slices never repeat.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import Any

from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import SHARD_OBJECTS
from trigpoint.ports import Ports
from trigpoint.usecases.close_object import exact

WAVE_OBJECTS = 50_000


class Next(StrEnum):
    PREPARE = "prepare"
    AWAIT = "await"
    CLOSE = "close"


def choose_wave(key: str, ports: Ports, deployment: Deployment) -> dict[str, Any]:
    """{"next": prepare | await | close, "wave", "bucket", "key"}; the last two locate the wave's slices."""
    job = ports.ledger.job(key)
    if not job.status.serves:
        return _answer(Next.CLOSE, job.waves, deployment, key)
    if job.waves and wave_slices(job.key, job.waves, ports, deployment)[-1]["slice"] >= job.slices:
        return _answer(Next.PREPARE, job.waves, deployment, key)
    if job.waves and _below_low_water(job, ports):
        return _answer(Next.AWAIT, job.waves, deployment, key)
    if job.planned >= job.total:
        return _answer(Next.CLOSE, job.waves, deployment, key)
    return _answer(Next.PREPARE, plan(job, ports, deployment), deployment, key)


def _below_low_water(job: Job, ports: Ports) -> bool:
    """By exact counts where the hint says no: it may run ahead, and the tail would discard the last tasks."""
    return job.closed < job.low_water or exact(job, ports.ledger).closed < job.low_water


def plan(job: Job, ports: Ports, deployment: Deployment) -> int:
    """Write the next wave's files and note it on the job row; its number."""
    ids = range(job.planned, min(job.planned + WAVE_OBJECTS, job.total))
    wave = job.waves + 1
    slices = [{"slice": job.slices + number, "ids": list(some)} for number, some in enumerate(sliced(ids))]
    items = [{"job": job.key, "wave": wave, "slice": one["slice"]} for one in slices]
    ports.blobs.write(deployment.wave(job.key, wave), json.dumps({"wave": wave, "slices": slices}).encode())
    ports.blobs.write(deployment.wave_slices(job.key, wave), json.dumps(items).encode())
    ports.ledger.change_job(
        job.key, put={"waves": wave, "planned": job.planned + len(ids)}, expect={"waves": job.waves}
    )
    return wave


def sliced(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    return (ids[start : start + SHARD_OBJECTS] for start in range(0, len(ids), SHARD_OBJECTS))


def wave_slices(key: str, wave: int, ports: Ports, deployment: Deployment) -> list[dict[str, Any]]:
    """The slices of a planned wave: [{"slice", "ids"}, ...]."""
    document = json.loads(ports.blobs.read(deployment.wave(key, wave)))
    slices: list[dict[str, Any]] = document["slices"]
    return slices


def _answer(following: Next, wave: int, deployment: Deployment, key: str) -> dict[str, Any]:
    place = deployment.wave_slices(key, wave).removeprefix("s3://")
    return {"next": following, "wave": wave, "bucket": deployment.bucket, "key": place.partition("/")[2]}
