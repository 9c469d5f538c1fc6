"""Which objects go to people next: the next slice of the manifest, or what the model's last step wants to know.

The job's stopping conditions (`MaxHumanLabeledObjectCount`, `MaxPercentageOfInputDatasetLabeled`) end the list early.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from trigpoint.domain.job import MOST_HUMAN, MOST_PERCENT, Job
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases.learning_steps import LearningStep, steps_so_far

WAVE_OBJECTS = 50_000


@dataclass(frozen=True, slots=True)
class Following:
    """The next wave's objects, none at the end; `planned` objects of the job are spoken for once they are asked.

    `whole`: the next step needs all of their labels.
    """

    ids: Sequence[int]
    planned: int
    whole: bool = False


def next_objects(job: Job, ports: Ports, deployment: Deployment) -> Following:
    if not job.spec.automated:
        ids = range(job.planned, min(job.planned + WAVE_OBJECTS, job.total))
        return within_limits(job, Following(ids, job.planned + len(ids)), people=job.planned)
    asked = [seq for wave in range(1, job.waves + 1) for seq in wave_ids(job.key, wave, ports, deployment)]
    steps = steps_so_far(job, ports.blobs, deployment)
    return within_limits(job, after_steps(job, steps, asked), people=len(asked))


def after_steps(job: Job, steps: Sequence[LearningStep], asked: Sequence[int]) -> Following:
    """What the newest step wants; after the last one, whatever neither people nor the machine have labelled."""
    last = steps[-1] if steps else None
    if last is not None and not last.done:
        ids: Sequence[int] = last.ids if last.wave == job.waves else ()
        return Following(ids, len(asked) + len(ids), last.whole)
    machine = last.machine.seqs if last and last.machine else []
    spoken_for = {*asked, *machine}
    rest = [seq for seq in range(job.total) if seq not in spoken_for][:WAVE_OBJECTS]
    return Following(rest, len(spoken_for) + len(rest))


def within_limits(job: Job, following: Following, people: int) -> Following:
    """Fewer objects where a stopping condition wants so. `people`: objects that people were asked for already."""
    room = min(most_people(job) - people, most_labelled(job) - (following.planned - len(following.ids)))
    if room >= len(following.ids):
        return following
    kept = following.ids[: max(room, 0)]
    return replace(following, ids=kept, planned=following.planned - len(following.ids) + len(kept))


def most_people(job: Job) -> int:
    return int(job.spec.options.get(MOST_HUMAN) or job.total)


def most_labelled(job: Job) -> int:
    percent = int(job.spec.options.get(MOST_PERCENT) or 100)
    return -(-job.total * percent // 100)


def wave_ids(key: str, wave: int, ports: Ports, deployment: Deployment) -> Iterator[int]:
    for one in json.loads(ports.blobs.read(deployment.wave(key, wave)))["slices"]:
        yield from one["ids"]
