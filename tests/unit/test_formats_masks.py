"""Masks in and out: PNG to class codes and back."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from trigpoint.formats import masks, png
from trigpoint.formats.masks import WHITE, decode, encode, hex_of, indexes, rgb_of
from trigpoint.formats.png import png_bytes, png_size

RED, GREEN = (255, 0, 0), (0, 128, 0)


def saved(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def test_colours() -> None:
    assert rgb_of("#2ca02c") == (0x2C, 0xA0, 0x2C)
    assert rgb_of("#F0f") == (255, 0, 255)
    assert hex_of((1, 2, 255)) == "#0102ff"
    for bad in ("red", "#12345", "#gggggg", ""):
        with pytest.raises(ValueError, match="not a colour"):
            rgb_of(bad)


@pytest.mark.parametrize("mode", ["RGB", "RGBA", "P"])
def test_every_mode_decodes_to_the_same_codes(mode: str) -> None:
    pixels = np.full((5, 7, 3), 255, dtype=np.uint8)
    pixels[1:3, 2:5], pixels[4, 0] = RED, GREEN
    image = Image.fromarray(pixels)
    image = image.quantize(8, dither=Image.Dither.NONE) if mode == "P" else image.convert(mode)
    found = decode(saved(image), {RED: 2, GREEN: 1})
    assert (found == np.where((pixels == RED).all(axis=2), 2, (pixels == GREEN).all(axis=2))).all()


def test_clear_and_unknown_pixels_are_background() -> None:
    pixels = np.zeros((2, 2, 4), dtype=np.uint8)
    pixels[0, 0] = (*RED, 0)
    pixels[0, 1] = (*RED, 255)
    pixels[1] = (9, 9, 9, 255)
    assert decode(saved(Image.fromarray(pixels)), {RED: 1}).tolist() == [[0, 1], [0, 0]]


def test_large_pictures_are_read_some_rows_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(masks, "ROWS_PIXELS", 9)
    pixels = np.random.default_rng(0).integers(0, 2, (11, 4), dtype=np.uint8)
    image = Image.fromarray(np.array([WHITE, RED], dtype=np.uint8)[pixels])
    assert (decode(saved(image), {RED: 1}) == pixels).all()


def test_encoding_gives_a_palette_image() -> None:
    mask = np.array([[0, 1], [2, 0]], dtype=np.uint8)
    found, palette = indexes(encode(mask, [WHITE, RED, GREEN]))
    assert (found == mask).all()
    assert palette[:3] == [WHITE, RED, GREEN]
    assert set(palette[3:]) <= {WHITE}
    with pytest.raises(ValueError, match="no palette"):
        indexes(saved(Image.new("RGB", (2, 2))))


def test_what_is_no_png_or_too_large_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    good = encode(np.zeros((3, 4), dtype=np.uint8), [WHITE])
    assert png_size(good) == (4, 3)
    for bad in (b"", b"GIF89a" + bytes(30), good[:20]):
        with pytest.raises(ValueError, match="not a PNG"):
            decode(bad, {})
    with pytest.raises(ValueError, match="cannot be read"):
        decode(good[:45], {})
    monkeypatch.setattr(png, "MOST_PIXELS", 11)
    with pytest.raises(ValueError, match="4 x 3 pixels, more than 11"):
        decode(good, {})


def test_base64_with_and_without_its_head() -> None:
    assert png_bytes("AAEC") == png_bytes("data:image/png;base64,AAEC") == b"\x00\x01\x02"
    with pytest.raises(ValueError, match="not base64"):
        png_bytes("A!")
