"""However a manifest is cut into pieces, its lines and shards are the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trigpoint.domain.work import Label, Outcome
from trigpoint.formats import jsontext
from trigpoint.formats.manifest import ManifestLine, ManifestReader, shard_lines, split
from trigpoint.formats.output_manifest import merge

bodies = st.lists(st.sampled_from([b'{"source": "x"}', b"y", b"", b" ", "é".encode()]), min_size=1, max_size=40)
ends = st.sampled_from([b"\n", b"\r\n"])


def cut(data: bytes, sizes: list[int]) -> list[bytes]:
    pieces, start = [], 0
    for size in sizes:
        pieces.append(data[start : start + size])
        start += size
    return [*pieces, data[start:]]


@given(bodies, ends, st.booleans(), st.lists(st.integers(0, 9), max_size=30))
def test_cutting_changes_nothing(lines: list[bytes], end: bytes, closed: bool, sizes: list[int]) -> None:
    data = end.join([*lines, b"z"]) + (end if closed else b"")
    whole, pieces = list(ManifestReader([data])), list(ManifestReader(cut(data, sizes)))
    assert whole == pieces
    assert [line.raw for line in whole] == [*lines, b"z"]
    assert b"".join(data[line.start : line.end] for line in whole) == data
    assert list(split([data])) == list(split(cut(data, sizes)))


@given(st.integers(1, 1600), st.integers(1, 5000))
def test_shards_give_back_every_line(count: int, size: int) -> None:
    data = b"".join(b'{"n": %d}\n' % n for n in range(count))
    found = [
        line.raw
        for shard in split(cut(data, [size] * (len(data) // size)))
        for line in shard_lines(shard, [data[shard.start : shard.end]])
    ]
    assert found == [b'{"n": %d}' % n for n in range(count)]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values, max_size=5), json_values)
def test_merging_keeps_pass_through_keys_and_their_order(document: dict[str, object], value: object) -> None:
    document = {key: item for key, item in document.items() if not key.startswith("L")}
    raw = jsontext.encode(document)
    label = Label("j", 0, Outcome.LABELLED, 0.0, {"L": value, "L-metadata": {"confidence": 0.5}})
    merged = jsontext.loads(merge(ManifestLine(0, 0, len(raw), raw), label, "L"))
    assert list(merged.items()) == [*document.items(), ("L", value), ("L-metadata", {"confidence": 0.5})]
