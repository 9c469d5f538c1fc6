"""Answers by object, and labels that are made when they are asked for."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from trigpoint.domain.errors import AnswerError
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.merging import Merged


def by_object(answers: Iterable[Answer]) -> dict[int, list[Answer]]:
    """In object order; one answer a worker, the last given."""
    found: defaultdict[int, dict[str, Answer]] = defaultdict(dict)
    for answer in answers:
        found[answer.seq][answer.worker] = answer
    return {seq: [found[seq][worker] for worker in sorted(found[seq])] for seq in sorted(found)}


def some(answers: Sequence[Answer]) -> list[Answer]:
    """One answer a worker, by worker. Raises AnswerError where there is none."""
    if not answers:
        raise AnswerError("There is no answer to merge.", "Fail the object instead.")
    return next(iter(by_object(answers).values()))


@dataclass(frozen=True, slots=True)
class LabelsOnDemand(Mapping[int, Merged]):
    """Labels of these objects, each made by `make` when it is looked up."""

    seqs: Sequence[int]
    make: Callable[[int], Merged]

    def __getitem__(self, seq: int) -> Merged:
        return self.make(seq)

    def __iter__(self) -> Iterator[int]:
        return iter(self.seqs)

    def __len__(self) -> int:
        return len(self.seqs)


def affordable(costs: Mapping[int, float], budget: float) -> list[int]:
    """Objects, in order, whose costs stay within the budget: all, or a sample spread evenly over them."""
    seqs = sorted(costs)
    total = sum(costs.values())
    step = max(1, math.ceil(total / budget))
    return seqs[::step]
