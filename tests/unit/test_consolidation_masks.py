"""Consensus over masks: joint patterns, workers' accuracy, smoothing where people disagree, instances."""

from __future__ import annotations

import numpy as np
import pytest

from trigpoint.consolidation.masks import painting, patterns
from trigpoint.consolidation.masks.crew import MaskCrew
from trigpoint.consolidation.masks.estimator import MaskConsensus, Picture, believed
from trigpoint.consolidation.masks.instances import Instances, Thing, frames_of, merged_instances
from trigpoint.consolidation.masks.painting import painted
from trigpoint.consolidation.masks.patterns import Mask, joint
from trigpoint.domain.errors import AnswerError

SIDE = 96


def disc(x: float, y: float, radius: float, code: int = 1) -> Mask:
    down, across = np.mgrid[:SIDE, :SIDE]
    return ((across - x) ** 2 + (down - y) ** 2 <= radius**2).astype(np.uint8) * np.uint8(code)


def job(seed: int, objects: int = 30) -> tuple[dict[int, Mask], dict[int, dict[str, Mask]]]:
    """Discs that two workers paint well and three displace, inflate or miss."""
    rng = np.random.default_rng(seed)
    truth, maps = {}, {}
    for key in range(objects):
        x, y, radius = rng.uniform(30, 66), rng.uniform(30, 66), rng.uniform(12, 24)
        code = int(rng.integers(1, 3))
        truth[key] = disc(x, y, radius, code)
        maps[key] = {f"good{n}": disc(x + rng.normal(0, 1), y, radius, code) for n in range(2)}
        maps[key] |= {
            f"poor{n}": disc(
                x + rng.normal(0, 7), y + rng.normal(0, 7), radius * 1.15, code if rng.random() > 0.3 else 0
            )
            for n in range(3)
        }
    return truth, maps


def iou(one: Mask, other: Mask) -> float:
    both = (one != 0) | (other != 0)
    return float(((one == other) & both).sum() / both.sum())


def majority(maps: list[Mask]) -> Mask:
    votes = np.stack([np.sum([one == code for one in maps], axis=0) for code in range(3)])
    return votes.argmax(axis=0).astype(np.uint8)


def picture_of(maps: dict[str, Mask]) -> Picture:
    return Picture(list(maps), joint(list(maps.values())))


def test_skills_beat_the_pixel_vote() -> None:
    truth, maps = job(3)
    pictures = {key: picture_of(some) for key, some in maps.items()}
    consensus = MaskConsensus().fit(pictures)
    found = [painted(list(maps[key].values()), pictures[key], consensus.crew_).mask for key in maps]
    mean = np.mean([iou(one, truth[key]) for key, one in enumerate(found)])
    vote = np.mean([iou(majority(list(some.values())), truth[key]) for key, some in maps.items()])
    assert mean > vote + 0.02
    assert consensus.worker_skill_["good0"] > consensus.worker_skill_["poor0"] + 0.1
    assert MaskCrew.from_json(consensus.crew_.as_json()) == consensus.crew_


@pytest.mark.parametrize("dense", [1 << 20, 0])
def test_patterns_count_every_pixel_whatever_the_piece(dense: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "DENSE", dense)
    monkeypatch.setattr(patterns, "CHUNK_PIXELS", 100)
    maps = [disc(40, 40, 20, 7), disc(44, 40, 20, 7), disc(40, 44, 20, 200)]
    found = joint(maps)
    assert found.classes.tolist() == [0, 7, 200]
    assert found.pixels.sum() == SIDE * SIDE
    said = found.classes[found.said]
    for row, count in zip(said, found.pixels, strict=True):
        assert count == np.logical_and.reduce([one == code for one, code in zip(maps, row, strict=True)]).sum()


def test_pieces_of_a_picture_fit_together(monkeypatch: pytest.MonkeyPatch) -> None:
    maps = {"a": disc(40, 40, 20), "b": disc(52, 40, 20), "c": disc(46, 50, 20)}
    whole = painted(list(maps.values()), picture_of(maps), MaskCrew({"a": 0.8})).mask
    monkeypatch.setattr(painting, "CHUNK_PIXELS", 300)
    assert (painted(list(maps.values()), picture_of(maps), MaskCrew({"a": 0.8})).mask == whole).all()


def test_what_all_say_stays_and_is_certain() -> None:
    maps = {"a": disc(40, 40, 2), "b": disc(40, 40, 2)}
    found = painted(list(maps.values()), picture_of(maps), MaskCrew())
    assert (found.mask == maps["a"]).all()
    assert found.posterior == 1.0
    empty = {"a": disc(0, 0, -1), "b": disc(0, 0, -1)}
    assert painted(list(empty.values()), picture_of(empty), MaskCrew()).posterior == 1.0


def test_a_worker_who_is_always_wrong_counts_against() -> None:
    maps = {"a": disc(40, 40, 20), "b": disc(0, 0, -1)}
    now = believed(picture_of(maps), MaskCrew({"a": 0.1, "b": 0.7}))
    assert (now[:, 0] > 0.9).any()


def test_too_many_classes_are_named() -> None:
    many = np.arange(256, dtype=np.uint8).reshape(16, 16)
    with pytest.raises(AnswerError, match="256 classes, too many for 9 workers"):
        joint([many] * 9)


def test_noise_is_refused_before_it_fills_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "MOST_CELLS", 100)
    noise = np.random.default_rng(0).integers(0, 9, (3, 50, 50), dtype=np.uint8)
    with pytest.raises(AnswerError, match=r"disagree in \d+ ways"):
        joint(list(noise))


def test_frames_and_detections_of_instances() -> None:
    mask = np.zeros((20, 600), dtype=np.uint8)
    mask[2:5, 10:14], mask[6:20, 300:600] = 1, 3
    assert {number: frame.tolist() for number, frame in frames_of(mask).items()} == {
        1: [10, 2, 14, 5],
        3: [300, 6, 600, 20],
    }
    found = Instances(mask, ["a", "b", "c"]).detections()
    assert [(number, mark.label) for number, mark in found] == [(1, "a"), (3, "c")]
    assert found[1][1].shape.tolist() == pytest.approx([0.5, 0.01, 1, 20 / 600])


def test_a_pixel_belongs_to_the_thing_most_of_its_painters_gave_it() -> None:
    maps = {"a": disc(40, 40, 20, 1), "b": disc(42, 40, 20, 2), "c": disc(41, 40, 20, 1)}
    thing = Thing({"a": 1, "b": 2, "c": 1})
    found = merged_instances(maps, [thing], dict.fromkeys("abc", 1.0))
    assert iou(found, disc(41, 40, 20)) > 0.97
    heavy = merged_instances(maps, [thing], {"a": 5.0, "b": 1.0, "c": 1.0})
    assert (heavy == maps["a"]).all()
