"""Merging instance masks: match the instances, learn who finds what, then vote on every pixel."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from trigpoint.consolidation.choice import confidence_of
from trigpoint.consolidation.detections.boxes import Boxes
from trigpoint.consolidation.detections.crew import Crew
from trigpoint.consolidation.detections.detection import Detection
from trigpoint.consolidation.detections.estimator import DetectionConsensus
from trigpoint.consolidation.detections.estimator import Merged as Found
from trigpoint.consolidation.masks.instances import Instances, Thing, merged_instances
from trigpoint.domain.work import Answer
from trigpoint.formats.masks import WHITE, encode, hex_of, rgb_of
from trigpoint.tasktypes.comparing import Areas, Layers
from trigpoint.tasktypes.grouping import LabelsOnDemand, affordable, by_object, some
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.painted import MOST_CODES, PaintedLabel, instances
from trigpoint.tasktypes.painted_merge import BACKGROUND, BUDGET, layers_of, mask_of, one_size, pixels
from trigpoint.tasktypes.palette import colour_of
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

Painted = Mapping[str, Instances]


def layers(answer: Answer, categories: Sequence[str], around: Surroundings) -> Layers:
    """Areas by category: instances of one are taken together."""
    own = read_all([answer], categories, around)[answer.worker]
    found: dict[str, Any] = {}
    for number, label in enumerate(own.labels, 1):
        if (own.mask == number).any():
            found[label] = found.get(label, False) | (own.mask == number)
    return found


comparison = Areas(layers, layers_of)


def merge(
    answers: Sequence[Answer], categories: Sequence[str], model: Crew | None = None, around: Surroundings = BARE
) -> Merged:
    """The instances of one object, at least one answer given. Raises AnswerError."""
    maps = read_all(some(answers), categories, around)
    consensus = DetectionConsensus(Boxes(), categories)
    crew = model or consensus.start()
    return labelled(consensus.predict({0: marks_of(maps)}, crew)[0], maps, crew)


def refit(
    answers: Iterable[Answer], categories: Sequence[str], around: Callable[[int], Surroundings] = bare
) -> Refitted:
    """Labels of the objects that can be repainted in minutes: of all, but in a large job of a sample.

    Workers are learned from those objects' frames; a mask is painted when it is asked for.
    """
    own = by_object(answers)
    consensus = DetectionConsensus(Boxes(), categories)
    seqs = affordable({seq: pixels(some_, instances, categories) for seq, some_ in own.items()}, BUDGET)
    if not seqs:
        return Refitted({}, consensus.start())
    frames = {seq: marks_of(read_all(own[seq], categories, around(seq))) for seq in seqs}
    found = consensus.fit_predict(frames)

    def make(seq: int) -> Merged:
        return labelled(found[seq], read_all(own[seq], categories, around(seq)), consensus.crew_)

    return Refitted(LabelsOnDemand(seqs, make), consensus.crew_)


def restore(document: Mapping[str, Any]) -> Crew:
    return Crew.from_json(document)


def read_all(answers: Sequence[Answer], categories: Sequence[str], around: Surroundings) -> dict[str, Instances]:
    found = {}
    for answer in answers:
        read = instances(answer.content, categories)
        mask = mask_of(answer, read, range(1, len(read.colours) + 1), around)
        found[answer.worker] = Instances(mask, [label for label, _ in read.colours])
    one_size({worker: one.mask for worker, one in found.items()})
    return found


def marks_of(maps: Painted) -> dict[str, list[Detection]]:
    return {worker: [mark for _, mark in one.detections()] for worker, one in maps.items()}


def things_of(found: Sequence[Found], maps: Painted) -> list[Thing]:
    """The consensus's things with the number that each worker who painted one gave it."""
    frames = {
        worker: {tuple(mark.shape.tolist()): number for number, mark in one.detections()}
        for worker, one in maps.items()
    }
    return [
        Thing(
            {
                worker: frames[worker][tuple(shape.tolist())]
                for worker, shape in zip(one.workers, one.shapes, strict=True)
            }
        )
        for one in found
    ]


def labelled(found: Sequence[Found], maps: Painted, crew: Crew) -> Merged:
    things = things_of(found[:MOST_CODES], maps)
    skill = {worker: 1 / crew.skill(worker).spread for worker in maps}
    mask = merged_instances({worker: one.mask for worker, one in maps.items()}, things, skill)
    kept = [number for number in range(1, len(things) + 1) if (mask == number).any()]
    answers = len(maps)
    confidences = {number: confidence_of(found[number - 1].posterior, answers) for number in kept}
    mean = round(float(np.mean(list(confidences.values()))), 2) if kept else confidence_of(1.0, answers)
    classes = [(0, BACKGROUND, hex_of(WHITE), mean)]
    classes += [(number, found[number - 1].label, colour_of(number - 1), confidences[number]) for number in kept]
    file = encode(mask, [WHITE, *(rgb_of(colour_of(number)) for number in range(len(things)))])
    least = min((one.posterior for one in found), default=1.0)
    return Merged(PaintedLabel(tuple(classes)), mean, least, tuple(sorted(maps)), file)
