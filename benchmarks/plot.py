"""A bar chart with Pillow: one bar a system, its range as a line, the median in figures."""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, ROW, LEFT, RIGHT = 900, 70, 180, 120


def bars(values: Mapping[str, Sequence[float]], title: str, path: Path) -> None:
    image = Image.new("RGB", (WIDTH, 70 + ROW * len(values)), "white")
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(20)
    draw.text((20, 20), title, fill="#222222", font=font)
    scale = (WIDTH - LEFT - RIGHT) / max(max(found) for found in values.values())
    for number, (name, found) in enumerate(values.items()):
        top, median = 65 + ROW * number, statistics.median(found)
        draw.text((20, top + 12), name, fill="#222222", font=font)
        draw.rectangle((LEFT, top, LEFT + median * scale, top + 44), fill="#2a6f97" if number == 0 else "#a9b4bf")
        draw.line((LEFT + min(found) * scale, top + 22, LEFT + max(found) * scale, top + 22), fill="#d1495b", width=3)
        draw.text((LEFT + max(found) * scale + 12, top + 12), f"{median:.1f}", fill="#222222", font=font)
    path.parent.mkdir(parents=True, exist_ok=True)
    image.save(path)
