"""What the head of a PNG says, without decoding it."""

from __future__ import annotations

import base64
import binascii
import struct

SIGNATURE = b"\x89PNG\r\n\x1a\n"
HEAD = 24

MOST_PIXELS = 100_000_000
"""Ground Truth's largest picture."""


def png_size(data: bytes) -> tuple[int, int]:
    """(width, height) in pixels. Raises ValueError for what is no PNG, or too large."""
    if len(data) < HEAD or not data.startswith(SIGNATURE) or data[12:16] != b"IHDR":
        raise ValueError("it is not a PNG")
    width, height = struct.unpack(">II", data[16:HEAD])
    if not width or not height:
        raise ValueError("the PNG has no pixels")
    if width * height > MOST_PIXELS:
        raise ValueError(f"the PNG has {width} x {height} pixels, more than {MOST_PIXELS:,}")
    return width, height


def png_bytes(text: str) -> bytes:
    """The PNG in a base64 text, with or without a data-URL head. Raises ValueError."""
    body = text.partition(",")[2] if text.startswith("data:") else text
    try:
        return base64.b64decode(body, validate=True)
    except binascii.Error as error:
        raise ValueError(f"it is not base64: {error}") from None
