"""The default consolidation of single choices: a panel of four experts whose posteriors are averaged.

No single member of the Dawid-Skene family is best on more than a few crowds, and each can lose points on some
(facts: label-quality A4). Their mean is better than every one of them, and where they disagree it is less sure, which
is what makes its confidence honest. Each expert speaks twice: with its full posterior and with a tempered one.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Self

import numpy as np

from trigpoint.consolidation.answer_table import AnswerTable, Triple, code_book
from trigpoint.consolidation.choice import Consensus, consensus_of_rows
from trigpoint.consolidation.expert import RECIPES, STEPS, Learned, Recipe, chances, logs, maximise, normalised
from trigpoint.consolidation.incidence import MODEL, Array, Incidence, Predictions
from trigpoint.consolidation.joining import joined, united
from trigpoint.consolidation.many_categories import ManyCategories, too_many
from trigpoint.consolidation.panel import LEAST_EQUALS, VOTE, Panel, equal_share, expert_of, skills_of, vote_weights
from trigpoint.consolidation.tempering import HALF, best_power
from trigpoint.domain.errors import AnswerError

Gold = Mapping[Hashable, Hashable]
"""Known categories, by object."""

Voice = tuple[Learned, float]
"""An expert, and the power that tempers its second voice."""


ENOUGH_ANSWERS, LAST_ROUNDS = 200_000, 1
"""Of more answers, all but the last round see every n-th object alone: workers are known well enough by then."""

REFIT_UP_TO = 100_000
"""Answers in all up to which a batch is a reason to fit everything again, about 50 ms."""


class CategoryConsensus:
    """Estimator over an AnswerTable.

    Learned by `fit`: `labels_` (category by object), `probabilities_` (objects x K, rows sum to 1; sparse where there
    are very many categories), `worker_skill_` (probability of a right answer, by worker), `panel_` (the worker models,
    to store and to consolidate objects that come later), `answers_`.
    """

    def __init__(self, steps: int = STEPS) -> None:
        self.steps = steps

    def fit(self, answers: AnswerTable, gold: Gold | None = None, predictions: Predictions | None = None) -> Self:
        """Learn from every answer. `gold` labels are kept as given; a model's `predictions` count as one more worker.

        Raises AnswerError where there is no answer, a gold label is no category or a prediction no distribution.
        """
        if not len(answers):
            raise AnswerError("There is no answer to consolidate.", "Give at least one answer.")
        self.answers_, self.gold_, self.predictions_ = answers, dict(gold or {}), predictions
        self.batches_, self.later_, self.learned_ = list[AnswerTable](), dict[Hashable, Consensus](), list[Voice]()
        known = known_rows(answers, gold or {})
        if too_many(answers):
            return self.fit_many(answers, known)
        incidence = Incidence.of(answers, predictions)
        start = with_known(vote_shares_of(incidence, np.ones(incidence.workers)), known)
        self.probabilities_ = np.zeros_like(start)
        self.incidence_ = incidence
        self.learned_ = [self.consult(recipe, incidence, start, known) for recipe in RECIPES]
        self.probabilities_ /= 2 * len(RECIPES)
        self.skill_, self.usual_ = skills_of(incidence, with_known(self.probabilities_, known))
        self.equals_ = equal_share(len(answers), len(answers.workers))
        self.probabilities_ = with_known(with_votes(self.probabilities_, incidence, self.skill_, self.equals_), known)
        named = [*answers.workers, MODEL][: incidence.workers]
        self.worker_skill_ = dict(zip(named, self.skill_.tolist(), strict=True))
        return self

    def consult(self, recipe: Recipe, incidence: Incidence, start: Array, known: Mapping[int, int]) -> Voice:
        """Expectation maximisation of one expert; adds both of its voices."""
        rounds, stride = self.steps, -(-incidence.entries.nnz // ENOUGH_ANSWERS)
        if stride > 1 and rounds > LAST_ROUNDS:
            some = {row // stride: code for row, code in known.items() if row % stride == 0}
            early = taught(recipe, incidence.thinned(stride), start[::stride], some, rounds - LAST_ROUNDS)
            start, rounds = believed_by(early.learned, incidence, known)[1], LAST_ROUNDS
        last = taught(recipe, incidence, start, known, rounds)
        power = HALF * best_power(last.learned, incidence, last.evidence, last.believed)
        self.probabilities_ += last.posterior
        evidence = last.evidence
        evidence *= power
        evidence += logs(last.learned.prior)
        self.probabilities_ += normalised(evidence)
        return last.learned, power

    def fit_many(self, answers: AnswerTable, known: Mapping[int, int]) -> Self:
        self.many_ = ManyCategories(self.steps).fit(answers, known)
        self.probabilities_, self.worker_skill_ = self.many_.probabilities_, self.many_.worker_skill_
        return self

    @property
    def panel_(self) -> Panel:
        """Made when asked for: as a document it is much larger than the arrays it comes from."""
        if not self.learned_:
            return self.many_.panel_
        workers, names = self.answers_.workers, tuple(map(str, self.answers_.categories))
        experts = (expert_of(learned, self.incidence_, workers, (1.0, power)) for learned, power in self.learned_)
        usual, *weights = vote_weights(np.append(self.usual_, self.skill_), len(names)).tolist()
        votes = dict(zip(map(str, self.worker_skill_), weights, strict=True))
        return Panel(names, tuple(experts), votes, usual, self.equals_)

    @property
    def labels_(self) -> dict[Hashable, Hashable]:
        return {name: found.category for name, found in self.predict().items()}

    def predict(self) -> dict[Hashable, Consensus]:
        """Consensus of every object fitted or added."""
        return {**dict(zip(self.answers_.objects, self.fitted(), strict=True)), **self.later_}

    def fitted(self) -> list[Consensus]:
        if not self.learned_:
            return self.many_.consensus_
        return consensus_of_rows(self.probabilities_, self.answers_.votes(), self.answers_.categories)

    def fit_predict(
        self, answers: AnswerTable, gold: Gold | None = None, predictions: Predictions | None = None
    ) -> dict[Hashable, Consensus]:
        return self.fit(answers, gold, predictions).predict()

    def extend(self, triples: Iterable[Triple], refit_up_to: int = REFIT_UP_TO) -> dict[Hashable, Consensus]:
        """Add a batch of answers: consensus of its objects, new or known, from all their answers.

        Up to so many answers in all, everything is fitted again: that takes milliseconds. Above, what the workers are
        like stays as `fit` found it, and the batch costs as much as it is long. Raises AnswerError for a category
        not among those fitted.
        """
        batch = AnswerTable.of(triples, self.answers_.categories)
        tables = [self.answers_, *self.batches_, batch]
        if sum(map(len, tables)) <= refit_up_to:
            found = self.fit(united(tables), self.gold_, self.predictions_).predict()
            return {name: found[name] for name in batch.objects}
        together = joined(tables, batch.objects)
        self.batches_.append(batch)
        added = dict(zip(together.objects, self.consensus_by_panel(together), strict=True))
        added |= {
            name: replace(added[name], category=self.gold_[name], posterior=1.0) for name in added if name in self.gold_
        }
        self.later_ |= added
        return added

    def consensus_by_panel(self, answers: AnswerTable) -> list[Consensus]:
        """Of any table over the same categories, with the workers fitted under their codes."""
        if not self.learned_:
            known = {str(category): category for category in answers.categories}
            found = (self.many_.panel_.consensus(given) for given in by_object(answers))
            return [replace(one, category=known[str(one.category)]) for one in found]
        incidence = Incidence.of(answers)
        total = np.zeros((len(answers.objects), incidence.categories))
        for learned, power in self.learned_:
            chance = logs(chances(learned, self.incidence_, incidence))
            evidence = np.asarray(incidence.entries @ chance)
            prior = logs(learned.prior)
            total += normalised(evidence + prior) + normalised(power * evidence + prior)
        strange = np.full(max(0, incidence.workers - len(self.skill_)), self.usual_)
        skill = np.append(self.skill_, strange)[: incidence.workers]
        total = with_votes(total / (2 * len(self.learned_)), incidence, skill, self.equals_)
        return consensus_of_rows(total, answers.votes(), answers.categories)


def known_rows(answers: AnswerTable, gold: Gold) -> dict[int, int]:
    """Row and category code of every gold label; objects without answers are left out."""
    rows, codes = code_book(answers.objects), code_book(answers.categories)
    for name, category in gold.items():
        if category not in codes:
            raise AnswerError(
                f"Object {name}: the gold label {category!r} is not a category.",
                "Correct the gold label, or add it to the categories.",
            )
    return {rows[name]: codes[category] for name, category in gold.items() if name in rows}


def with_known(posterior: Array, known: Mapping[int, int]) -> Array:
    if known:
        rows = np.fromiter(known, dtype=np.int64)
        posterior[rows] = 0.0
        posterior[rows, np.fromiter(known.values(), dtype=np.int64)] = 1.0
    return posterior


@dataclass(frozen=True, slots=True)
class Taught:
    """The last round of one expert. `believed` is the posterior that taught it, `evidence` lacks the prior."""

    learned: Learned
    believed: Array
    evidence: Array
    posterior: Array


def taught(recipe: Recipe, incidence: Incidence, start: Array, known: Mapping[int, int], rounds: int) -> Taught:
    posterior = start
    for _ in range(rounds):
        believed = posterior
        learned = maximise(recipe, incidence, believed)
        evidence, posterior = believed_by(learned, incidence, known)
    return Taught(learned, believed, evidence, posterior)


def believed_by(learned: Learned, incidence: Incidence, known: Mapping[int, int]) -> tuple[Array, Array]:
    """The E step: evidence without the prior, and the posterior."""
    evidence = np.asarray(incidence.entries @ logs(learned.chance))
    return evidence, with_known(normalised(evidence + logs(learned.prior)), known)


def with_votes(voices: Array, incidence: Incidence, skill: Array, equals: float) -> Array:
    """The mean of the voices, and for its part the vote by skill; then the vote of equals for its part."""
    voices = blended(voices, vote_shares_of(incidence, vote_weights(skill, incidence.categories)), VOTE)
    if equals < LEAST_EQUALS:
        return voices
    return blended(voices, vote_shares_of(incidence, np.ones(incidence.workers)), equals)


def blended(voices: Array, shares: Array, part: float) -> Array:
    """In place: the arrays may be the largest there are."""
    voices *= 1 - part
    shares *= part
    voices += shares
    return voices


def vote_shares_of(incidence: Incidence, weights: Array) -> Array:
    """Share of the votes of each category, by the weight of a worker; even where nobody answered. (objects, K)"""
    k = incidence.categories
    ballots = np.zeros((len(incidence.pair_categories), k))
    ballots[np.arange(len(ballots)), incidence.pair_categories] = weights[incidence.pair_workers]
    votes = np.asarray(incidence.entries @ ballots)
    total = (votes @ np.ones(k))[:, None]
    votes /= np.where(total > 0, total, 1.0)
    votes[total[:, 0] == 0] = 1 / k
    return votes


def by_object(answers: AnswerTable) -> list[dict[str, str]]:
    found: list[dict[str, str]] = [{} for _ in answers.objects]
    for at, worker, category in zip(
        answers.object_codes.tolist(), answers.worker_codes.tolist(), answers.category_codes.tolist(), strict=True
    ):
        found[at][str(answers.workers[worker])] = str(answers.categories[category])
    return found
