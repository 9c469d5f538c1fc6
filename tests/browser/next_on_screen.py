"""Prints how long the next task takes to be on the screen (design: budgets): `make bench-seat`."""

from __future__ import annotations

import colorsys
import statistics
import tempfile
from pathlib import Path

from PIL import Image
from seats import SIZE, Seats, find_chromium, running

OBJECTS = 32
ROUNDS = 30
BUDGET_MS = 50


def make_colours(folder: Path) -> list[tuple[int, ...]]:
    """Images of one colour each, told apart by hue and lightness; their colours by object."""
    folder.mkdir()
    colours = []
    for number in range(OBJECTS):
        rgb = colorsys.hsv_to_rgb((number % 16) / 16, 0.9, 0.95 if number < 16 else 0.5)
        colours.append(tuple(round(255 * part) for part in rgb))
        Image.new("RGB", SIZE, colours[-1]).save(folder / f"{number:02}.png")
    return colours


def measure(seats: Seats, folder: Path) -> list[float]:
    colours = make_colours(folder / "colours")
    options = ("--labels", "one,two", "--team", "bench", "--workers", "1", "--name", "Colours", "--title", "Colours")
    seats.cli("submit", str(folder / "colours"), *options)
    person = seats.person("bea", "bench")
    found = seats.run("next_on_screen.ts", **person, title="Colours", rounds=ROUNDS, colours=colours)
    times: list[float] = found["times"]
    return times


def main() -> None:
    with tempfile.TemporaryDirectory() as name, running(Path(name), find_chromium()) as seats:
        times = measure(seats, Path(name))
    missed = [one for one in times if one < 0]
    seen = sorted(one for one in times if one >= 0)
    p95 = statistics.quantiles(seen, n=20)[-1]
    print(f"next task on screen, prefetched: n={len(seen)} p50={statistics.median(seen):.0f} ms p95={p95:.0f} ms")
    print(f"max={seen[-1]:.0f} ms, not seen {len(missed)}; budget {BUDGET_MS} ms p95; software rendering")


if __name__ == "__main__":
    main()
