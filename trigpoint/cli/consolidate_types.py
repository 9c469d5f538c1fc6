"""`trigpoint consolidate` for everything but single categories: the task types' own merges over JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trigpoint.cli.answers_file import json_lines
from trigpoint.cli.consolidate_agreement import TypeAgreement, TypeScores, agreement_of, scores_against
from trigpoint.cli.consolidate_outcome import MOST_ROWS, Wanted
from trigpoint.cli.terminal import put_table, say
from trigpoint.domain.errors import AnswerError, BadInput
from trigpoint.domain.work import Answer
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.merging import Merged

ATTRIBUTE = "label"
"""Key under which a written line holds its label, with `label-metadata` beside it."""


@dataclass(frozen=True)
class TypeOutcome:
    """`tasks` and `labels` are parallel. `created` is when the labels were made, as the metadata says."""

    kind: str
    categories: Sequence[str]
    tasks: Sequence[Any]
    labels: Sequence[Merged]
    answers: int
    created: float
    agreement: TypeAgreement
    scores: TypeScores | None = None
    warnings: Sequence[str] = ()

    def as_dict(self) -> dict[str, Any]:
        return {
            "taskType": self.kind,
            "objects": len(self.tasks),
            "answers": self.answers,
            "categories": list(self.categories),
            "labels": [{"task": task, **self.content(number, "")} for number, task in enumerate(self.tasks)],
            "agreement": self.agreement.as_dict(self.tasks),
            "scores": self.scores.as_dict() if self.scores else None,
            "warnings": list(self.warnings),
        }

    def content(self, number: int, uri: str) -> dict[str, Any]:
        """The manifest keys of one label, in Ground Truth's shape."""
        merged = self.labels[number]
        return task_type(self.kind).label.label_content(
            merged.value,
            merged.confidence,
            attribute=ATTRIBUTE,
            categories=self.categories,
            job_name="consolidate",
            created=self.created,
            uri=uri,
        )

    def show(self) -> None:
        say(f"{len(self.tasks)} objects, {self.answers} answers, {self.kind}.")
        self.agreement.show()
        if self.scores:
            self.scores.show()
        rows = [
            (task, len(merged.workers), f"{merged.confidence:.2f}", f"{merged.posterior:.3f}")
            for task, merged in list(zip(self.tasks, self.labels, strict=True))[:MOST_ROWS]
        ]
        put_table(f"Labels, {len(rows)} of {len(self.tasks)}", ("task", "workers>", "confidence>", "posterior>"), rows)

    def write_labels(self, path: Path) -> None:
        """JSON Lines; a label that is a picture lies beside them as <out>-<number>.png."""
        with path.open("w", encoding="utf-8") as file:
            for number, (task, merged) in enumerate(zip(self.tasks, self.labels, strict=True)):
                uri = ""
                if merged.file is not None:
                    picture = path.with_name(f"{path.stem}-{number}.png")
                    picture.write_bytes(merged.file)
                    uri = picture.name
                file.write(json.dumps({"task": task, **self.content(number, uri)}, ensure_ascii=False) + "\n")


def of_type(wanted: Wanted, kind: str, created: float | None = None) -> TypeOutcome:
    """Raises NotFound for a task type that is none, AnswerError for lines that do not fit."""
    merging = task_type(kind).merging
    if wanted.gold or wanted.method != "panel":
        raise BadInput(f"--gold and --method are for single categories, not for {kind}.", "Leave them out.")
    lines = list(json_lines(wanted.answers))
    if not lines:
        raise AnswerError(f"{wanted.answers.name} holds no answer.", "Give one JSON object an answer, one a line.")
    categories = wanted.categories or categories_in(line["answer"] for _, line in lines)
    tasks = list(dict.fromkeys(str(line["task"]) for _, line in lines))
    answers = checked_answers(wanted.answers, kind, lines, tasks, categories)
    found = merging.refit(answers, categories)
    labels = [found.labels[seq] for seq in range(len(tasks))]
    at = now() if created is None else created
    agreed = agreement_of(answers, merging.comparison, categories)
    scores = scores_of(wanted, kind, tasks, labels, answers, categories) if wanted.truth else None
    return TypeOutcome(kind, categories, tasks, labels, len(lines), at, agreed, scores)


def scores_of(
    wanted: Wanted,
    kind: str,
    tasks: Sequence[str],
    labels: Sequence[Merged],
    answers: Sequence[Answer],
    categories: Sequence[str],
) -> TypeScores:
    """Against `--truth`: JSON Lines of {"task", "answer"}, the right answer as a worker would submit it."""
    path = wanted.truth or Path()
    lines = [
        (number, {"worker": "truth", **line})
        for number, line in json_lines(path, ("task", "answer"))
        if str(line["task"]) in set(tasks)
    ]
    if not lines:
        raise AnswerError("No task of the truth has an answer.", "Use the same task names in both files.")
    truth = checked_answers(path, kind, lines, tasks, categories)
    return scores_against(truth, labels, answers, task_type(kind).merging.comparison, categories)


def checked_answers(
    path: Path,
    kind: str,
    lines: Sequence[tuple[int, Mapping[str, Any]]],
    tasks: Sequence[str],
    categories: Sequence[str],
) -> list[Answer]:
    numbers = {task: number for number, task in enumerate(tasks)}
    schema, found = task_type(kind).schema, []
    for line, document in lines:
        try:
            schema.check_answer(document["answer"], categories)
        except AnswerError as error:
            raise AnswerError(f"{path.name} line {line}: {error.message}", error.fix) from None
        worker, at = str(document["worker"]), float(line)
        found.append(
            Answer("consolidate", numbers[str(document["task"])], worker, document["answer"], at, at, f"line-{line}")
        )
    return found


def categories_in(contents: Iterable[Any]) -> tuple[str, ...]:
    """Labels that occur anywhere in the answers, sorted: where none are named beforehand."""
    found: set[str] = set()
    for content in contents:
        gather(content, found)
    return tuple(sorted(found))


def gather(value: Any, found: set[str]) -> None:
    if isinstance(value, Mapping):
        if isinstance(value.get("labelMappings"), Mapping):
            found.update(map(str, value["labelMappings"]))
        for key, inner in value.items():
            if key in ("label", "labels"):
                found.update(one for one in (inner if isinstance(inner, list) else [inner]) if isinstance(one, str))
            gather(inner, found)
    elif isinstance(value, list):
        for inner in value:
            gather(inner, found)


def now() -> float:
    import time

    return time.time()
