"""From marks by object and worker to groups of marks that mean the same thing, flattened over a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trigpoint.consolidation.detections.detection import Array, Codes, Detection, Marks, Shapes
from trigpoint.consolidation.detections.evidence import Groups
from trigpoint.consolidation.detections.matching import assigned, clusters, label_factor


@dataclass(frozen=True, slots=True)
class Sheet:
    """The marks of one object in an order that does not depend on who made them; who looked at it."""

    marks: Sequence[Detection]
    workers: Sequence[str]
    seen: Sequence[str]

    @property
    def codes(self) -> Codes:
        book = {worker: code for code, worker in enumerate(self.seen)}
        return codes(book[worker] for worker in self.workers)

    @property
    def shapes(self) -> list[Array]:
        return [mark.shape for mark in self.marks]


@dataclass(frozen=True, slots=True)
class Grouped:
    """`keys`: object ids by code; `members`: every group's object code and marks."""

    keys: Sequence[int]
    sheets: Sequence[Sheet]
    members: Sequence[tuple[int, Sequence[int]]]
    groups: Groups

    def workers(self) -> list[list[str]]:
        return [[self.sheets[code].workers[mark] for mark in marks] for code, marks in self.members]

    def shapes(self) -> list[list[Array]]:
        return [[self.sheets[code].marks[mark].shape for mark in marks] for code, marks in self.members]


Split = Callable[[int, Sheet, Array], list[list[int]]]
"""Groups of an object's marks, given its code, its sheet and how alike its marks are."""


def sheet_of(marks: Marks) -> Sheet:
    rows = [
        (mark.label, tuple(mark.shape.ravel().tolist()), worker, mark) for worker in marks for mark in marks[worker]
    ]
    rows.sort(key=lambda row: row[:3])
    return Sheet([row[3] for row in rows], [row[2] for row in rows], sorted(marks))


def grouped(objects: Mapping[int, Marks], shapes: Shapes, categories: Sequence[str]) -> Grouped:
    """First matching: by clustering."""

    def split(_: int, sheet: Sheet, alike: Array) -> list[list[int]]:
        labels = [mark.label for mark in sheet.marks]
        return clusters(alike * label_factor(labels, labels), sheet.codes, shapes.gate)

    keys = sorted(objects)
    return flattened(keys, [sheet_of(objects[key]) for key in keys], split, shapes, categories)


def regrouped(found: Grouped, merged: Sequence[Array], shapes: Shapes) -> Grouped:
    """Second matching: to the merged shapes of the first one's groups of two and more."""
    anchors: dict[int, list[Array]] = {}
    for (code, marks), shape in zip(found.members, merged, strict=True):
        if len(marks) > 1:
            anchors.setdefault(code, []).append(shape)

    def split(code: int, sheet: Sheet, _: Array) -> list[list[int]]:
        if code not in anchors:
            return [[number] for number in range(len(sheet.marks))]
        return assigned(shapes.similarity(sheet.shapes, anchors[code]), sheet.codes, shapes.gate)

    return flattened(found.keys, found.sheets, split, shapes, found.groups.categories)


def flattened(
    keys: Sequence[int], sheets: Sequence[Sheet], split: Split, shapes: Shapes, categories: Sequence[str]
) -> Grouped:
    members: list[tuple[int, list[int]]] = []
    alike: list[float] = []
    for code, sheet in enumerate(sheets):
        if not sheet.marks:
            continue
        drawn = sheet.shapes
        own = shapes.similarity(drawn, drawn)
        for marks in split(code, sheet, own):
            members.append((code, marks))
            alike.append(closeness(own, marks))
    workers = sorted({worker for sheet in sheets for worker in sheet.seen})
    return Grouped(keys, sheets, members, flat_groups(sheets, members, alike, workers, categories))


def closeness(alike: Array, marks: Sequence[int]) -> float:
    """Mean similarity over the pairs of a group; 1 for a mark alone."""
    if len(marks) == 1:
        return 1.0
    block = alike[np.ix_(marks, marks)]
    return float((block.sum() - np.trace(block)) / (len(marks) * (len(marks) - 1)))


def flat_groups(
    sheets: Sequence[Sheet],
    members: Sequence[tuple[int, Sequence[int]]],
    alike: Sequence[float],
    workers: Sequence[str],
    categories: Sequence[str],
) -> Groups:
    worker_code = {worker: code for code, worker in enumerate(workers)}
    label_code = {label: code for code, label in enumerate(categories)}
    flat = [(number, sheets[code], mark) for number, (code, marks) in enumerate(members) for mark in marks]
    seen = [(code, worker_code[worker]) for code, sheet in enumerate(sheets) for worker in sheet.seen]
    return Groups(
        codes(number for number, _, _ in flat),
        codes(worker_code[sheet.workers[mark]] for _, sheet, mark in flat),
        codes(label_code[sheet.marks[mark].label] for _, sheet, mark in flat),
        codes(code for code, _ in members),
        np.asarray(alike, dtype=np.float64),
        codes(code for code, _ in seen),
        codes(code for _, code in seen),
        workers,
        categories,
    )


def codes(values: Iterable[int]) -> Codes:
    return np.fromiter(values, dtype=np.int64)
