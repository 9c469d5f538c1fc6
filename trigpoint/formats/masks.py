"""PNG masks in and out: colours to class codes, class codes to a palette image (facts: ground-truth 3.3).

Needs numpy and Pillow: to be loaded only where answers are merged.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trigpoint.formats.png import png_size

Mask = NDArray[np.uint8]
Rgb = tuple[int, int, int]

WHITE: Rgb = (255, 255, 255)
PALETTE = 256
ROWS_PIXELS = 1 << 20


def rgb_of(text: str) -> Rgb:
    """`#2ca02c` or `#fff` as numbers. Raises ValueError."""
    digits = text.strip().removeprefix("#")
    if len(digits) == 3:
        digits = "".join(digit * 2 for digit in digits)
    if len(digits) != 6:
        raise ValueError(f"{text!r} is not a colour")
    try:
        red, green, blue = bytes.fromhex(digits)
    except ValueError:
        raise ValueError(f"{text!r} is not a colour") from None
    return red, green, blue


def hex_of(colour: Rgb) -> str:
    return "#" + bytes(colour).hex()


def decode(png: bytes, colours: Mapping[Rgb, int]) -> Mask:
    """The class code of every pixel, shape (height, width); colours not named, and clear pixels, are 0.

    Raises ValueError for what is no PNG, or one too large.
    """
    png_size(png)
    with opened(png) as image:
        if image.mode == "P" and "transparency" not in image.info:
            return by_palette(image, colours)
        return by_colour(image, colours)


def opened(png: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(png), formats=["PNG"])
        image.load()
    except (OSError, SyntaxError, ValueError) as error:
        raise ValueError(f"the PNG cannot be read: {error}") from None
    return image


def palette_of(image: Image.Image) -> list[Rgb]:
    flat = image.getpalette("RGB") or []
    return [(flat[at], flat[at + 1], flat[at + 2]) for at in range(0, len(flat) - 2, 3)]


def by_palette(image: Image.Image, colours: Mapping[Rgb, int]) -> Mask:
    table = np.zeros(PALETTE, dtype=np.uint8)
    for place, colour in enumerate(palette_of(image)):
        table[place] = colours.get(colour, 0)
    found: Mask = table[np.asarray(image)]
    return found


def by_colour(image: Image.Image, colours: Mapping[Rgb, int]) -> Mask:
    """Some rows at a time: a 12-megapixel picture in RGBA alone is 48 MB."""
    found = np.zeros((image.height, image.width), dtype=np.uint8)
    step = max(1, ROWS_PIXELS // image.width)
    for top in range(0, image.height, step):
        bottom = min(top + step, image.height)
        part = np.asarray(image.crop((0, top, image.width, bottom)).convert("RGBA"), dtype=np.uint32)
        packed = part[..., 0] << 16 | part[..., 1] << 8 | part[..., 2]
        clear = part[..., 3] == 0
        for colour, code in colours.items():
            found[top:bottom][(packed == (colour[0] << 16 | colour[1] << 8 | colour[2])) & ~clear] = code
    return found


def encode(mask: Mask, colours: Sequence[Rgb]) -> bytes:
    """A mode-P PNG whose pixel values are the codes; `colours` by code, places without one are white."""
    height, width = mask.shape
    image = Image.frombytes("P", (width, height), np.ascontiguousarray(mask).tobytes())
    flat = [channel for colour in colours for channel in colour]
    image.putpalette(flat + [255] * (3 * PALETTE - len(flat)))
    out = io.BytesIO()
    image.save(out, "PNG", compress_level=6)
    return out.getvalue()


def indexes(png: bytes) -> tuple[Mask, list[Rgb]]:
    """Pixel values and palette of a mode-P PNG, as `encode` writes it. Raises ValueError."""
    with opened(png) as image:
        if image.mode != "P":
            raise ValueError("the PNG has no palette")
        return np.array(image, dtype=np.uint8), palette_of(image)
