"""How often people's own labels are wrong, as their agreement tells: the promise is made against those labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from trigpoint.consolidation.answer_table import AnswerTable, Triple
from trigpoint.consolidation.categories import CategoryConsensus
from trigpoint.domain.job import Job
from trigpoint.domain.work import Outcome, Source
from trigpoint.ports import Ports
from trigpoint.tasktypes.classification import check_answer
from trigpoint.usecases.kinds_of_labels import MANY, RATED

FEWEST = 2.0
"""Answers an object, on average, from which agreement tells anything."""


def peoples_error(job: Job, categories: Sequence[str], ports: Ports) -> float | None:
    """One less the mean posterior of people's labels, 0..1; None where nobody can be compared, a customer's own
    function merges, or a label is more than one category."""
    if job.spec.post_function is not None or job.spec.task_type in (*MANY, *RATED):
        return None
    triples = list(_answers(job, categories, ports))
    objects = len({seq for seq, _, _ in triples})
    if not objects or len(triples) < FEWEST * objects:
        return None
    found = CategoryConsensus().fit_predict(AnswerTable.of(triples, categories))
    return 1 - sum(one.posterior for one in found.values()) / len(found)


def _answers(job: Job, categories: Sequence[str], ports: Ports) -> Iterator[Triple]:
    for shard in range(job.shards):
        contents = ports.ledger.shard_contents(job.key, shard)
        for seq, label in contents.labels.items():
            if label.outcome is Outcome.LABELLED and label.source is Source.HUMAN:
                for answer in contents.answers.get(seq, ()):
                    yield seq, answer.worker, check_answer(answer.content, categories)
