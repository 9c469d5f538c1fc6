"""Reading manifests: line ends, byte order marks, blank and bad lines, shards."""

from __future__ import annotations

import pytest

from trigpoint.domain.errors import ManifestError
from trigpoint.domain.work import SHARD_OBJECTS, Shard
from trigpoint.formats import manifest
from trigpoint.formats.manifest import ManifestLine, ManifestReader, parse_object, shard_lines, split


def read(data: bytes, size: int = 7) -> list[ManifestLine]:
    return list(ManifestReader([data[i : i + size] for i in range(0, len(data), size)]))


def line(text: bytes, number: int = 4) -> ManifestLine:
    return ManifestLine(number, 0, len(text), text)


def test_lines_tile_the_file_whatever_ends_them() -> None:
    data = b'{"source": "a"}\r\n{"source": "\xc3\xa9"}\n{"source": "c"}'
    lines = read(data)
    assert [found.raw for found in lines] == [
        b'{"source": "a"}',
        b'{"source": "\xc3\xa9"}',
        b'{"source": "c"}',
    ]
    assert [(found.number, found.start, found.end) for found in lines] == [
        (0, 0, 17),
        (1, 17, 34),
        (2, 34, 49),
    ]


def test_byte_order_mark_is_reported_and_left_out() -> None:
    reader = ManifestReader([b"\xef\xbb", b'\xbf{"source": "a"}\n'])
    (found,) = reader
    assert reader.bom
    assert (found.raw, found.start) == (b'{"source": "a"}', 0)
    assert parse_object(found) == {"source": "a"}


def test_blank_lines_count_unless_the_file_ends_with_them() -> None:
    lines = read(b'{"source": "a"}\n\n{"source": "b"}\n\n  \r\n')
    assert [found.blank for found in lines] == [False, True, False]
    with pytest.raises(ManifestError, match=r"Line 2 \(object 1\) is blank"):
        parse_object(lines[1])


@pytest.mark.parametrize("data", [b"", b"\n\n", b" \r\n", b"\xef\xbb\xbf"])
def test_empty_manifest(data: bytes) -> None:
    with pytest.raises(ManifestError, match="holds no lines"):
        read(data)
    with pytest.raises(ManifestError, match="holds no lines"):
        list(split([data]))


def test_endless_line_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "MAX_LINE_BYTES", 20)
    with pytest.raises(ManifestError, match="from byte 2 on"):
        read(b"a\n" + b"x" * 60)


def test_endless_blanks_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manifest, "MAX_BLANK_LINES", 5)
    with pytest.raises(ManifestError, match="from line 2 on"):
        read(b"a\n" + b"\n" * 10)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (b'{"source": }', r"Line 5 \(object 4\) is not JSON at column 12"),
        (b"[1]", "is not a JSON object"),
        (b"{}", "has neither source nor source-ref"),
        (b'{"source": "a", "source-ref": "s3://b/k"}', "has both source and source-ref"),
        (b'{"source": 3}', "has a source that is not a string"),
        (b'{"source": "a", "$id": 1}', r"has an attribute '\$id'"),
        (b'{"source": "a", "n": NaN}', "NaN is not JSON"),
        (b'{"source": "a", "n": 1e999}', "out of range"),
        (b'{"source": "\xff"}', "is not UTF-8 at byte 13"),
        (b'{"source": "' + b"x" * 20_001 + b'"}', "has 20,001 characters in attribute 'source'"),
        (b'{"source": "a", "m": [' + b"1, " * 7_000 + b"1]}", "in attribute 'm'"),
        (b'{"source": "' + b"x" * 100_000 + b'"}', "has 100,014 characters, more than 100,000"),
        (b"[" * 90_000, "is not JSON"),
    ],
)
def test_bad_line_is_named(text: bytes, message: str) -> None:
    with pytest.raises(ManifestError, match=message) as caught:
        parse_object(line(text))
    assert caught.value.fix


def test_limits_count_characters_not_bytes() -> None:
    assert parse_object(line(b'{"source": "' + "é".encode() * 20_000 + b'"}'))


def test_split_cuts_after_every_full_shard() -> None:
    text = b'{"source": "a"}\n'
    shards = list(split([text * (SHARD_OBJECTS + 3) + b"\n\n"]))
    full = len(text) * SHARD_OBJECTS
    assert shards == [
        Shard(0, 0, full, SHARD_OBJECTS),
        Shard(1, full, full + 3 * len(text), 3),
    ]


def test_split_of_exactly_one_shard() -> None:
    assert [shard.count for shard in split([b"{}\n" * SHARD_OBJECTS])] == [SHARD_OBJECTS]


def test_shard_lines_know_their_object_ids_and_keep_blank_lines() -> None:
    data = b"\xef\xbb\xbf" + b"a\n" * SHARD_OBJECTS + b"b\n\nc"
    first, second = split([data])
    head = list(shard_lines(first, [data[first.start : first.end]]))
    tail = list(shard_lines(second, [data[second.start : second.end]]))
    assert (head[0].raw, len(head)) == (b"a", SHARD_OBJECTS)
    assert [(found.number, found.raw) for found in tail] == [(500, b"b"), (501, b""), (502, b"c")]
    assert data[tail[2].start : tail[2].end] == b"c"
