"""Nothing is known of a custom answer's meaning: all answers are kept, and beside them each field merged by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.consolidation.choice import confidence_of
from trigpoint.consolidation.fields import FieldConsensus, FieldsModel, FieldValue, merged
from trigpoint.domain.work import Answer
from trigpoint.formats import jsontext
from trigpoint.tasktypes.custom.form import flat, nested
from trigpoint.tasktypes.grouping import by_object, some
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

Fields = Mapping[str, Any]


def merge(
    answers: Sequence[Answer],
    categories: Sequence[str],  # noqa: ARG001
    model: FieldsModel | None = None,
    around: Surroundings = BARE,  # noqa: ARG001
) -> Merged:
    """The answers of one object, at least one. Raises AnswerError for none."""
    given = some(answers)
    return labelled(given, merged({one.worker: flat(one.content) for one in given}, model or FieldsModel()))


def refit(
    answers: Iterable[Answer],
    categories: Sequence[str],  # noqa: ARG001
    around: Callable[[int], Surroundings] = bare,  # noqa: ARG001
) -> Refitted:
    own = by_object(answers)
    found = FieldConsensus().fit({seq: {one.worker: flat(one.content) for one in given} for seq, given in own.items()})
    return Refitted({seq: labelled(given, found.labels_[seq]) for seq, given in own.items()}, found.model_)


def restore(document: Mapping[str, Any]) -> FieldsModel:
    return FieldsModel.from_json(document)


def labelled(given: Sequence[Answer], fields: Mapping[str, FieldValue]) -> Merged:
    in_time = sorted(given, key=lambda answer: (answer.submitted, answer.worker))
    sure = {name: confidence_of(one.share, len(given)) for name, one in fields.items()}
    value = {
        "annotationsFromAllWorkers": [annotation(answer) for answer in in_time],
        "consolidatedAnswer": nested({name: one.value for name, one in fields.items()}),
        "fieldConfidence": sure,
    }
    least = min((one.share for one in fields.values()), default=1.0)
    return Merged(value, min(sure.values(), default=0.0), least, tuple(sorted(one.worker for one in given)))


def annotation(answer: Answer) -> dict[str, Any]:
    return {
        "workerId": answer.worker,
        "annotationData": {"content": jsontext.dumps(dict(answer.content))},
    }


@dataclass(frozen=True, slots=True)
class Forms:
    """Two forms: the share of their fields that hold the same."""

    def read(self, answer: Answer, categories: Sequence[str], around: Surroundings = BARE) -> Fields:  # noqa: ARG002
        return flat(answer.content)

    def of_label(self, merged: Merged, categories: Sequence[str]) -> Fields:  # noqa: ARG002
        return flat(merged.value["consolidatedAnswer"])

    def alike(self, one: Fields, other: Fields) -> float:
        names = one.keys() | other.keys()
        return sum(one.get(name) == other.get(name) for name in names) / len(names) if names else 1.0

    def only(self, form: Fields, category: str) -> Fields | None:
        return {name: value for name, value in form.items() if value == category} or None


comparison = Forms()
