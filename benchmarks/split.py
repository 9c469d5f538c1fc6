"""Split a manifest of 10 million lines: seconds, lines a second and peak memory, beside a bare line count.

Budget (DESIGN 7): under 10 minutes and 300 MB. The manifest is generated, never stored.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Iterator

from trigpoint.formats.manifest import split

LINES = 10_000_000
LINES_A_CHUNK = 10_000


def manifest(lines: int) -> Iterator[bytes]:
    """Pieces of about 1 MB whose ends do not fall on line ends."""
    rest = b""
    for start in range(0, lines, LINES_A_CHUNK):
        block = rest + b"".join(
            b'{"source-ref": "s3://bucket/images/%08d.png", "camera": "north"}\n' % number
            for number in range(start, min(start + LINES_A_CHUNK, lines))
        )
        yield block[:-7]
        rest = block[-7:]
    yield rest


def main() -> None:
    started = time.perf_counter()
    counted = sum(chunk.count(b"\n") for chunk in manifest(LINES))
    bare = time.perf_counter() - started
    started = time.perf_counter()
    shards = objects = 0
    for shard in split(manifest(LINES)):
        shards, objects = shards + 1, objects + shard.count
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    print(f"split   {objects:,} lines into {shards:,} shards: {seconds:.1f} s, {objects / seconds:,.0f} lines/s")
    print(f"count   {counted:,} line ends of the same stream: {bare:.1f} s; ratio {seconds / bare:.1f}")
    print(f"memory  {peak:.0f} MB at the peak")


if __name__ == "__main__":
    main()
