"""Which marks of different workers mean the same thing.

First average-linkage clustering that never puts two marks of one worker together; then, once there are
merged shapes, an optimal assignment of every worker's marks to them.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from trigpoint.consolidation.detections.detection import Array, Codes

OTHER_LABEL = 0.8
"""How much less alike two shapes are when their labels differ: a slip of the label must still match."""


def clusters(similarity: Array, workers: Codes, gate: float) -> list[list[int]]:
    """Groups of marks, each with at most one mark a worker; ordered by their first mark.

    `similarity` is square over the marks; marks of one worker are never joined.
    """
    if not len(workers):
        return []
    near = (similarity >= gate) & (workers[:, None] != workers[None, :])
    _, component = connected_components(csr_matrix(near), directed=False)
    found = []
    for number in range(component.max() + 1):
        marks = np.flatnonzero(component == number)
        groups = linked(similarity[np.ix_(marks, marks)], workers[marks], gate)
        found += [[int(marks[one]) for one in group] for group in groups]
    return sorted(found)


def linked(similarity: Array, workers: Codes, gate: float) -> list[list[int]]:
    """Average linkage of one component: join the two likest groups while they are above the gate."""
    groups: list[list[int] | None] = [[one] for one in range(len(workers))]
    apart: NDArray[np.bool_] = workers[:, None] == workers[None, :]
    alike = np.where(apart, -1.0, similarity)
    while True:
        place = int(alike.argmax())
        first, second = sorted(divmod(place, len(workers)))
        if alike[first, second] < gate:
            return [sorted(group) for group in groups if group]
        one, other = groups[first] or [], groups[second] or []
        groups[first], groups[second] = one + other, None
        apart[first] |= apart[second]
        apart[:, first] = apart[first]
        mean = (len(one) * alike[first] + len(other) * alike[second]) / (len(one) + len(other))
        alike[first] = alike[:, first] = np.where(apart[first], -1.0, mean)
        alike[second] = alike[:, second] = -1.0
        alike[first, first] = -1.0


def assigned(similarity: Array, workers: Codes, gate: float) -> list[list[int]]:
    """Groups after every worker's marks were assigned to merged shapes (columns) as well as can be.

    Marks that fit no merged shape stand alone.
    """
    groups: list[list[int]] = [[] for _ in range(similarity.shape[1])]
    alone: list[list[int]] = []
    for worker in np.unique(workers):
        marks = np.flatnonzero(workers == worker)
        fits = np.where(similarity[marks] >= gate, similarity[marks], 0.0)
        rows, columns = linear_sum_assignment(fits, maximize=True)
        taken = {int(row): int(column) for row, column in zip(rows, columns, strict=True) if fits[row, column] > 0}
        for place, mark in enumerate(marks.tolist()):
            (groups[taken[place]] if place in taken else alone_with(alone)).append(mark)
    return sorted(sorted(group) for group in groups + alone if group)


def alone_with(alone: list[list[int]]) -> list[int]:
    alone.append([])
    return alone[-1]


def label_factor(these: Sequence[str], those: Sequence[str]) -> Array:
    """1 where labels agree, OTHER_LABEL elsewhere; shape (these, those)."""
    same = np.asarray(these, dtype=object)[:, None] == np.asarray(those, dtype=object)[None, :]
    return np.where(same, 1.0, OTHER_LABEL)
