"""The steps of automated labeling as files in the job's work folder: one for every wave, written once.

A step says whom to ask next, or that the run is done and what the machine labels. ChooseWave reads it without numpy; a
lost execution that comes by again finds the step that was taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from trigpoint.domain.errors import FunctionFailed, NotFound
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Blobs, Ports


@dataclass(frozen=True, slots=True)
class Proposed:
    """Machine labels of the objects `seqs`: category numbers and confidences, under one certificate."""

    seqs: list[int]
    classes: list[int]
    confidence: list[float]
    certificate: dict[str, float]


@dataclass(frozen=True, slots=True)
class LearningStep:
    """`wave` is the number of waves before it. `ids` go to people next, all of them before the next step where `whole`.

    `done`: no further step; `machine` are then the labels to be given. `proposed` is what this step proposed,
    `stage` what it saw where it certified. So many of `ids` are `audits`, machine labels that people check; `audit` is
    what came of them. `trouble` says why the machine labels nothing, `note` what it said that could not be used.
    """

    wave: int
    ids: list[int] = field(default_factory=list)
    whole: bool = False
    done: bool = False
    stage: dict[str, Any] | None = None
    proposed: Proposed | None = None
    machine: Proposed | None = None
    audits: int = 0
    audit: dict[str, Any] | None = None
    trouble: str = ""
    note: str = ""


def read_step(key: str, wave: int, blobs: Blobs, deployment: Deployment) -> LearningStep | None:
    try:
        document = json.loads(blobs.read(deployment.learning_step(key, wave)))
    except NotFound:
        return None
    parts = {name: Proposed(**document[name]) if document[name] else None for name in ("proposed", "machine")}
    return LearningStep(**(document | parts))


def steps_so_far(job: Job, blobs: Blobs, deployment: Deployment) -> list[LearningStep]:
    """The steps before wave 1, 2, ... as far as they were taken."""
    return list(_taken(job, blobs, deployment))


def _taken(job: Job, blobs: Blobs, deployment: Deployment) -> Iterator[LearningStep]:
    for wave in range(job.waves + 1):
        step = read_step(job.key, wave, blobs, deployment)
        if step is None:
            return
        yield step
        if step.done:
            return


def write_step(key: str, step: LearningStep, ports: Ports, deployment: Deployment) -> LearningStep:
    """The step that stands: this one, or what an execution thought lost has taken meanwhile."""
    document = json.dumps(asdict(step)).encode()
    if ports.blobs.write_once(deployment.learning_step(key, step.wave), document):
        return step
    return read_step(key, step.wave, ports.blobs, deployment) or step


NOTHING = "The model labels nothing: "


def note_untrained(key: str, cause: str, ports: Ports, deployment: Deployment) -> None:
    """The model's function failed: the run ends here, unless its step was taken after all. Raises FunctionFailed where
    that promises labels, which nobody is asked for: the job would wait for them for ever."""
    job = ports.ledger.job(key)
    noted = LearningStep(job.waves, done=True, trouble=cause)
    standing = write_step(key, noted, ports, deployment)
    if standing.machine is not None:
        raise FunctionFailed(
            f"The model's labels were certified, but could not be written: {cause}",
            "Correct what is named, then start the job again.",
        )
    if standing == noted:
        ports.ledger.change_job(key, put={"promise": f"{NOTHING}{cause}"})
