"""Consolidation of single categories by the name of a method: what `trigpoint consolidate` and Python callers use.

found = consolidate([("img1", "ann", "cat"), ("img1", "bob", "dog"), ...])
found.labels_["img1"], found.worker_skill_["ann"], found.probabilities_
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from enum import StrEnum

from trigpoint.consolidation.answer_table import AnswerTable, Triple
from trigpoint.consolidation.categories import CategoryConsensus, Gold
from trigpoint.consolidation.dawid_skene import DawidSkene
from trigpoint.consolidation.incidence import Predictions
from trigpoint.consolidation.majority import MajorityVote
from trigpoint.domain.errors import AnswerError, BadInput


class Method(StrEnum):
    """PANEL: the default. MODIFIED_DAWID_SKENE: Ground Truth's own, to the bit. MAJORITY: for comparison."""

    PANEL = "panel"
    MODIFIED_DAWID_SKENE = "modified-dawid-skene"
    MAJORITY = "majority"


Estimator = CategoryConsensus | DawidSkene | MajorityVote
"""Fitted, each has `labels_`, `probabilities_` (objects x categories), `worker_skill_`, `predict`."""


def consolidate(
    answers: Iterable[Triple] | AnswerTable,
    *,
    categories: Sequence[Hashable] | None = None,
    method: Method | str = Method.PANEL,
    gold: Gold | None = None,
    predictions: Predictions | None = None,
) -> Estimator:
    """A fitted estimator over (object, worker, category) triples.

    `categories` fixes their order and what may be answered. `gold` and `predictions` are known to the panel alone.
    Raises AnswerError for answers that do not fit, BadInput for a method that is none.
    """
    table = answers if isinstance(answers, AnswerTable) else AnswerTable.of(answers, categories)
    if not len(table):
        raise AnswerError("There is no answer to consolidate.", "Give at least one answer.")
    chosen = method_named(method)
    if chosen is Method.PANEL:
        return CategoryConsensus().fit(table, gold, predictions)
    if gold or predictions:
        raise BadInput(f"{chosen} takes no gold labels and no predictions.", "Use the method `panel`.")
    return DawidSkene().fit(table) if chosen is Method.MODIFIED_DAWID_SKENE else MajorityVote().fit(table)


def method_named(name: str) -> Method:
    try:
        return Method(name)
    except ValueError:
        raise BadInput(f"There is no method {name!r}.", f"Use one of: {', '.join(Method)}.") from None
