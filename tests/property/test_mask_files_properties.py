"""Masks apart from their answer: nothing is lost, nothing else changes, and names follow content."""

from __future__ import annotations

import base64
import hashlib
import struct
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from trigpoint.usecases.mask_files import SMALL, files_of, put_apart, put_back

HEAD = b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", 4, 4)
pngs = st.integers(0, 12_000).flatmap(lambda size: st.integers(0, 255).map(lambda byte: HEAD + bytes([byte]) * size))
plain = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
images = st.builds(
    lambda png, more: {**more, "pngImageData": base64.b64encode(png).decode()},
    pngs,
    st.dictionaries(st.sampled_from(["a", "b"]), plain, max_size=2),
)
painted = st.builds(
    lambda image, rest: {**rest, "labeledImage": image}, images, st.dictionaries(st.just("labelMappings"), plain)
)
answers = st.dictionaries(st.text(min_size=1, max_size=8), painted | plain, max_size=4)


def place(png: bytes) -> str:
    return f"s3://b/{hashlib.sha256(png).hexdigest()}"


@given(answers)
def test_apart_and_back_is_the_answer(answer: dict[str, Any]) -> None:
    found = put_apart(answer, place)
    assert put_back(found.content, found.files.__getitem__) == answer
    assert set(files_of(found.content)) == set(found.files)
    assert all(len(png) * 4 / 3 > SMALL - 4 for png in found.files.values())


@given(answers, answers)
def test_rows_are_equal_exactly_when_the_answers_are(one: dict[str, Any], other: dict[str, Any]) -> None:
    same = put_apart(one, place).content == put_apart(other, place).content
    assert same == (one == other)
