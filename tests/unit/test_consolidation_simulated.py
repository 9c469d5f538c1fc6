"""What must hold of the default consolidation on simulated crowds: doubled data, a perfect worker, batches."""

from __future__ import annotations

from random import Random
from statistics import fmean

import pytest

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import CategoryConsensus
from trigpoint.testing.crowd import Triple, replay

CATEGORIES = ("a", "b", "c")
SEEDS = range(8)


def truths(count: int, seed: int) -> list[str]:
    return Random(f"truth {seed}").choices(CATEGORIES, (0.5, 0.3, 0.2), k=count)


def fitted(triples: list[Triple]) -> CategoryConsensus:
    return CategoryConsensus().fit(AnswerTable.of(triples, CATEGORIES))


def accuracy(triples: list[Triple], truth: list[str]) -> float:
    labels = fitted(triples).labels_
    return fmean(labels[seq] == right for seq, right in enumerate(truth))


def test_doubling_the_data_set_leaves_its_labels() -> None:
    """Every object once more under another name: the workers are known better, yet no label of weight turns over."""
    same = total = 0
    for seed in SEEDS:
        triples = replay(truths(300, seed), CATEGORIES, seed)
        plain = fitted(triples).labels_
        doubled = fitted([*triples, *((seq + 300, worker, label) for seq, worker, label in triples)]).labels_
        assert all(doubled[seq] == doubled[int(str(seq)) + 300] for seq in plain)
        same += sum(doubled[seq] == label for seq, label in plain.items())
        total += len(plain)
    assert same / total >= 0.99


@pytest.mark.parametrize("count", [12, 60, 300])
def test_a_perfect_worker_never_lowers_the_expected_accuracy(count: int) -> None:
    gains = []
    for seed in SEEDS:
        truth = truths(count, seed)
        triples = replay(truth, CATEGORIES, seed)
        perfect = [(seq, "perfect", right) for seq, right in enumerate(truth)]
        gains.append(accuracy([*triples, *perfect], truth) - accuracy(triples, truth))
    assert fmean(gains) >= 0


@pytest.mark.parametrize(("refit_up_to", "least"), [(100_000, 1.0), (0, 0.995)])
def test_a_batch_gives_the_labels_of_a_full_fit(refit_up_to: int, least: float) -> None:
    """Up to 100,000 answers everything is fitted again; above, workers stay as they were and close calls may differ."""
    same = total = 0
    for seed in SEEDS:
        triples = replay(truths(1000, seed), CATEGORIES, seed)
        cut = len(triples) // 100
        one = fitted(triples[:-cut])
        one.extend(triples[-cut:], refit_up_to=refit_up_to)
        whole, batched = fitted(triples).labels_, one.labels_
        same += sum(batched[name] == label for name, label in whole.items())
        total += len(whole)
    assert same / total >= least
