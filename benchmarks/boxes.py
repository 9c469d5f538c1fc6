"""Boxes of simulated workers merged, beside a plain vote: F1 at IoU .5 and .75 (facts: label-quality A7).

`python -m benchmarks.boxes [BOXES.csv]`: truth from a file (image, xmin, ymin, xmax, ymax; parts of the picture), nine
pictures tiled into one with five labels, and the pictures as they are; without a file, random scenes.
"""

from __future__ import annotations

import csv
import sys
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from trigpoint.consolidation.detections.boxes import Boxes, overlap
from trigpoint.consolidation.detections.detection import Detection
from trigpoint.consolidation.detections.estimator import DetectionConsensus
from trigpoint.consolidation.detections.grouping import grouped

Array = NDArray[np.float64]
Labelled = tuple[str, Array]
Truth = dict[int, list[Labelled]]
Scene = dict[int, dict[str, list[Detection]]]

WORKERS, SEEDS, PICTURES, TILES = 20, (1, 2), 120, 3
LABELS = tuple("abcde")


@dataclass(frozen=True)
class Kind:
    """Standard deviation of an edge in box sides, shares of things missed and mislabelled, false boxes a picture."""

    slip: float
    miss: float
    false: float
    flip: float


KINDS = (Kind(0.03, 0.05, 0.05, 0.02), Kind(0.08, 0.15, 0.2, 0.05), Kind(0.15, 0.30, 0.6, 0.15))
MIXES = {"good": (1.0, 0.0, 0.0), "mixed": (0.4, 0.4, 0.2), "poor": (0.1, 0.5, 0.4)}


def from_file(path: Path) -> list[Array]:
    """Boxes by picture."""
    found: defaultdict[str, list[list[float]]] = defaultdict(list)
    with path.open(newline="") as file:
        for row in csv.DictReader(file):
            found[row["image"]].append([float(row[side]) for side in ("xmin", "ymin", "xmax", "ymax")])
    return [np.array(boxes) for boxes in found.values()]


def random_pictures(rng: np.random.Generator, count: int = 200) -> list[Array]:
    corners = [rng.uniform(0, 0.6, (rng.integers(1, 3), 2)) for _ in range(count)]
    return [np.concatenate([low, low + rng.uniform(0.1, 0.4, low.shape)], axis=1) for low in corners]


def single(pictures: Sequence[Array]) -> Truth:
    return {key: [("a", box) for box in boxes] for key, boxes in enumerate(pictures)}


def crowded(pictures: Sequence[Array], rng: np.random.Generator) -> Truth:
    tiles = [np.tile([across, down], 2) for across in range(TILES) for down in range(TILES)]
    return {
        key: [
            (str(rng.choice(LABELS)), (box + tile) / TILES)
            for tile in tiles
            for box in pictures[rng.integers(len(pictures))]
        ]
        for key in range(PICTURES)
    }


def simulated(truth: Truth, mix: str, answers: int, rng: np.random.Generator) -> Scene:
    crew = [KINDS[rng.choice(3, p=MIXES[mix])] for _ in range(WORKERS)]
    every = [box for boxes in truth.values() for _, box in boxes]
    labels = sorted({label for boxes in truth.values() for label, _ in boxes})
    return {
        key: {
            f"w{worker:02d}": marked(boxes, crew[worker], every, labels, rng)
            for worker in rng.choice(WORKERS, answers, replace=False)
        }
        for key, boxes in truth.items()
    }


def marked(
    boxes: Sequence[Labelled], kind: Kind, every: Sequence[Array], labels: Sequence[str], rng: np.random.Generator
) -> list[Detection]:
    found = []
    for label, box in boxes:
        if rng.random() < kind.miss:
            continue
        others = [one for one in labels if one != label]
        given = str(rng.choice(others)) if others and rng.random() < kind.flip else label
        moved = box + rng.normal(0, kind.slip, 4) * np.tile(box[2:] - box[:2], 2)
        found.append(
            Detection(given, np.concatenate([np.minimum(moved[:2], moved[2:]), np.maximum(*np.split(moved, 2))]))
        )
    for _ in range(rng.poisson(kind.false)):
        size = np.subtract(*np.split(every[rng.integers(len(every))], 2)[::-1])
        at = rng.random(2) * (1 - size)
        found.append(Detection(str(rng.choice(labels)), np.concatenate([at, at + size])))
    return found


def vote(scene: Scene, labels: Sequence[str]) -> Truth:
    """Clusters with half of those who looked or more: mean box, most frequent label."""
    together = grouped(scene, Boxes(), labels)
    found: Truth = {key: [] for key in scene}
    for code, marks in together.members:
        sheet = together.sheets[code]
        given = [sheet.marks[mark].label for mark in marks]
        if 2 * len(marks) >= len(sheet.seen):
            shape = np.mean([sheet.marks[mark].shape for mark in marks], axis=0)
            found[together.keys[code]].append((max(sorted(set(given)), key=given.count), shape))
    return found


def f1(truth: Truth, found: Mapping[int, Sequence[Labelled]], at: float) -> float:
    """Greedy one-to-one match, labels included."""
    hits = sum(matches(boxes, found[key], at) for key, boxes in truth.items())
    return 2 * hits / max(1, sum(map(len, truth.values())) + sum(map(len, found.values())))


def matches(boxes: Sequence[Labelled], found: Sequence[Labelled], at: float) -> int:
    if not found or not boxes:
        return 0
    alike = overlap(np.stack([box for _, box in found]), np.stack([box for _, box in boxes]))
    alike *= np.array([[one == other for other, _ in boxes] for one, _ in found])
    count = 0
    while alike.max() >= at:
        row, column = np.unravel_index(alike.argmax(), alike.shape)
        alike[row], alike[:, column] = 0, 0
        count += 1
    return count


def one_run(truth: Truth, mix: str, answers: int, rng: np.random.Generator) -> list[float]:
    """F1 at .5 and .75 of the vote, of the consensus; CPU seconds of the latter."""
    labels = sorted({label for boxes in truth.values() for label, _ in boxes})
    scene = simulated(truth, mix, answers, rng)
    started = time.process_time()
    merged = DetectionConsensus(Boxes(), labels).fit_predict(scene)
    seconds = time.process_time() - started
    found = {key: [(one.label, one.shape) for one in some] for key, some in merged.items()}
    voted = vote(scene, labels)
    return [f1(truth, voted, 0.5), f1(truth, voted, 0.75), f1(truth, found, 0.5), f1(truth, found, 0.75), seconds]


def main() -> None:
    path = Path(sys.argv[1]) if len(sys.argv) > 1 and sys.argv[1].endswith(".csv") else None
    print("boxes   scene    workers answers   vote .5  .75   consensus .5  .75   residual at .75   CPU s")
    for scene in ("crowded", "single"):
        for mix in MIXES:
            for answers in (3, 5):
                rows = []
                for seed in SEEDS:
                    rng = np.random.default_rng(seed)
                    pictures = from_file(path) if path else random_pictures(rng)
                    rows.append(
                        one_run(crowded(pictures, rng) if scene == "crowded" else single(pictures), mix, answers, rng)
                    )
                a, b, c, d, seconds = np.mean(rows, axis=0)
                left = f"{(1 - d) / (1 - b):.2f}x" if b < 1 else "-"
                scores = f"{a:.3f}   {b:.3f}  {c:.3f}        {d:.3f}"
                print(f"        {scene:8} {mix:7} {answers}         {scores}  {left:>8}   {seconds:12.1f}")


if __name__ == "__main__":
    main()
