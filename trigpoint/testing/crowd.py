"""A simulated crowd: who answers what, and how right each way of merging is. Pure; a seed repeats it.

A worker of skill s is right with probability s whatever the truth. Errors are biased: most of them fall on two
categories that this worker confuses with that truth, as people do (7 against a 1, not 7 against an 8).
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random

from trigpoint.domain.work import Answer

SKILLS = (0.95, 0.9, 0.85, 0.8, 0.7, 0.7, 0.6, 0.5)
BIAS = (0.7, 0.2)
"""Shares of a worker's errors that fall on the first and second category they confuse with a truth."""

CHOICES = 8
"""Workers draw among this many tasks, as the ledger lets them."""

Triple = tuple[int, str, str]
"""(object id, worker, category)"""


@dataclass(frozen=True, slots=True)
class SimulatedWorker:
    """`confusion` maps a true category to the probability of each answer, in category order."""

    name: str
    skill: float
    confusion: Mapping[str, tuple[float, ...]]
    seed: int

    def answer(self, item: Hashable, truth: str) -> str:
        """What they say of an object: always the same for the same object, whenever they are asked."""
        draw = Random(f"{self.seed}/{self.name}/{item}")
        return draw.choices(tuple(self.confusion), self.confusion[truth])[0]


def crowd(categories: Sequence[str], seed: int, skills: Sequence[float] = SKILLS) -> tuple[SimulatedWorker, ...]:
    """One worker a skill, named worker-1 and so on."""
    return tuple(
        SimulatedWorker(name, skill, confusion(categories, skill, Random(f"{seed}/{name}")), seed)
        for name, skill in ((f"worker-{number}", skill) for number, skill in enumerate(skills, 1))
    )


def confusion(categories: Sequence[str], skill: float, random: Random) -> dict[str, tuple[float, ...]]:
    return {truth: answer_row(categories, truth, skill, random) for truth in categories}


def answer_row(categories: Sequence[str], truth: str, skill: float, random: Random) -> tuple[float, ...]:
    """Probabilities of each answer to objects of one true category; they add up to 1."""
    wrong = [category for category in categories if category != truth]
    random.shuffle(wrong)
    shares = error_shares(len(wrong))
    errors = {category: (1 - skill) * share for category, share in zip(wrong, shares, strict=True)}
    return tuple(skill if category == truth else errors[category] for category in categories)


def error_shares(count: int) -> list[float]:
    """How a worker's errors spread over `count` wrong categories."""
    favoured = BIAS[: max(count - 1, 0)]
    rest = count - len(favoured)
    return [*favoured, *[(1 - sum(favoured)) / rest] * rest]


def replay(
    truths: Sequence[str], categories: Sequence[str], seed: int, wanted: int = 3, skills: Sequence[float] = SKILLS
) -> list[Triple]:
    """The demo's protocol without a network: workers of equal speed take tasks until each has `wanted` answers."""
    random = Random(f"{seed}/turns")
    workers = crowd(categories, seed, skills)
    done: dict[int, list[str]] = {seq: [] for seq in range(len(truths))}
    triples: list[Triple] = []
    while done:
        before = len(triples)
        for worker in random.sample(workers, len(workers)):
            if (seq := taken(done, worker.name, random)) is not None:
                triples.append((seq, worker.name, worker.answer(seq, truths[seq])))
                settle(done, seq, worker.name, wanted)
        if len(triples) == before:
            break
    return triples


def taken(done: Mapping[int, Sequence[str]], worker: str, random: Random) -> int | None:
    """An object among the first few that the worker has not answered."""
    free = list(islice((seq for seq, workers in done.items() if worker not in workers), CHOICES))
    return random.choice(free) if free else None


def settle(done: dict[int, list[str]], seq: int, worker: str, wanted: int) -> None:
    done[seq].append(worker)
    if len(done[seq]) >= wanted:
        del done[seq]


@dataclass(frozen=True, slots=True)
class Accuracy:
    """Shares of objects that are right: by worker over their own answers, by merging over all that have a label."""

    workers: Mapping[str, float]
    majority: float
    consolidated: float

    @property
    def worker_mean(self) -> float:
        return sum(self.workers.values()) / len(self.workers) if self.workers else 0.0

    @property
    def worker_best(self) -> float:
        return max(self.workers.values(), default=0.0)


def measured(
    triples: Sequence[Triple], consolidated: Mapping[int, str], truths: Sequence[str], categories: Sequence[str]
) -> Accuracy:
    """What came out, against the truth. `consolidated` maps object ids to the label published."""
    own: dict[str, list[tuple[int, str]]] = {}
    for seq, worker, category in triples:
        own.setdefault(worker, []).append((seq, category))
    by_worker = {worker: right(answers, truths) for worker, answers in sorted(own.items())}
    return Accuracy(by_worker, right(majority_of(triples, categories), truths), right(consolidated.items(), truths))


def right(labels: Iterable[tuple[int, str]], truths: Sequence[str]) -> float:
    """Share of (object id, category) pairs that are true; 0 without any."""
    hits = [truths[seq] == category for seq, category in labels]
    return sum(hits) / len(hits) if hits else 0.0


def majority_of(triples: Sequence[Triple], categories: Sequence[str]) -> list[tuple[int, str]]:
    """(object id, category) by majority vote; a tie goes to the first category in order."""
    from trigpoint.consolidation.answer_table import AnswerTable
    from trigpoint.consolidation.majority import majority

    if not triples:
        return []
    found = majority(AnswerTable.of(triples, categories))
    return [(seq, str(found[seq].category)) for seq in sorted({triple[0] for triple in triples})]


def answers_of(triples: Iterable[Triple], widget: str, job: str = "replay") -> list[Answer]:
    """The same as stored answers, for merging."""
    return [
        Answer(job, seq, worker, {widget: {"label": category}}, float(at), float(at), f"t{at}")
        for at, (seq, worker, category) in enumerate(triples)
    ]
