"""Consensus over marks: matching, skills, merged shapes; held against a plain vote on simulated scenes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pytest

from trigpoint.consolidation.detections.boxes import Boxes, overlap
from trigpoint.consolidation.detections.crew import Crew, Skill
from trigpoint.consolidation.detections.detection import Array, Detection
from trigpoint.consolidation.detections.estimator import DetectionConsensus, Merged
from trigpoint.consolidation.detections.grouping import grouped
from trigpoint.consolidation.detections.matching import clusters
from trigpoint.consolidation.detections.outlines import Polygons, Polylines, area_overlap, counterparts
from trigpoint.consolidation.detections.points import Points
from trigpoint.consolidation.detections.spans import Spans, merged_span

LABELS = ("a", "b", "c")
Truth = Mapping[int, Sequence[tuple[str, Array]]]
Scene = dict[int, dict[str, list[Detection]]]


def box(left: float, top: float, right: float, bottom: float, label: str = "a") -> Detection:
    return Detection(label, np.array([left, top, right, bottom]))


def scene(seed: int, objects: int = 60) -> tuple[Truth, Scene]:
    """Boxes on a grid; three of five workers are careful, two miss, invent, slip and mistake a lot."""
    rng = np.random.default_rng(seed)
    truth: dict[int, list[tuple[str, Array]]] = {}
    marked: Scene = {}
    for key in range(objects):
        cells = rng.permutation(9)[: rng.integers(2, 6)]
        corners = [np.array([cell % 3, cell // 3]) / 3 + 0.05 for cell in cells]
        truth[key] = [(str(rng.choice(LABELS)), np.concatenate([at, at + rng.uniform(0.1, 0.22, 2)])) for at in corners]
        marked[key] = {f"good{n}": draw(rng, truth[key], 0.03, 0.05, 0.02) for n in range(1 + rng.integers(2))}
        marked[key] |= {f"poor{n}": draw(rng, truth[key], 0.16, 0.3, 0.2) for n in range(2)}
    return truth, marked


def draw(
    rng: np.random.Generator, truth: Sequence[tuple[str, Array]], slip: float, miss: float, wrong: float
) -> list[Detection]:
    found = []
    for label, shape in truth:
        if rng.random() < miss:
            continue
        given = str(rng.choice(LABELS)) if rng.random() < wrong else label
        size = np.tile(shape[2:] - shape[:2], 2)
        found.append(Detection(given, shape + rng.normal(0, slip, 4) * size))
    for _ in range(rng.poisson(miss)):
        at = rng.uniform(0, 0.8, 2)
        found.append(Detection(str(rng.choice(LABELS)), np.concatenate([at, at + 0.15])))
    return found


def f1(truth: Truth, found: Mapping[int, Sequence[tuple[str, Array]]], at: float) -> float:
    hits = total = 0
    for key, real in truth.items():
        total += len(real) + len(found[key])
        if not found[key] or not real:
            continue
        alike = overlap(np.stack([shape for _, shape in found[key]]), np.stack([shape for _, shape in real]))
        alike *= np.array([[one == other for other, _ in real] for one, _ in found[key]])
        while alike.max() >= at:
            row, column = np.unravel_index(alike.argmax(), alike.shape)
            hits += 2
            alike[row], alike[:, column] = 0, 0
    return hits / total


def plain(marked: Scene) -> dict[int, list[tuple[str, Array]]]:
    """Clusters that half the workers are in: mean box, most frequent label."""
    together = grouped(marked, Boxes(), LABELS)
    found: dict[int, list[tuple[str, Array]]] = {key: [] for key in marked}
    for code, marks in together.members:
        sheet = together.sheets[code]
        labels = [sheet.marks[mark].label for mark in marks]
        if 2 * len(marks) >= len(sheet.seen):
            shape = np.mean([sheet.marks[mark].shape for mark in marks], axis=0)
            found[together.keys[code]].append((max(sorted(set(labels)), key=labels.count), shape))
    return found


def shapes(found: Mapping[int, Sequence[Merged]]) -> dict[int, list[tuple[str, Array]]]:
    return {key: [(one.label, one.shape) for one in some] for key, some in found.items()}


def test_skills_beat_the_plain_vote_and_tell_workers_apart() -> None:
    truth, marked = scene(1)
    consensus = DetectionConsensus(Boxes(), LABELS)
    found = shapes(consensus.fit_predict(marked))
    vote = f1(truth, plain(marked), 0.75)
    assert f1(truth, found, 0.75) > 1 - 0.6 * (1 - vote)
    good, poor = consensus.worker_skill_["good0"], consensus.worker_skill_["poor0"]
    assert good.recall > poor.recall
    assert good.spread < poor.spread / 4
    assert good.invented < poor.invented
    assert good.accuracy > poor.accuracy


def test_what_was_learned_is_used_at_once_and_survives_storage() -> None:
    _, marked = scene(2, objects=30)
    crew = DetectionConsensus(Boxes(), LABELS).fit(marked).crew_
    stored = Crew.from_json(crew.as_json())
    assert stored.as_json() == crew.as_json()
    left = {0: {"good0": [box(0, 0, 10, 10)], "poor0": [box(3, 0, 13, 10)]}}
    found = DetectionConsensus(Boxes(), LABELS).predict(left, stored)[0]
    assert found[0].shape[0] < 1, "the good worker's edge"


def test_marks_of_one_worker_never_join() -> None:
    alike = np.ones((3, 3))
    assert clusters(alike, np.array([0, 0, 1]), 0.3) == [[0, 2], [1]]
    assert clusters(np.zeros((0, 0)), np.array([], dtype=np.int64), 0.3) == []


def test_neighbours_that_touch_stay_apart() -> None:
    marked = {0: {w: [box(0, 0, 10, 10), box(8, 0, 18, 10)] for w in "abc"}}
    found = DetectionConsensus(Boxes(), LABELS)
    assert len(found.predict(marked, found.start())[0]) == 2


@pytest.mark.parametrize(("finders", "looked", "there"), [(1, 1, True), (1, 3, False), (2, 3, True), (1, 5, False)])
def test_a_thing_is_real_when_enough_of_those_who_looked_marked_it(finders: int, looked: int, there: bool) -> None:
    marked = {0: {f"w{n}": [box(0, 0, 10, 10)] if n < finders else [] for n in range(looked)}}
    consensus = DetectionConsensus(Boxes(), LABELS)
    assert bool(consensus.predict(marked, consensus.start())[0]) is there


def test_a_slip_of_the_label_is_outvoted() -> None:
    marked = {0: {w: [box(0, 0, 10, 10, "b" if w == "w" else "a")] for w in "uvw"}}
    consensus = DetectionConsensus(Boxes(), LABELS)
    found = consensus.predict(marked, consensus.start())[0]
    assert [one.label for one in found] == ["a"]
    assert found[0].workers == ("u", "v", "w")


def test_one_far_off_member_moves_a_box_little() -> None:
    group = [np.array([0.0, 0, 10, 10])] * 4 + [np.array([6.0, 0, 16, 10])]
    merged = Boxes().combine([group], [np.full(5, 400.0)])[0]
    assert merged[0] < 0.6, "the mean would be 1.2"


def test_objects_without_marks_and_jobs_without_objects() -> None:
    consensus = DetectionConsensus(Boxes(), LABELS)
    assert consensus.fit_predict({0: {"a": [], "b": []}, 4: {"a": []}}) == {0: [], 4: []}
    assert consensus.fit_predict({}) == {}
    assert consensus.fit_predict({0: {}}) == {0: []}
    assert consensus.crew_.skill("nobody") == consensus.crew_.pool
    assert Skill().as_json() == [0.85, 0.15, 0.0025, 0.9]


def test_boxes_without_area_do_not_divide_by_zero() -> None:
    flat = np.array([[1.0, 1, 1, 1]])
    assert overlap(flat, flat).tolist() == [[0.0]]
    marked = {0: {w: [box(1, 1, 1, 1)] for w in "abc"}}
    assert len(DetectionConsensus(Boxes(), LABELS).fit_predict(marked)) == 1


def test_polygons_follow_vertices_from_any_start_and_edges_elsewhere() -> None:
    square = np.array([[0.0, 0], [10, 0], [10, 10], [0, 10]])
    turned = np.roll(square, 2, axis=0)
    assert (counterparts(square, turned, closed=True) == square).all()
    triangle = np.array([[0.0, 0], [10, 0], [0, 10]])
    assert counterparts(square, triangle, closed=True)[2].tolist() == [5, 5]
    assert area_overlap(square, triangle) == pytest.approx(0.5, abs=0.03)
    shifted = [square, square + 1, square + 2]
    merged = Polygons().combine([shifted], [np.full(3, 100.0)])[0]
    assert merged == pytest.approx(square + 1, abs=0.1)


def test_polylines_compare_by_distance_not_by_direction() -> None:
    line = np.array([[0.0, 0], [10, 0]])
    kind = Polylines()
    alike = kind.similarity([line], [line[::-1], line + np.array([0, 0.1]), line + np.array([0, 5])])[0]
    assert alike[0] == pytest.approx(1)
    assert alike[1] > 0.8
    assert alike[2] < kind.gate
    single = np.array([[1.0, 1]])
    assert kind.similarity([single], [single])[0, 0] == pytest.approx(1)


def test_points_match_within_reach() -> None:
    kind = Points()
    alike = kind.similarity([np.array([0.5, 0.5])], [np.array([0.55, 0.5]), np.array([0.6, 0.5])])[0]
    assert alike[0] > kind.gate > alike[1]


@pytest.mark.parametrize(
    ("members", "weights", "span"),
    [
        ([(0, 5), (0, 5), (0, 9)], [5, 5, 5], (0, 5)),
        ([(0, 5), (1, 6), (2, 9)], [5, 5, 5], (1, 6)),
        ([(0, 5), (2, 9)], [50, 2], (0, 5)),
        ([(0, 4), (3, 9)], [5, 5], (0, 4)),
    ],
)
def test_boundaries_are_voted_on_and_ties_go_to_the_middle(
    members: list[tuple[int, int]], weights: list[float], span: tuple[int, int]
) -> None:
    found = merged_span(np.array(members, dtype=float), np.array(weights, dtype=float))
    assert tuple(found) == span


def test_spans_of_touching_words_do_not_match() -> None:
    assert Spans().similarity([np.array([0, 5])], [np.array([5, 9]), np.array([0, 5])]).tolist() == [[0, 1]]
