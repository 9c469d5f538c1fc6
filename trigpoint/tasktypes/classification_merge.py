"""Merging single-choice answers: at once with what is known of the workers, or all together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import CategoryConsensus
from trigpoint.consolidation.choice import Consensus
from trigpoint.consolidation.dawid_skene import DawidSkene
from trigpoint.consolidation.methods import Estimator, Method, consolidate
from trigpoint.consolidation.panel import Panel
from trigpoint.consolidation.worker_model import WorkerModel
from trigpoint.domain.errors import AnswerError
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.classification import check_answer
from trigpoint.tasktypes.comparing import Choices
from trigpoint.tasktypes.gold import gold_of
from trigpoint.tasktypes.merging import Merged, Refitted
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

comparison = Choices(check_answer)


def merge(
    answers: Sequence[Answer],
    categories: Sequence[str],
    model: Panel | WorkerModel | None = None,
    around: Surroundings = BARE,
) -> Merged:
    """The label value of one object from its answers, at least one; a gold label stays as it is.

    Without a model, or with one of other categories, every worker counts the same. Raises
    AnswerError where there are no answers or one does not fit, ManifestError for a gold label that is no category.
    """
    if not answers:
        raise AnswerError("There is no answer to merge.", "Fail the object instead.")
    known = model if model is not None and model.categories == tuple(categories) else None
    chosen = {answer.worker: check_answer(answer.content, categories) for answer in answers}
    gold = gold_of(around.line, around.gold_attribute, categories) if around.gold_attribute else None
    if gold is not None:
        return merged(Consensus(gold, 1.0, len(chosen)), chosen)
    return merged((known or WorkerModel.initial(categories)).consensus(chosen), chosen)


def refit(
    answers: Iterable[Answer],
    categories: Sequence[str],
    around: Callable[[int], Surroundings] = bare,
) -> Refitted:
    """Label values of all objects answered, each informed by all answers of the job and by what is known beforehand."""
    triples = [(a.seq, a.worker, check_answer(a.content, categories)) for a in answers]
    if not triples:
        return Refitted({}, WorkerModel.initial(categories))
    workers: defaultdict[int, list[str]] = defaultdict(list)
    for seq, worker, _ in triples:
        workers[seq].append(worker)
    method = around(triples[0][0]).method or Method.PANEL
    gold = golden(sorted(workers), categories, around)
    estimator = consolidate(
        AnswerTable.of(triples, categories), method=method, gold=dict[Hashable, Hashable](gold.items())
    )
    found = estimator.predict()
    known = {seq: Consensus(category, 1.0, len(workers[seq])) for seq, category in gold.items()}
    labels = {seq: merged(known.get(seq, found[seq]), own) for seq, own in sorted(workers.items())}
    return Refitted(labels, model_of(estimator, categories))


def golden(seqs: Sequence[int], categories: Sequence[str], around: Callable[[int], Surroundings]) -> dict[int, str]:
    """Labels known beforehand, by object."""
    if not around(seqs[0]).gold_attribute:
        return {}
    found = ((seq, gold_of(at.line, at.gold_attribute, categories)) for seq in seqs for at in (around(seq),))
    return {seq: gold for seq, gold in found if gold is not None}


def model_of(estimator: Estimator, categories: Sequence[str]) -> Panel | WorkerModel:
    """What merges the objects that close next; the majority has no model, for all count the same."""
    if isinstance(estimator, CategoryConsensus):
        return estimator.panel_
    return estimator.worker_model() if isinstance(estimator, DawidSkene) else WorkerModel.initial(categories)


def restore(document: Mapping[str, Any]) -> Panel | WorkerModel:
    """The panel of a refit; a plain worker model where there was nothing to refit."""
    return Panel.from_json(document) if "experts" in document else WorkerModel.from_json(document)


def merged(consensus: Consensus, workers: Iterable[str]) -> Merged:
    return Merged(consensus.category, consensus.confidence, consensus.posterior, tuple(sorted(set(workers))))
