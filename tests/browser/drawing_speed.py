"""Prints how soon the tools are there, paint a box or stroke, follow a drag and encode a mask: 12 megapixels."""

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
    print("4000 x 3000 pixels, software rendering, milliseconds. Goals at p95: ready 1000 (cold, local), pointer up to")
    print("painted 50 (box, brush), gap between frames of a drag 50, mask to PNG 500")
    for what, waits in found.items():
        middle, high = np.percentile(waits, (50, 95))
        print(f"{what:20} p50 {middle:6.1f}   p95 {high:6.1f}   most {max(waits):6.1f}   n={len(waits)}")


if __name__ == "__main__":
    main()
