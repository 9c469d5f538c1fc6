"""How far workers agree on marks, masks, sets and forms, and how right the labels are where the truth is known."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isnan
from statistics import fmean
from typing import Any

from trigpoint.cli.consolidate_outcome import MOST_ROWS, figure
from trigpoint.cli.terminal import put_table, say
from trigpoint.consolidation.pairwise import PairwiseAgreement, agreement
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.comparing import Category, Comparison
from trigpoint.tasktypes.merging import Merged


@dataclass(frozen=True)
class TypeAgreement:
    """`whole`: all answers; `by_category`: what concerns one category alone. Objects are positions of the tasks."""

    whole: PairwiseAgreement[Any]
    by_category: Mapping[str, float]

    def as_dict(self, tasks: Sequence[Any]) -> dict[str, Any]:
        """A figure that does not exist is null."""
        return {
            "agreement": known(self.whole.overall),
            "alpha": known(self.whole.alpha),
            "pairs": self.whole.pairs,
            "byTask": {tasks[int(str(at))]: known(share) for at, share in self.whole.by_object.items()},
            "byWorker": {worker: known(share) for worker, share in self.whole.by_worker.items()},
            "byCategory": {category: known(share) for category, share in self.by_category.items()},
        }

    def show(self) -> None:
        say(f"Agreement of pairs {figure(self.whole.overall)}, alpha {figure(self.whole.alpha)}.")
        for title, column, found in (
            ("Categories", "category", self.by_category),
            ("Workers", "worker", self.whole.by_worker),
        ):
            rows = [(name, figure(share)) for name, share in list(found.items())[:MOST_ROWS]]
            if rows:
                put_table(title, (column, "agreement>"), rows)


@dataclass(frozen=True)
class TypeScores:
    """Mean likeness to the truth (0..1): of the labels, of all answers, and of each worker's."""

    objects: int
    labels: float
    answers: float
    by_worker: Mapping[str, float]

    def as_dict(self) -> dict[str, Any]:
        return {
            "objects": self.objects,
            "labels": self.labels,
            "answers": self.answers,
            "byWorker": dict(self.by_worker),
        }

    def show(self) -> None:
        rows: list[tuple[object, ...]] = [
            ("labels", self.objects, figure(self.labels)),
            ("single answers", self.objects, figure(self.answers)),
        ]
        rows += [(worker, "", figure(share)) for worker, share in list(self.by_worker.items())[:MOST_ROWS]]
        put_table("Against the truth", ("who", "objects>", "likeness>"), rows)


def agreement_of(answers: Sequence[Answer], comparison: Comparison[Any], categories: Sequence[str]) -> TypeAgreement:
    forms: defaultdict[int, dict[str, Any]] = defaultdict(dict)
    for answer in answers:
        forms[answer.seq][answer.worker] = comparison.read(answer, categories)
    by_object: dict[Any, dict[str, Any]] = dict(forms)
    whole = agreement(by_object, comparison.alike)
    alike = {category: Category(comparison, category).alike for category in categories}
    return TypeAgreement(whole, {name: agreement(by_object, own).overall for name, own in alike.items()})


def scores_against(
    truth: Sequence[Answer],
    labels: Sequence[Merged],
    answers: Sequence[Answer],
    comparison: Comparison[Any],
    categories: Sequence[str],
) -> TypeScores:
    right = {one.seq: comparison.read(one, categories) for one in truth}
    by_worker: defaultdict[str, list[float]] = defaultdict(list)
    for answer in answers:
        if answer.seq in right:
            by_worker[answer.worker].append(comparison.alike(comparison.read(answer, categories), right[answer.seq]))
    found = [comparison.alike(comparison.of_label(labels[seq], categories), form) for seq, form in right.items()]
    single = [one for many in by_worker.values() for one in many]
    means = {worker: fmean(many) for worker, many in sorted(by_worker.items())}
    return TypeScores(len(right), fmean(found), fmean(single), means)


def known(value: float) -> float | None:
    return None if isnan(value) else value
