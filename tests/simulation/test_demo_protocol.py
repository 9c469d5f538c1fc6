"""The demo's protocol offline, fifty crowds: merging beats voting, and voting beats the mean worker."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from statistics import fmean

import pytest

from trigpoint.cli.demo.subjects import Subject, digits, messages
from trigpoint.tasktypes import task_type
from trigpoint.testing.crowd import SKILLS, Accuracy, answers_of, measured, replay

SEEDS = range(50)
WANTED = 3


@cache
def subject(kind: str, folder: Path) -> Subject:
    return digits(300, 1, folder) if kind == "image_multi_class" else messages(300)


def outcome(kind: str, one: Subject, seed: int) -> Accuracy:
    triples = replay(one.truths, one.categories, seed, WANTED)
    refitted = task_type(kind).merging.refit(answers_of(triples, one.widget), one.categories)
    labels = {seq: str(merged.value) for seq, merged in refitted.labels.items()}
    return measured(triples, labels, one.truths, one.categories)


@pytest.mark.parametrize("kind", ["image_multi_class", "text_multi_class"])
def test_consolidated_beats_majority_beats_the_mean_worker(kind: str, tmp_path_factory: pytest.TempPathFactory) -> None:
    one = subject(kind, tmp_path_factory.mktemp("digits"))
    found = [outcome(kind, one, seed) for seed in SEEDS]
    consolidated = fmean(accuracy.consolidated for accuracy in found)
    majority = fmean(accuracy.majority for accuracy in found)
    worker = fmean(accuracy.worker_mean for accuracy in found)
    assert consolidated > majority > worker


@pytest.mark.parametrize("kind", ["image_multi_class", "text_multi_class"])
def test_every_object_gets_its_answers_from_different_workers(
    kind: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    one = subject(kind, tmp_path_factory.mktemp("digits"))
    triples = replay(one.truths, one.categories, seed=3, wanted=WANTED)
    assert len(triples) == len({(seq, worker) for seq, worker, _ in triples}) == WANTED * len(one.truths)
    assert len({worker for _, worker, _ in triples}) == len(SKILLS)
