"""Masks of simulated workers merged, beside the majority of every pixel: mean IoU over classes; and 12 megapixels.

Workers displace, inflate or deflate, fray, miss, mislabel and invent shapes. No files are needed.
"""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.ndimage import gaussian_filter1d

from trigpoint.consolidation.masks.crew import MaskCrew
from trigpoint.consolidation.masks.estimator import MaskConsensus, Picture
from trigpoint.consolidation.masks.painting import painted
from trigpoint.consolidation.masks.patterns import Mask, joint

SIDE, PICTURES, CLASSES, WORKERS, SEEDS = 192, 60, 3, 20, (1, 2, 3)
ANGLES = np.linspace(0, 2 * np.pi, 64, endpoint=False)
Array = NDArray[np.float64]
Rng = np.random.Generator


@dataclass(frozen=True)
class Kind:
    """Pixels: standard deviations of inflation (one a worker), of displacement and fraying; shares of the rest."""

    inflate: float
    move: float
    fray: float
    miss: float
    invent: float
    flip: float


KINDS = (Kind(1, 0.8, 1, 0.02, 0.02, 0.01), Kind(2.5, 2, 2.5, 0.1, 0.1, 0.05), Kind(5, 4, 5, 0.25, 0.3, 0.15))
MIXES = {"good": (1.0, 0.0, 0.0), "mixed": (0.4, 0.4, 0.2), "poor": (0.1, 0.5, 0.4)}


@dataclass(frozen=True)
class Blob:
    centre: Array
    radii: Array
    code: int

    @classmethod
    def draw(cls, rng: Rng) -> Blob:
        waves = sum(rng.normal(0, 0.25 / (k + 1)) * np.cos(k * ANGLES + rng.uniform(0, 6.28)) for k in range(1, 5))
        size = rng.uniform(0.06, 0.22) * SIDE
        return cls(
            rng.uniform(0.15, 0.85, 2) * SIDE, np.maximum(size * (1 + waves), 2), int(rng.integers(1, CLASSES + 1))
        )

    def covers(self, moved: Array, inflated: Array) -> NDArray[np.bool_]:
        down, across = np.mgrid[:SIDE, :SIDE]
        y, x = down - self.centre[0] - moved[0], across - self.centre[1] - moved[1]
        radii = np.maximum(self.radii + inflated, 0)
        limit = np.interp(np.arctan2(y, x) % (2 * np.pi), [*ANGLES, 2 * np.pi], [*radii, radii[0]])
        found: NDArray[np.bool_] = y**2 + x**2 <= limit**2
        return found


def exact(blobs: list[Blob]) -> Mask:
    mask = np.zeros((SIDE, SIDE), dtype=np.uint8)
    for blob in blobs:
        mask[blob.covers(np.zeros(2), np.zeros(1))] = blob.code
    return mask


def by_hand(blobs: list[Blob], kind: Kind, inflate: float, rng: Rng) -> Mask:
    mask = np.zeros((SIDE, SIDE), dtype=np.uint8)
    for blob in blobs:
        if rng.random() < kind.miss:
            continue
        code = int(rng.integers(1, CLASSES + 1)) if rng.random() < kind.flip else blob.code
        fray = gaussian_filter1d(rng.normal(0, 1, len(ANGLES)), 4, mode="wrap")
        mask[blob.covers(rng.normal(0, kind.move, 2), inflate + fray / max(fray.std(), 1e-6) * kind.fray)] = code
    if rng.random() < kind.invent:
        other = Blob.draw(rng)
        mask[other.covers(np.zeros(2), np.zeros(1))] = other.code
    return mask


def majority(maps: list[Mask]) -> Mask:
    votes = np.stack([np.sum([one == code for one in maps], axis=0) for code in range(CLASSES + 1)])
    found: Mask = votes.argmax(axis=0).astype(np.uint8)
    return found


def mean_iou(truth: Mask, found: Mask) -> float:
    pairs = [(truth == code, found == code) for code in range(1, CLASSES + 1)]
    shares = [(one & other).sum() / (one | other).sum() for one, other in pairs if (one | other).any()]
    return float(np.mean(shares)) if shares else 1.0


def one_run(mix: str, answers: int, seed: int) -> tuple[float, float, float]:
    """IoU of the majority and of the consensus; CPU seconds of the latter."""
    rng = np.random.default_rng(seed)
    crew = [(kind, rng.normal(0, kind.inflate)) for kind in rng.choice(KINDS, WORKERS, p=MIXES[mix])]  # type: ignore[arg-type]
    scenes = [[Blob.draw(rng) for _ in range(rng.integers(1, 5))] for _ in range(PICTURES)]
    chosen = [sorted(rng.choice(WORKERS, answers, replace=False).tolist()) for _ in scenes]
    maps = [[by_hand(one, *crew[worker], rng) for worker in some] for one, some in zip(scenes, chosen, strict=True)]
    started = time.process_time()
    pictures = {key: Picture([f"w{worker}" for worker in chosen[key]], joint(own)) for key, own in enumerate(maps)}
    learned = MaskConsensus().fit(pictures).crew_
    found = [painted(own, pictures[key], learned).mask for key, own in enumerate(maps)]
    seconds = time.process_time() - started
    truths = [exact(one) for one in scenes]
    voted = np.mean([mean_iou(truth, majority(own)) for truth, own in zip(truths, maps, strict=True)])
    merged = np.mean([mean_iou(truth, one) for truth, one in zip(truths, found, strict=True)])
    return float(voted), float(merged), seconds


def large() -> None:
    """Five workers, six classes, 12 megapixels."""
    rng = np.random.default_rng(0)
    down, across = np.ogrid[:3000, :4000]
    maps = []
    for _ in range(5):
        mask = np.zeros((3000, 4000), dtype=np.uint8)
        for code in range(1, 7):
            y, x = 500 + code * 350 + rng.normal(0, 20), 600 + code * 420 + rng.normal(0, 20)
            mask[(down - y) ** 2 + (across - x) ** 2 < (300 + rng.normal(0, 15)) ** 2] = code
        maps.append(mask)
    started = time.process_time()
    painted(maps, Picture(list("abcde"), joint(maps)), MaskCrew())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    seconds = time.process_time() - started
    print(f"        12 megapixels x 5 workers: {seconds:.1f} CPU s, {peak:.0f} MB at the peak of all")


def main() -> None:
    print("masks   workers answers   majority   consensus   points   CPU s")
    for mix in MIXES:
        for answers in (3, 5):
            voted, merged, seconds = np.mean([one_run(mix, answers, seed) for seed in SEEDS], axis=0)
            gain = 100 * (merged - voted)
            print(
                f"        {mix:7} {answers}         {voted:.3f}      {merged:.3f}       {gain:+.1f}     {seconds:.1f}"
            )
    large()


if __name__ == "__main__":
    main()
