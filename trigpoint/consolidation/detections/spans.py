"""Spans of text as (start, end), end exclusive, in Unicode code points."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from trigpoint.consolidation.detections.detection import Array

LEAST_WRONG, MOST_WRONG = 0.02, 0.6
PLACES = 6
"""Places a wrong boundary may fall on: two workers wrong in the same way are rare."""

MARGIN = 1.0
"""Votes closer than this are a tie: the middle of two is a better guess than a slightly better worker's."""

VOTE = 2.0
"""Log odds of one vote for a boundary."""


class Spans:
    """Spans compare by Jaccard's index; each boundary is the one that workers good at boundaries chose.

    A worker's `spread` is how often a boundary of theirs is off, whatever by.
    """

    gate = 0.3
    spread = 0.1
    leans = False

    def similarity(self, these: Sequence[Array], those: Sequence[Array]) -> Array:
        one, other = np.reshape(these, (-1, 1, 2)), np.reshape(those, (1, -1, 2))
        shared = np.minimum(one[..., 1], other[..., 1]) - np.maximum(one[..., 0], other[..., 0])
        joined = np.maximum(one[..., 1], other[..., 1]) - np.minimum(one[..., 0], other[..., 0])
        found: Array = np.clip(shared, 0, None) / np.maximum(joined, 1)
        return found

    def combine(self, groups: Sequence[Sequence[Array]], weights: Sequence[Array]) -> list[Array]:
        return [merged_span(np.asarray(group), np.asarray(own)) for group, own in zip(groups, weights, strict=True)]

    def deviation(self, members: Sequence[Array], merged: Array) -> Array:  # noqa: ARG002
        """How likely each boundary is wrong by the word of the other members: a member must not confirm itself."""
        found: Array = np.mean([doubt(edges) for edges in np.asarray(members).T], axis=0)
        return found


def merged_span(members: Array, weights: Array) -> Array:
    """Both boundaries by weighted vote; the span of the weightiest member where they would cross."""
    wrong = np.clip(1 / weights, LEAST_WRONG, MOST_WRONG)
    votes = np.log((1 - wrong) / wrong * PLACES)
    span = np.array([elected(edges, votes) for edges in members.T])
    return span if span[0] < span[1] else members[int(votes.argmax())]


def elected(values: Array, votes: Array) -> float:
    """The value with most votes; of tied ones that nearest to the median, then the smaller."""
    options, places = np.unique(values, return_inverse=True)
    total = np.bincount(places, votes)
    tied = options[total >= total.max() - MARGIN]
    return float(tied[np.abs(tied - np.median(values)).argmin()])


def doubt(values: Array) -> Array:
    """Probability that each value is wrong, given the others' votes; no value seen may be right."""
    same = (values[:, None] == values[None, :]).sum(axis=1)
    for_it = np.exp(VOTE * (same - 1.0))
    odds = np.exp(VOTE * same)
    distinct = odds / same
    against = distinct.sum() - odds + 1.0
    found: Array = 1 - for_it / (for_it + against)
    return found
