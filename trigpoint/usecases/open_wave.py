"""OpenWave: a prepared wave enters the window; and the wait until most of it is served."""

from __future__ import annotations

import json

from trigpoint.domain.errors import Conflict
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases.choose_wave import wave_slices
from trigpoint.usecases.sweep_job import sweep_job
from trigpoint.usecases.top_up_window import top_up_window

SERVED_PERCENT = 80
"""Share of a wave that is served before the next one is prepared; the last wave waits for its last task."""


def open_wave(key: str, wave: int, ports: Ports, deployment: Deployment) -> int:
    """Make the wave's slices ready and fill the window; how many objects were opened now."""
    slices = wave_slices(key, wave, ports, deployment)
    first, after = slices[0]["slice"], slices[-1]["slice"] + 1
    job = ports.ledger.job(key)
    objects = sum(len(one["ids"]) for one in slices)
    if job.slices == first:
        put = {"slices": after, "low_water": low_water(job, objects, whole=is_whole(key, wave, ports, deployment))}
        _ready(key, put, first, ports)
    return top_up_window(key, ledger=ports.ledger, blobs=ports.blobs, clock=ports.clock, bucket=deployment.bucket)


def _ready(key: str, put: dict[str, int], first: int, ports: Ports) -> None:
    try:
        ports.ledger.change_job(key, put=put, expect={"slices": first})
    except Conflict:
        return  # the same wave was opened by an execution thought lost


def is_whole(key: str, wave: int, ports: Ports, deployment: Deployment) -> bool:
    """Whether every object of the wave must have ended before the next step."""
    return bool(json.loads(ports.blobs.read(deployment.wave(key, wave))).get("whole"))


def low_water(job: Job, objects: int, *, whole: bool = False) -> int:
    """The number of ended objects of the job at which its execution goes on."""
    if whole or job.planned >= job.total:
        return job.planned
    return job.planned - objects + -(-objects * SERVED_PERCENT // 100)


def await_low_water(key: str, token: str, ports: Ports, deployment: Deployment) -> None:
    """Keep the execution's token on the job row; fire it at once if there is nothing to wait for."""
    job = ports.ledger.change_job(key, put={"token": token})
    if not job.status.serves:
        ports.workflow.fire(token, {"job": key, "closed": job.closed})
        return
    sweep_job(
        key,
        ledger=ports.ledger,
        blobs=ports.blobs,
        queue=ports.queue,
        workflow=ports.workflow,
        clock=ports.clock,
        bucket=deployment.bucket,
    )
