"""Nothing is known of a custom answer's meaning: all of them are kept."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from trigpoint.consolidation.worker_model import WorkerModel
from trigpoint.domain.errors import AnswerError
from trigpoint.domain.work import Answer
from trigpoint.formats import jsontext
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare


def merge(
    answers: Sequence[Answer],
    categories: Sequence[str],  # noqa: ARG001
    model: WorkerModel | None = None,  # noqa: ARG001
    around: Surroundings = BARE,  # noqa: ARG001
) -> Merged:
    """The answers of one object, at least one, in time order. Raises AnswerError for none."""
    if not answers:
        raise AnswerError("There is no answer to merge.", "Fail the object instead.")
    value = {"annotationsFromAllWorkers": [annotation(answer) for answer in answers]}
    return Merged(value, 0.0, 0.0, tuple(sorted({answer.worker for answer in answers})))


def annotation(answer: Answer) -> dict[str, Any]:
    return {
        "workerId": answer.worker,
        "annotationData": {"content": jsontext.dumps(dict(answer.content))},
    }


def refit(
    answers: Iterable[Answer],
    categories: Sequence[str],
    around: Callable[[int], Surroundings] = bare,  # noqa: ARG001
) -> Refitted:
    by_object: defaultdict[int, list[Answer]] = defaultdict(list)
    for answer in answers:
        by_object[answer.seq].append(answer)
    labels = {seq: merge(own, categories) for seq, own in sorted(by_object.items())}
    return Refitted(labels, WorkerModel((), ()))


def restore(document: Mapping[str, Any]) -> WorkerModel:
    return WorkerModel.from_json(document)
