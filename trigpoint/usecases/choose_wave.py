"""ChooseWave: what the machine does next, and which objects go to people next.

A wave that a lost execution had planned but not opened is taken up again, so numbers of waves and slices never
repeat.
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
from trigpoint.usecases.close_object import counted, exact
from trigpoint.usecases.end_job import stop_job
from trigpoint.usecases.next_objects import Following, next_objects


class Next(StrEnum):
    PREPARE = "prepare"
    AWAIT = "await"
    CLOSE = "close"


def choose_wave(key: str, ports: Ports, deployment: Deployment) -> dict[str, Any]:
    """{"next": prepare | await | close, "wave", "bucket", "key"}; the last two locate the wave's slices."""
    job = ports.ledger.job(key)
    if not job.status.serves:
        return _answer(Next.CLOSE, job.waves, deployment, key)
    if job.waves and not opened(job, ports, deployment):
        return _answer(Next.PREPARE, job.waves, deployment, key)
    if job.waves and below_low_water(job, ports):
        if job.closed >= job.low_water:
            exact(job, ports.ledger)
        return _answer(Next.AWAIT, job.waves, deployment, key)
    following = next_objects(job, ports, deployment)
    if following.ids:
        return _answer(Next.PREPARE, plan(job, following, ports, deployment), deployment, key)
    return _answer(_wait_or_close(job, following, ports), job.waves, deployment, key)


def opened(job: Job, ports: Ports, deployment: Deployment) -> bool:
    """Whether the newest wave has entered the window."""
    return bool(wave_slices(job.key, job.waves, ports, deployment)[-1]["slice"] < job.slices)


def below_low_water(job: Job, ports: Ports) -> bool:
    """By exact counts where the hint says no: it may run ahead, and the tail would discard the last tasks. Only reads:
    so may a training outside of a function."""
    return job.closed < job.low_water or counted(job, ports.ledger)["closed"] < job.low_water


def _wait_or_close(job: Job, following: Following, ports: Ports) -> Next:
    """Nobody is asked any more. What was asked is waited for, once that is not yet what the job waits for."""
    if exact(job, ports.ledger).closed < following.planned:
        ports.ledger.change_job(job.key, put={"planned": following.planned, "low_water": following.planned})
        return Next.AWAIT
    if following.planned < job.total:
        stop_job(job.key, ports)
    return Next.CLOSE


def plan(job: Job, following: Following, ports: Ports, deployment: Deployment) -> int:
    """Write the next wave's files and note it on the job row; its number."""
    wave = job.waves + 1
    slices = [{"slice": job.slices + number, "ids": list(some)} for number, some in enumerate(sliced(following.ids))]
    items = [{"job": job.key, "wave": wave, "slice": one["slice"]} for one in slices]
    document = {"wave": wave, "slices": slices, "whole": following.whole}
    ports.blobs.write(deployment.wave(job.key, wave), json.dumps(document).encode())
    ports.blobs.write(deployment.wave_slices(job.key, wave), json.dumps(items).encode())
    ports.ledger.change_job(job.key, put={"waves": wave, "planned": following.planned}, expect={"waves": job.waves})
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
