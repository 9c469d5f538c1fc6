"""What `trigpoint consolidate` found of single categories: labels, agreement, workers, and how right it was."""

from __future__ import annotations

import csv
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import isnan
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from trigpoint.cli.answers_file import csv_rows, labels_of
from trigpoint.cli.terminal import put_table, say
from trigpoint.consolidation import agreement
from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import Gold
from trigpoint.consolidation.choice import Consensus
from trigpoint.consolidation.majority import majority
from trigpoint.consolidation.methods import consolidate
from trigpoint.consolidation.scores import Scores, scores_of
from trigpoint.domain.errors import AnswerError

MOST_ROWS = 20
"""Workers and categories shown in the terminal; --json and --plot hold all."""

COLUMNS = ("task", "label", "confidence", "posterior", "answers")


class Outcome(Protocol):
    """What the verb shows and writes, whatever the task type."""

    @property
    def warnings(self) -> Sequence[str]: ...

    def as_dict(self) -> dict[str, Any]: ...

    def show(self) -> None: ...

    def write_labels(self, path: Path) -> None: ...


@dataclass(frozen=True)
class Wanted:
    """The files and options given."""

    answers: Path
    truth: Path | None = None
    gold: Path | None = None
    categories: tuple[str, ...] = ()
    method: str = "panel"


@dataclass(frozen=True)
class CategoryOutcome:
    """`scores` and `majority_scores` where there is a truth."""

    method: str
    table: AnswerTable
    labels: Mapping[Hashable, Consensus]
    workers: Sequence[agreement.WorkerReport]
    categories: Sequence[agreement.CategoryReport]
    alpha: float
    kappa: float
    scores: Scores | None = None
    majority_scores: Scores | None = None
    warnings: Sequence[str] = field(default_factory=tuple)

    def as_dict(self) -> dict[str, Any]:
        """Everything but the labels, which --out writes; a figure that does not exist is null."""
        return {
            "method": self.method,
            "objects": len(self.table.objects),
            "answers": len(self.table),
            "workers": [plain(asdict(one)) for one in self.workers],
            "categories": [plain(asdict(one)) for one in self.categories],
            **plain({"alpha": self.alpha, "kappa": self.kappa}),
            "scores": plain(asdict(self.scores)) if self.scores else None,
            "majority": plain(asdict(self.majority_scores)) if self.majority_scores else None,
            "warnings": list(self.warnings),
        }

    def show(self) -> None:
        say(f"{len(self.table.objects)} objects, {len(self.table)} answers, {len(self.table.workers)} workers.")
        say(f"Krippendorff's alpha {figure(self.alpha)}, Fleiss' kappa {figure(self.kappa)}.")
        if self.scores and self.majority_scores:
            rows = [(name, *row(one)) for name, one in ((self.method, self.scores), ("majority", self.majority_scores))]
            put_table("Against the truth", ("method", "objects>", "accuracy>", "ECE>", "Brier>"), rows)
        put_table("Categories", ("category", "answers>", "agreement>"), self.category_rows()[:MOST_ROWS])
        busiest = sorted(self.workers, key=lambda one: -one.answers)[:MOST_ROWS]
        columns = ("worker", "answers>", "accuracy>", "95 % interval>", "agreement>")
        put_table(f"Workers, {len(busiest)} of {len(self.workers)}", columns, map(worker_row, busiest))

    def category_rows(self) -> list[tuple[object, ...]]:
        return [(one.category, one.answers, figure(one.agreement)) for one in self.categories]

    def write_labels(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            for name, found in self.labels.items():
                writer.writerow((name, found.category, found.confidence, round(found.posterior, 4), found.answers))


def worker_row(one: agreement.WorkerReport) -> tuple[object, ...]:
    interval = f"{one.low:.3f}-{one.high:.3f}"
    return one.worker, one.answers, f"{one.accuracy:.3f}", interval, figure(one.agreement)


def row(scores: Scores) -> tuple[object, ...]:
    return scores.objects, f"{scores.accuracy:.4f}", f"{scores.ece:.3f}", f"{scores.brier:.3f}"


def figure(value: float) -> str:
    return "-" if isnan(value) else f"{value:.3f}"


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """JSON has no NaN."""
    return {key: None if isinstance(one, float) and isnan(one) else one for key, one in values.items()}


def of_categories(wanted: Wanted) -> CategoryOutcome:
    """Raises AnswerError for files that do not fit, BadInput for a method that is none."""
    table, warnings = read_answers(wanted)
    gold: Gold = dict[Hashable, Hashable](labels_of(wanted.gold).items()) if wanted.gold else {}
    fitted = consolidate(table, method=wanted.method, gold=gold)
    truth = labels_of(wanted.truth) if wanted.truth else None
    labels = fitted.predict()
    return CategoryOutcome(
        wanted.method,
        table,
        labels,
        agreement.worker_reports(table, fitted.probabilities_),
        agreement.category_reports(table),
        agreement.krippendorff_alpha(table),
        agreement.fleiss_kappa(table),
        scored(truth, labels),
        scored(truth, majority(table)),
        warnings,
    )


def scored(truth: Mapping[str, str] | None, labels: Mapping[Hashable, Consensus]) -> Scores | None:
    if truth is None:
        return None
    known = [(labels[name], label) for name, label in truth.items() if name in labels]
    if not known:
        raise AnswerError("No task of the truth has an answer.", "Use the same task names in both files.")
    right = np.array([found.category == label for found, label in known])
    return scores_of(np.array([found.posterior for found, _ in known]), right)


def read_answers(wanted: Wanted) -> tuple[AnswerTable, list[str]]:
    """The table, and what its giver should know of it."""
    seen: dict[tuple[str, str], str] = {}
    repeated = 0
    allowed = set(wanted.categories)
    for line, (task, worker, label) in csv_rows(wanted.answers, ("task", "worker", "label")):
        if allowed and label not in allowed:
            raise AnswerError(
                f"{wanted.answers.name} line {line}: {label!r} is not among the categories.",
                f"Use one of: {', '.join(wanted.categories)}.",
            )
        repeated += (task, worker) in seen
        seen[task, worker] = label
    if not seen:
        raise AnswerError(f"{wanted.answers.name} holds no answer.", "Give one line an answer: task,worker,label.")
    table = AnswerTable.of(((*pair, label) for pair, label in seen.items()), wanted.categories or None)
    return table, warnings_of(table, repeated)


def warnings_of(table: AnswerTable, repeated: int) -> list[str]:
    found = []
    if repeated:
        found.append(f"{repeated} answers were given twice by one worker to one task: the last one counts.")
    if len(table.workers) == 1:
        found.append("There is one worker only: the labels are that worker's answers.")
    if len(table.categories) == 1:
        found.append("There is one category only: nothing could be told apart.")
    return found
