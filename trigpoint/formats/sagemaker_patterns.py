"""The model's patterns are Java's; Python lacks their Unicode categories (\\p{L}, \\p{N}, ...).

A value is matched by stand-ins: every character of a category becomes one ASCII character of it, and the
category in the pattern becomes the ASCII characters it may be.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

CATEGORY = re.compile(r"\\p\{([LMNPSZ])\}")
ASCII_OF = {
    "L": "a-zA-Z",
    "M": "\u0300",
    "N": "0-9",
    "P": r"!\"#%&'()*,\-./:;?@\[\\\]_{}",
    "S": "$+<=>\\^`|~",
    "Z": " ",
}
STAND_IN = {"L": "a", "M": "\u0300", "N": "0", "P": "!", "S": "$", "Z": " "}


def matches(pattern: str, value: str) -> bool:
    """Whether the whole value matches, as the model means it."""
    if not CATEGORY.search(pattern):
        return compiled(pattern).fullmatch(value) is not None
    return compiled(pattern).fullmatch("".join(map(stand_in, value))) is not None


@lru_cache(maxsize=256)
def compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(CATEGORY.sub(lambda found: ASCII_OF[found[1]], pattern))


def stand_in(character: str) -> str:
    if character.isascii():
        return character
    return STAND_IN.get(unicodedata.category(character)[0], character)
