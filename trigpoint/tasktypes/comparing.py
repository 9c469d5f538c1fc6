"""Comparing two answers, or an answer and a label, of one object: for agreement and for scores against a truth.

`read` brings an answer into a form, `of_label` a merged label; `alike` compares two forms (0..1), `only` keeps what
of a form concerns one category, None where nothing does.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import linear_sum_assignment

from trigpoint.consolidation.detections.detection import Array, Detection, Shapes
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.merging import Merged
from trigpoint.tasktypes.surroundings import BARE, Surroundings

Form = TypeVar("Form")

SAME_THING = 0.5
"""Likeness (of boxes: intersection over union) from which two marks with one label count as one thing."""


class Comparison(Protocol[Form]):
    """One task type's way of comparing."""

    def read(self, answer: Answer, categories: Sequence[str], around: Surroundings = BARE) -> Form: ...

    def of_label(self, merged: Merged, categories: Sequence[str]) -> Form: ...

    def alike(self, one: Form, other: Form) -> float: ...

    def only(self, form: Form, category: str) -> Form | None: ...


@dataclass(frozen=True, slots=True)
class Choices:
    """Sets of categories: the share of both that is shared (Jaccard); one category is a set of one."""

    check: Callable[[Mapping[str, Any], Sequence[str]], Any]
    of_value: Callable[[Any], Any] = str

    def read(self, answer: Answer, categories: Sequence[str], around: Surroundings = BARE) -> frozenset[str]:  # noqa: ARG002
        return as_set(self.check(answer.content, categories))

    def of_label(self, merged: Merged, categories: Sequence[str]) -> frozenset[str]:  # noqa: ARG002
        return as_set(self.of_value(merged.value))

    def alike(self, one: frozenset[str], other: frozenset[str]) -> float:
        return len(one & other) / len(one | other) if one | other else 1.0

    def only(self, form: frozenset[str], category: str) -> frozenset[str] | None:
        return form & {category} or None


def as_set(value: Any) -> frozenset[str]:
    return frozenset([value] if isinstance(value, str) else map(str, value))


@dataclass(frozen=True, slots=True)
class Things:
    """Marks: F1 of those that are alike and have one label, matched as well as can be."""

    shapes: Shapes
    marks: Callable[[Answer, Sequence[str], Surroundings], Sequence[Detection]]
    of_value: Callable[[Any], Sequence[Detection]]

    def read(self, answer: Answer, categories: Sequence[str], around: Surroundings = BARE) -> Sequence[Detection]:
        return self.marks(answer, categories, around)

    def of_label(self, merged: Merged, categories: Sequence[str]) -> Sequence[Detection]:  # noqa: ARG002
        return self.of_value(merged.value)

    def alike(self, one: Sequence[Detection], other: Sequence[Detection]) -> float:
        if not one and not other:
            return 1.0
        return 2 * self.matched(one, other) / (len(one) + len(other))

    def mean_likeness(self, one: Sequence[Detection], other: Sequence[Detection]) -> float:
        """Likeness (of boxes: intersection over union) averaged over all things of either side: pairs of one label,
        matched as well as can be, and what has no partner, which is like nothing."""
        if not one or not other:
            return float(len(one) == len(other))
        found = self.likeness(one, other)
        paired = found[linear_sum_assignment(found, maximize=True)]
        return float(paired.sum()) / (len(one) + len(other) - int((paired > 0).sum()))

    def likeness(self, one: Sequence[Detection], other: Sequence[Detection]) -> Array:
        """(one, other); 0 where labels differ."""
        same = np.array([[a.label == b.label for b in other] for a in one])
        return np.where(same, self.shapes.similarity([a.shape for a in one], [b.shape for b in other]), 0.0)

    def matched(self, one: Sequence[Detection], other: Sequence[Detection]) -> int:
        if not one or not other:
            return 0
        found = self.likeness(one, other)
        close = found >= SAME_THING
        rows, columns = linear_sum_assignment(np.where(close, found, 0.0), maximize=True)
        return int(close[rows, columns].sum())

    def only(self, form: Sequence[Detection], category: str) -> Sequence[Detection] | None:
        return [mark for mark in form if mark.label == category] or None


Layers = Mapping[str, NDArray[np.bool_]]
"""The pixels of each category that is painted."""


@dataclass(frozen=True, slots=True)
class Areas:
    """Masks: the mean over the painted categories of intersection over union."""

    layers: Callable[[Answer, Sequence[str], Surroundings], Layers]
    of_merged: Callable[[Merged, Sequence[str]], Layers]

    def read(self, answer: Answer, categories: Sequence[str], around: Surroundings = BARE) -> Layers:
        return self.layers(answer, categories, around)

    def of_label(self, merged: Merged, categories: Sequence[str]) -> Layers:
        return self.of_merged(merged, categories)

    def alike(self, one: Layers, other: Layers) -> float:
        painted = sorted(one.keys() | other.keys())
        return float(np.mean([overlap(one.get(name), other.get(name)) for name in painted])) if painted else 1.0

    def only(self, form: Layers, category: str) -> Layers | None:
        return {category: form[category]} if category in form else None


def overlap(one: NDArray[np.bool_] | None, other: NDArray[np.bool_] | None) -> float:
    if one is None or other is None or one.shape != other.shape:
        return 0.0
    return float((one & other).sum() / max((one | other).sum(), 1))


@dataclass(frozen=True, slots=True)
class Category(Generic[Form]):
    """A comparison that looks at one category alone."""

    whole: Comparison[Form]
    category: str

    def alike(self, one: Form, other: Form) -> float:
        """NaN where neither says anything of the category, 0 where only one does."""
        parts = [self.whole.only(form, self.category) for form in (one, other)]
        if parts[0] is None or parts[1] is None:
            return float("nan") if parts == [None, None] else 0.0
        return self.whole.alike(parts[0], parts[1])
