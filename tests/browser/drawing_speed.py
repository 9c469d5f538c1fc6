"""Prints how soon a drawn box or stroke is painted, and how long a mask takes to become a PNG: 12 megapixels."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from seats import find_chromium, run_script

TIMES = 30
SIZE = (4000, 3000)


def make_picture(path: Path) -> Path:
    noise = np.random.default_rng(1).integers(0, 256, (SIZE[1] // 20, SIZE[0] // 20, 3), dtype=np.uint8)
    Image.fromarray(noise).resize(SIZE, Image.Resampling.BICUBIC).save(path, quality=70)
    return path


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        picture = make_picture(Path(folder) / "picture.jpg")
        found = run_script("drawing_speed.ts", find_chromium(), picture=str(picture), times=TIMES)
    print("Pointer up to painted, 4000 x 3000 pixels, software rendering, milliseconds (budget: 50 at p95)")
    for what, waits in found.items():
        middle, high = np.percentile(waits, (50, 95))
        print(f"{what:20} p50 {middle:6.1f}   p95 {high:6.1f}   most {max(waits):6.1f}   n={len(waits)}")


if __name__ == "__main__":
    main()
