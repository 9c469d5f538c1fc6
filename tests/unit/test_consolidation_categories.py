"""The default consolidation of single choices: on AWS's own job, on simulated crowds, and on bad input."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import CategoryConsensus
from trigpoint.consolidation.dawid_skene import DawidSkene
from trigpoint.consolidation.majority import MajorityVote, majority
from trigpoint.consolidation.methods import Method, consolidate
from trigpoint.consolidation.panel import Panel
from trigpoint.consolidation.scores import scores_of, scores_of_posteriors
from trigpoint.consolidation.worker_model import WorkerModel, posterior_of
from trigpoint.domain.errors import AnswerError, BadInput, LimitExceeded

BIRDS = Path(__file__).parents[1] / "golden" / "aws_birds"
Triples = list[tuple[int, str, str]]


def birds() -> tuple[AnswerTable, dict[str, str]]:
    answers = csv.DictReader((BIRDS / "answers.csv").read_text().splitlines())
    truth = csv.DictReader((BIRDS / "truth.csv").read_text().splitlines())
    table = AnswerTable.of((row["task"], row["worker"], row["label"]) for row in answers)
    return table, {row["task"]: row["label"] for row in truth}


def crowd(objects: int = 200, categories: str = "abc", skills: str = "998552", seed: int = 0) -> tuple[Triples, str]:
    """Answers of one worker a digit, right in so many tenths; the truth as a string of categories."""
    rng = np.random.default_rng(seed)
    truth = "".join(rng.choice(list(categories), objects))
    return [
        (at, f"w{worker}", right if rng.random() < int(skill) / 10 else str(rng.choice(list(categories))))
        for at, right in enumerate(truth)
        for worker, skill in enumerate(skills)
    ], truth


def share_right(labels: dict[object, object], truth: str) -> float:
    return float(np.mean([labels[at] == right for at, right in enumerate(truth)]))


def test_birds_are_at_least_as_right_as_ground_truth() -> None:
    table, truth = birds()
    labels = CategoryConsensus().fit(table).labels_
    assert sum(labels[name] == label for name, label in truth.items()) >= 273  # 272 in the service's manifest


def test_the_panel_beats_majority_and_tells_good_workers_from_bad() -> None:
    triples, truth = crowd()
    fitted = CategoryConsensus().fit(AnswerTable.of(triples))
    assert share_right(fitted.labels_, truth) > share_right(MajorityVote().fit(AnswerTable.of(triples)).labels_, truth)
    assert fitted.worker_skill_["w0"] > 0.85 > 0.6 > fitted.worker_skill_["w5"]
    assert fitted.probabilities_.sum(axis=1) == pytest.approx(1)


def test_a_perfect_worker_more_makes_it_no_worse() -> None:
    before = after = 0.0
    for seed in range(6):
        triples, truth = crowd(60, skills="7654", seed=seed)
        perfect = [(at, "perfect", right) for at, right in enumerate(truth)]
        before += share_right(consolidate(triples).labels_, truth)
        after += share_right(consolidate([*triples, *perfect]).labels_, truth)
    assert after > before


def test_gold_is_kept_and_teaches_who_is_right() -> None:
    triples = [(at, worker, "ab"[(at + lies) % 2]) for at in range(30) for worker, lies in (("u", 0), ("v", 1))]
    gold = {at: "ab"[at % 2] for at in range(20)}
    found = CategoryConsensus().fit(AnswerTable.of(triples), gold={**gold, "elsewhere": "a"})
    assert [found.labels_[at] for at in range(30)] == ["ab"[at % 2] for at in range(30)]
    assert found.predict()[0].posterior == 1.0
    with pytest.raises(AnswerError, match="Object 3: the gold label 'z'"):
        CategoryConsensus().fit(AnswerTable.of(triples), gold={3: "z"})


def test_a_model_counts_as_one_more_worker() -> None:
    triples, truth = crowd(150, skills="643")
    sure = {at: [0.9 if right == category else 0.05 for category in "abc"] for at, right in enumerate(truth)}
    alone, helped = consolidate(triples), consolidate(triples, predictions=sure)
    assert share_right(helped.labels_, truth) > share_right(alone.labels_, truth)
    assert helped.worker_skill_["model"] > helped.worker_skill_["w2"]
    with pytest.raises(AnswerError, match="Object 4: the model's prediction"):
        consolidate(triples, predictions={4: [0.5, 0.5, 0.5]})


def test_a_stored_panel_gives_what_the_fit_gave() -> None:
    table, _ = birds()
    fitted = CategoryConsensus().fit(table)
    panel = Panel.from_json(json.loads(json.dumps(fitted.panel_.as_json())))
    for row in range(0, 300, 30):
        mine = table.object_codes == row
        workers = [str(table.workers[code]) for code in table.worker_codes[mine]]
        given = [str(table.categories[code]) for code in table.category_codes[mine]]
        found = panel.posterior(dict(zip(workers, given, strict=True)))
        assert found == pytest.approx(fitted.probabilities_[row], abs=2e-3)
    assert panel.consensus({"stranger": "Swan", "other": "Swan"}).category == "Swan"
    with pytest.raises(AnswerError, match="'Dodo'"):
        panel.posterior({"w": "Dodo"})


def test_a_batch_added_is_as_good_as_a_full_fit() -> None:
    triples, _ = crowd(300)
    part, batch = triples[:-18], [*triples[-18:], (7, "new", "b")]
    whole = CategoryConsensus().fit(AnswerTable.of([*triples, (7, "new", "b")])).labels_
    for limit in (0, 100_000):
        fitted = CategoryConsensus().fit(AnswerTable.of(part, "abc"), gold={298: "a"})
        added = fitted.extend(batch, limit)
        assert set(added) == {7, 297, 298, 299}
        assert added[7].answers == 7
        assert added[298].category == "a"
        assert sum(fitted.labels_[at] == label for at, label in whole.items()) >= 298


def test_batches_see_each_other() -> None:
    fitted = CategoryConsensus().fit(AnswerTable.of(crowd(50)[0], "abc"))
    fitted.extend([("late", "w0", "a")], 0)
    assert fitted.extend([("late", "w1", "a"), ("late", "w0", "b")], 0)["late"].answers == 2


def test_very_many_categories() -> None:
    names = range(100_000)
    triples = [(at, worker, at * 7) for at in range(40) for worker in "uvw"]
    triples += [(at, "liar", 99_999) for at in range(40)]
    fitted = CategoryConsensus().fit(AnswerTable.of(triples, names), gold={39: 5})
    assert [fitted.labels_[at] for at in range(39)] == [at * 7 for at in range(39)]
    assert (fitted.labels_[39], fitted.worker_skill_["u"] > 0.8) == (5, True)
    assert fitted.probabilities_.shape == (40, 100_000)
    assert fitted.extend([("new", "u", 3), ("new", "v", 3), ("new", "liar", 99_999)], 0)["new"].category == 3
    with pytest.raises(LimitExceeded, match="100000 categories"):
        DawidSkene().fit(AnswerTable.of(triples, names))


def test_a_model_of_very_many_categories_builds_no_matrix() -> None:
    model = WorkerModel.initial(tuple(map(str, range(100_000))))
    assert posterior_of(model, {"u": "7", "v": "7"}).argmax() == 7


@pytest.mark.parametrize("rows", [[(0, "w", "a")], [(0, "u", "a"), (1, "u", "b")], [(0, "u", "a"), (0, "v", "a")]])
def test_one_answer_one_worker_one_category(rows: Triples) -> None:
    found = CategoryConsensus().fit(AnswerTable.of(rows)).labels_
    assert found == {row[0]: row[2] for row in rows}


def test_thousands_of_answers_to_one_object() -> None:
    rows = [(0, worker, "a" if worker % 3 else "b") for worker in range(3000)]
    assert CategoryConsensus().fit(AnswerTable.of(rows)).predict()[0].category == "a"


def test_an_object_without_answers_is_as_likely_anything() -> None:
    zero = np.zeros(2, dtype=np.int64)
    table = AnswerTable.from_codes(["o", "empty"], ["u", "v"], ["a", "b"], zero, np.arange(2), zero)
    fitted = CategoryConsensus().fit(table)
    assert fitted.probabilities_[1].sum() == pytest.approx(1)
    assert fitted.predict()["empty"].answers == 0


def test_methods_by_name() -> None:
    table, _ = birds()
    for method in Method:
        fitted = consolidate(table, method=method)
        assert set(fitted.labels_) == set(table.objects)
        assert all(0 <= skill <= 1 for skill in fitted.worker_skill_.values())
        assert fitted.probabilities_.shape == (302, 10)
    assert consolidate(table, method="majority").predict() == majority(table)
    assert consolidate(table, method="modified-dawid-skene").predict() == DawidSkene().fit_predict(table)
    with pytest.raises(BadInput, match="'mean'"):
        consolidate(table, method="mean")
    with pytest.raises(BadInput, match="takes no gold"):
        consolidate(table, method="majority", gold={"0": "Swan"})
    with pytest.raises(AnswerError, match="no answer"):
        consolidate([])
    with pytest.raises(AnswerError, match="no answer"):
        CategoryConsensus().fit(AnswerTable.of([], ("a", "b")))


def test_scores() -> None:
    found = scores_of(np.array([0.9, 0.9, 0.5, 1.0]), np.array([True, False, True, True]))
    assert (found.accuracy, round(found.ece, 3), round(found.brier, 4)) == (0.75, 0.325, 0.2675)
    whole = scores_of_posteriors(np.array([[0.8, 0.2], [0.3, 0.7]]), np.array([0, 0]))
    assert (whole.accuracy, round(whole.brier, 2)) == (0.5, 0.53)
