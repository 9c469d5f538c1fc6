"""What must hold of the default consolidation on any answers."""

from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from trigpoint.consolidation.agreement import fleiss_kappa, krippendorff_alpha
from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.categories import CategoryConsensus
from trigpoint.consolidation.panel import Panel

CATEGORIES = ("a", "b", "c")
Triple = tuple[int, str, str]
quick = settings(max_examples=12)

triples = st.dictionaries(
    st.tuples(st.integers(0, 9), st.sampled_from(["u", "v", "w", "x"])),
    st.sampled_from(CATEGORIES),
    min_size=1,
).map(lambda pairs: [(obj, worker, label) for (obj, worker), label in pairs.items()])


def fitted(rows: list[Triple], categories: tuple[str, ...] = CATEGORIES) -> CategoryConsensus:
    return CategoryConsensus().fit(AnswerTable.of(rows, categories))


@quick
@given(triples, st.permutations(range(10)), st.permutations(["u", "v", "w", "x"]), st.permutations(CATEGORIES))
def test_renaming_renames_the_result(
    rows: list[Triple], objects: list[int], workers: list[str], labels: list[str]
) -> None:
    at, who = dict(enumerate(objects)), dict(zip("uvwx", workers, strict=True))
    what = dict(zip(CATEGORIES, labels, strict=True))
    one = fitted(rows)
    other = fitted([(at[o], who[w], what[c]) for o, w, c in rows])
    mapped = [other.answers_.objects.index(at[int(str(name))]) for name in one.answers_.objects]
    order = [CATEGORIES.index(what[category]) for category in CATEGORIES]
    assert other.probabilities_[mapped][:, order] == pytest.approx(one.probabilities_, abs=1e-9)
    assert {who[str(w)]: skill for w, skill in one.worker_skill_.items()} == pytest.approx(other.worker_skill_)


@quick
@given(triples, st.randoms(use_true_random=False))
def test_order_and_repetition_change_nothing(rows: list[Triple], shuffler: random.Random) -> None:
    mixed = [*rows, *rows]
    shuffler.shuffle(mixed)
    assert fitted(mixed).predict() == fitted(rows).predict()


@quick
@given(triples)
def test_rows_are_distributions_and_labels_are_likeliest(rows: list[Triple]) -> None:
    one = fitted(rows)
    assert one.probabilities_.sum(axis=1) == pytest.approx(1)
    assert np.isfinite(one.probabilities_).all()
    for row, found in enumerate(one.predict().values()):
        assert found.posterior == pytest.approx(one.probabilities_[row].max(), abs=1e-9)


@quick
@given(triples, st.dictionaries(st.integers(0, 9), st.sampled_from(CATEGORIES), max_size=4))
def test_gold_is_honoured(rows: list[Triple], gold: dict[int, str]) -> None:
    found = CategoryConsensus().fit(AnswerTable.of(rows, CATEGORIES), gold=gold).labels_
    assert all(found[name] == label for name, label in gold.items() if name in found)


@quick
@given(triples, st.integers(0, 5))
def test_a_batch_equals_a_full_fit(rows: list[Triple], cut: int) -> None:
    first, batch = rows[: len(rows) - cut] or rows, rows[len(rows) - cut :]
    one = fitted(first)
    added = one.extend(batch)
    whole = fitted(rows).predict()
    assert one.labels_ == {name: found.category for name, found in whole.items()}
    for name, found in added.items():
        assert found.posterior == pytest.approx(whole[name].posterior)


@quick
@given(triples)
def test_a_batch_on_top_of_a_frozen_fit_is_the_stored_panels_answer(rows: list[Triple]) -> None:
    one = fitted(rows)
    panel = Panel.from_json(one.panel_.as_json())
    own = {worker: category for at, worker, category in rows if at == rows[0][0]}
    (found,) = one.extend([(99, worker, category) for worker, category in own.items()], refit_up_to=0).values()
    assert panel.consensus(own).posterior == pytest.approx(found.posterior, abs=2e-3)


@quick
@given(triples)
def test_agreement_is_never_above_one(rows: list[Triple]) -> None:
    for figure in (krippendorff_alpha(AnswerTable.of(rows)), fleiss_kappa(AnswerTable.of(rows))):
        assert np.isnan(figure) or figure <= 1 + 1e-12
