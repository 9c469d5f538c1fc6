"""Answers of forms nobody described: every field is merged by what its values are like.

Numbers: the weighted median. Long or mostly different texts: the best of those given (`texts`). Everything else, such
as choices, checkboxes and lists: the vote. A worker weighs as often as they agree with the others, over all fields.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from statistics import fmean
from typing import Any, Self

from trigpoint.consolidation.texts import TextConsensus

Value = Any
"""What JSON can hold. Lists and objects count as equal or not; ABSENT is a field that was left empty."""
ABSENT = None

LONG_TEXT = 40
"""Characters from which a text is somebody's own words and no choice."""
ENOUGH, DIFFERENT = 6, 0.5
"""Of so many texts and more, this share of different ones means own words too."""
START, OWN = 0.7, 4.0
LEAST_WEIGHT = 0.05
ROUNDS = 3


class Kind(StrEnum):
    NUMBER = "number"
    TEXT = "text"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class FieldsModel:
    """What a fit learned: the kind of every field, and each worker's agreement with the others, 0..1."""

    kinds: Mapping[str, Kind] = field(default_factory=dict)
    workers: Mapping[str, float] = field(default_factory=dict)

    def weight(self, worker: str) -> float:
        return max(self.workers.get(worker, START), LEAST_WEIGHT)

    def as_json(self) -> dict[str, Any]:
        return {"kinds": dict(self.kinds), "workers": dict(self.workers)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> FieldsModel:
        kinds = {name: Kind(kind) for name, kind in document.get("kinds", {}).items()}
        return cls(kinds, document.get("workers", {}))


@dataclass(frozen=True, slots=True)
class FieldValue:
    """A field's merged value, and the weighted share of workers who gave it (0..1)."""

    value: Value
    share: float


Answers = Mapping[str, Mapping[str, Value]]
"""Fields by worker."""


class FieldConsensus:
    """Estimator over {object: {worker: {field: value}}}. Learned by `fit`: `labels_`, `model_`, `worker_skill_`."""

    def fit(self, objects: Mapping[Hashable, Answers]) -> Self:
        self.model_ = FieldsModel(kinds_of(objects.values()))
        for _ in range(ROUNDS):
            self.labels_ = {name: merged(given, self.model_) for name, given in objects.items()}
            self.model_ = FieldsModel(self.model_.kinds, agreements(objects, self.labels_))
        self.labels_ = {name: merged(given, self.model_) for name, given in objects.items()}
        return self

    @property
    def worker_skill_(self) -> Mapping[str, float]:
        return self.model_.workers


def kinds_of(objects: Iterable[Answers]) -> dict[str, Kind]:
    values: defaultdict[str, list[Value]] = defaultdict(list)
    for given in objects:
        for fields in given.values():
            for name, value in fields.items():
                values[name].append(value)
    return {name: kind_of(found) for name, found in sorted(values.items())}


def kind_of(values: Sequence[Value]) -> Kind:
    if all(isinstance(value, int | float) and not isinstance(value, bool) for value in values):
        return Kind.NUMBER
    if not all(isinstance(value, str) for value in values):
        return Kind.CHOICE
    different = len(set(values)) / len(values)
    long = fmean(len(value) for value in values) >= LONG_TEXT
    return Kind.TEXT if long or (len(values) >= ENOUGH and different > DIFFERENT) else Kind.CHOICE


def merged(given: Answers, model: FieldsModel) -> dict[str, FieldValue]:
    """Every field that anybody filled in; fields that most left empty are left out."""
    kinds = {**kinds_of([given]), **model.kinds}
    names = sorted({name for fields in given.values() for name in fields})
    found = {name: one_field(name, kinds[name], given, model) for name in names}
    return {name: one for name, one in found.items() if one.value is not ABSENT}


def one_field(name: str, kind: Kind, given: Answers, model: FieldsModel) -> FieldValue:
    values = {worker: given[worker].get(name, ABSENT) for worker in sorted(given)}
    weights = {worker: model.weight(worker) for worker in values}
    filled = {worker: value for worker, value in values.items() if value is not ABSENT}
    present = sum(weights[worker] for worker in filled) / sum(weights.values())
    if present < 1 / 2:
        return FieldValue(ABSENT, 1 - present)
    if kind is Kind.NUMBER and all(isinstance(value, int | float) for value in filled.values()):
        return shared(median(filled, weights), filled, weights, present)
    if kind is Kind.TEXT and all(isinstance(value, str) for value in filled.values()):
        best = TextConsensus().fit({0: filled}).labels_[0]
        return FieldValue(best.text, present * best.likeness)
    return shared(voted(filled, weights), filled, weights, present)


def shared(value: Value, filled: Mapping[str, Value], weights: Mapping[str, float], present: float) -> FieldValue:
    same = sum(weights[worker] for worker, own in filled.items() if own == value)
    return FieldValue(value, present * same / sum(weights[worker] for worker in filled))


def median(filled: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """The weighted median: the first value, ascending, with half of the weight at it or below."""
    ordered = sorted(filled, key=lambda worker: (filled[worker], worker))
    half, reached = sum(weights[worker] for worker in ordered) / 2, 0.0
    for worker in ordered:
        reached += weights[worker]
        if reached >= half - 1e-9:
            return filled[worker]
    return filled[ordered[-1]]


def voted(filled: Mapping[str, Value], weights: Mapping[str, float]) -> Value:
    """Most weight wins; ties go to the first value in the order of its text."""
    votes: defaultdict[str, float] = defaultdict(float)
    values = {repr(value): value for value in filled.values()}
    for worker, value in filled.items():
        votes[repr(value)] += weights[worker]
    return values[min(votes, key=lambda text: (-round(votes[text], 9), text))]


def agreements(
    objects: Mapping[Hashable, Answers], labels: Mapping[Hashable, Mapping[str, FieldValue]]
) -> dict[str, float]:
    """How often each worker gave the merged value, where at least two answered; drawn towards START."""
    right: defaultdict[str, float] = defaultdict(float)
    given: defaultdict[str, int] = defaultdict(int)
    for name, answers in objects.items():
        for worker, fields in answers.items():
            if len(answers) > 1:
                right[worker] += sum(fields.get(key, ABSENT) == one.value for key, one in labels[name].items())
                given[worker] += len(labels[name])
    return {worker: (right[worker] + OWN * START) / (given[worker] + OWN) for worker in sorted(given)}
