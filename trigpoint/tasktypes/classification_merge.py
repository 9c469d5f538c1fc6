"""Merging single-choice answers: at once with what is known of the workers, or all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import CategoryConsensus
from trigpoint.consolidation.choice import Consensus
from trigpoint.consolidation.panel import Panel
from trigpoint.consolidation.worker_model import WorkerModel
from trigpoint.domain.errors import AnswerError
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.classification import check_answer
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare


def merge(
    answers: Sequence[Answer],
    categories: Sequence[str],
    model: Panel | WorkerModel | None = None,
    around: Surroundings = BARE,  # noqa: ARG001
) -> Merged:
    """The label value of one object from its answers, at least one.

    Without a model, or with one of other categories, every worker counts the same. Raises
    AnswerError where there are no answers or one does not fit.
    """
    if not answers:
        raise AnswerError("There is no answer to merge.", "Fail the object instead.")
    known = model if model is not None and model.categories == tuple(categories) else None
    chosen = {answer.worker: check_answer(answer.content, categories) for answer in answers}
    return merged((known or WorkerModel.initial(categories)).consensus(chosen), chosen)


def refit(
    answers: Iterable[Answer],
    categories: Sequence[str],
    around: Callable[[int], Surroundings] = bare,  # noqa: ARG001
) -> Refitted:
    """Label values of all objects answered, each informed by all answers of the job."""
    triples = [(a.seq, a.worker, check_answer(a.content, categories)) for a in answers]
    if not triples:
        return Refitted({}, WorkerModel.initial(categories))
    estimator = CategoryConsensus()
    found = estimator.fit_predict(AnswerTable.of(triples, categories))
    workers: defaultdict[int, list[str]] = defaultdict(list)
    for seq, worker, _ in triples:
        workers[seq].append(worker)
    labels = {seq: merged(found[seq], own) for seq, own in sorted(workers.items())}
    return Refitted(labels, estimator.panel_)


def restore(document: Mapping[str, Any]) -> Panel | WorkerModel:
    """The panel of a refit; a plain worker model where there was nothing to refit."""
    return Panel.from_json(document) if "experts" in document else WorkerModel.from_json(document)


def merged(consensus: Consensus, workers: Iterable[str]) -> Merged:
    return Merged(consensus.category, consensus.confidence, consensus.posterior, tuple(sorted(set(workers))))
