"""Consensus over rankings: a weighted Borda count, the weights learned from agreement.

Every ranking is read as a vote on each pair of items: 1 for the one placed higher, 1/2 each for a tie.
    share_ab = sum_w weight_w vote_w(a, b) / sum_w weight_w        score_a = sum_b share_ab
Items with the same score share a place. A worker's weight is how often they agree with the consensus, above chance:
    agreement_w = (PRIOR START + agreeing pairs) / (PRIOR + pairs)        weight_w = max(LEAST, 2 agreement_w - 1)
Borda 1781; its standing as an estimator: Caragiannis, Procaccia, Shah 2013, "When do noisy votes reveal the truth?".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any

Ranks = Sequence[int]
"""By item, its place; 1 is the best."""
Ballots = Sequence[tuple[str, Ranks]]
"""(worker, places) of one question."""

PRIOR, START, LEAST = 6.0, 0.8, 0.05
"""Pairs that the start weighs, the agreement of a worker not seen, the least weight."""

EPOCHS = 5
TIE = 1e-9


@dataclass(frozen=True, slots=True)
class RankingCrew:
    """How often each worker agrees with the consensus of a pair, in [0, 1]."""

    agreements: Mapping[str, float] = field(default_factory=dict)

    def weight(self, worker: str) -> float:
        return max(LEAST, 2 * self.agreements.get(worker, START) - 1)

    def as_json(self) -> dict[str, Any]:
        return {"agreements": dict(self.agreements)}

    @classmethod
    def from_json(cls, document: Mapping[str, Any]) -> RankingCrew:
        return cls({str(worker): float(share) for worker, share in document["agreements"].items()})


@dataclass(frozen=True, slots=True)
class RankingConsensus:
    """The places, and how sure they are: the mean over pairs, and the least sure pair."""

    ranks: tuple[int, ...]
    agreement: float
    posterior: float


def consensus_of(ballots: Ballots, crew: RankingCrew) -> RankingConsensus:
    """Of one question; at least one ballot, all of the same items."""
    count = len(ballots[0][1])
    shares = {pair: share_of(pair, ballots, crew) for pair in combinations(range(count), 2)}
    ranks = places([sum(wins(item, shares)) for item in range(count)])
    sure = [certainty(ranks, pair, share) for pair, share in shares.items()]
    mean = sum(sure) / len(sure) if sure else 1.0
    least = min(sure, default=1.0)
    # One more vote for either side: a few workers are never wholly sure.
    return RankingConsensus(ranks, mean, (least * len(ballots) + 1) / (len(ballots) + 2) if sure else 1.0)


def vote(ranks: Ranks, pair: tuple[int, int]) -> float:
    """For the first of the pair."""
    one, other = ranks[pair[0]], ranks[pair[1]]
    return 0.5 if one == other else float(one < other)


def alike(one: Ranks, other: Ranks) -> float:
    """The share of pairs in one order; 0 for rankings of different things."""
    if len(one) != len(other):
        return 0.0
    pairs = list(combinations(range(len(one)), 2))
    return sum(1 - abs(vote(one, pair) - vote(other, pair)) for pair in pairs) / len(pairs) if pairs else 1.0


def share_of(pair: tuple[int, int], ballots: Ballots, crew: RankingCrew) -> float:
    weights = [crew.weight(worker) for worker, _ in ballots]
    votes = [weight * vote(ranks, pair) for weight, (_, ranks) in zip(weights, ballots, strict=True)]
    return sum(sorted(votes)) / sum(sorted(weights))


def wins(item: int, shares: Mapping[tuple[int, int], float]) -> list[float]:
    return sorted(share if pair[0] == item else 1 - share for pair, share in shares.items() if item in pair)


def places(scores: Sequence[float]) -> tuple[int, ...]:
    """1 for the highest score; equal scores share the better place."""
    return tuple(1 + sum(other > score + TIE for other in scores) for score in scores)


def certainty(ranks: Ranks, pair: tuple[int, int], share: float) -> float:
    """How far the votes on a pair support what the consensus says of it; a tie is as sure as the votes are even."""
    said = vote(ranks, pair)
    even = 1 - 2 * abs(share - 0.5)
    return even if said == 0.5 else share if said else 1 - share


def fitted(questions: Sequence[Ballots]) -> RankingCrew:
    """Agreements that fit the consensus they give, from all questions."""
    crew = RankingCrew()
    for _ in range(EPOCHS):
        crew = agreements(questions, [consensus_of(ballots, crew) for ballots in questions])
    return crew


def agreements(questions: Sequence[Ballots], found: Sequence[RankingConsensus]) -> RankingCrew:
    agreed: dict[str, float] = {}
    pairs: dict[str, int] = {}
    for ballots, consensus in zip(questions, found, strict=True):
        for worker, ranks in ballots:
            for pair in combinations(range(len(ranks)), 2):
                agreed[worker] = agreed.get(worker, 0.0) + 1 - abs(vote(ranks, pair) - vote(consensus.ranks, pair))
                pairs[worker] = pairs.get(worker, 0) + 1
    return RankingCrew({one: (PRIOR * START + agreed[one]) / (PRIOR + pairs[one]) for one in sorted(agreed)})
