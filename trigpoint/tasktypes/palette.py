"""Colours for categories that no answer gave one: the ten of the elements, then as far apart as a wheel allows."""

from __future__ import annotations

import colorsys

FIRST = (
    "#2ca02c", "#1f77b4", "#ff7f0e", "#d62728", "#9467bd", "#8c564b", "#e377c2", "#7f7f7f", "#bcbd22", "#17becf",
)  # fmt: skip
GOLDEN_TURN = 0.618033988749895


def colour_of(number: int) -> str:
    """Colour of the category of this number, from 0; never white."""
    if number < len(FIRST):
        return FIRST[number]
    red, green, blue = colorsys.hsv_to_rgb(number * GOLDEN_TURN % 1, 0.85, 0.5 + 0.4 * (number % 3) / 2)
    return "#" + bytes(round(channel * 255) for channel in (red, green, blue)).hex()
