"""Consensus over sets of categories."""

from __future__ import annotations

import numpy as np
import pytest

from trigpoint.consolidation.multi_label import MultiLabelConsensus, MultiLabelCrew, posterior_of

CATEGORIES = tuple("abcdef")


def job(seed: int, objects: int = 150) -> tuple[np.ndarray, dict[int, dict[str, list[str]]]]:
    """Categories of growing rarity; careful, forgetful and generous workers, five an object."""
    rng = np.random.default_rng(seed)
    truth = rng.random((objects, 6)) < np.array([0.5, 0.4, 0.3, 0.2, 0.1, 0.05])
    kinds = {"careful": (0.95, 0.97), "forgetful": (0.55, 0.98), "generous": (0.9, 0.7)}
    workers = [f"{kind}{n}" for kind in kinds for n in range(4)]
    chosen = {}
    for row in range(objects):
        chosen[row] = {}
        for worker in rng.choice(workers, 5, replace=False):
            yes, no = kinds[worker.rstrip("0123456789")]
            said = np.where(truth[row], rng.random(6) < yes, rng.random(6) > no)
            chosen[row][str(worker)] = [name for name, one in zip(CATEGORIES, said, strict=True) if one]
    return truth, chosen


def test_skills_beat_the_vote_of_every_category() -> None:
    truth, chosen = job(5)
    consensus = MultiLabelConsensus(CATEGORIES).fit(chosen)
    votes = np.array(
        [[sum(name in own for own in some.values()) >= 3 for name in CATEGORIES] for some in chosen.values()]
    )
    wrong, vote = ((consensus.probabilities_ > 0.5) != truth).mean(), (votes != truth).mean()
    assert wrong < 0.75 * vote
    generous, careful = consensus.worker_skill_["generous0"], consensus.worker_skill_["careful0"]
    assert np.mean(careful[1]) > np.mean(generous[1]) + 0.1


def test_one_object_with_what_was_learned() -> None:
    _, chosen = job(6)
    crew = MultiLabelConsensus(CATEGORIES).fit(chosen).crew_
    stored = MultiLabelCrew.from_json(crew.as_json())
    answers = {"careful0": ["a"], "generous0": ["a", "b"], "generous1": ["a", "b"]}
    found = posterior_of(stored, answers)
    assert found.tolist() == posterior_of(crew, answers).tolist()
    assert found[0] > 0.9
    naive = posterior_of(MultiLabelCrew.initial(CATEGORIES), answers)
    assert found[1] < 0.7 * naive[1], "two generous workers against a careful one"


def test_before_anything_is_known_the_majority_decides() -> None:
    crew = MultiLabelCrew.initial(CATEGORIES)
    found = posterior_of(crew, {"u": ["a"], "v": ["a", "b"], "w": ["a"]})
    assert [one > 0.5 for one in found] == [True, False, False, False, False, False]
    assert posterior_of(crew, {"u": ["a"]})[0] == pytest.approx(0.774, abs=0.01)


def test_a_category_nobody_chose_and_one_everybody_chose() -> None:
    found = MultiLabelConsensus(CATEGORIES).fit({n: {w: ["a"] for w in "uv"} for n in range(5)})
    assert (found.probabilities_[:, 0] > 0.9).all()
    assert (found.probabilities_[:, 1:] < 0.1).all()


@pytest.mark.parametrize("team", [1, 2, 3])
def test_workers_who_got_all_objects_of_a_category_do_not_lose_it(team: int) -> None:
    """They say it of everything they see, and rightly: nobody contradicts them."""
    said = {n: [name for bit, name in enumerate("abc") if n % 8 >> bit & 1] for n in range(2000)}
    chosen = {n: dict.fromkeys("uvw"[:team] if "c" in own else "xyz"[:team], own) for n, own in said.items()}
    consensus = MultiLabelConsensus(tuple("abc")).fit(chosen)
    found = [[name for name, one in zip("abc", row, strict=True) if one >= 0.5] for row in consensus.probabilities_]
    assert found == list(said.values())
    sensitivity, specificity = np.array(consensus.worker_skill_["u"])
    assert (sensitivity > 0.75).all()
    assert (specificity > 0.85).all()
