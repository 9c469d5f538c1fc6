"""A journal of row values: what was acknowledged survives a kill at any moment.

Values are logged, not requests, so replay is idempotent and a snapshot needs no exact cut. One line with
a checksum holds all rows of one API call: a transaction is there whole or not at all. Lines are put in
order under the lock (the order of execution); write and fsync happen outside of it, shared by all callers
that wait for them (leader and followers).
"""

from __future__ import annotations

import json
import os
import threading
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from trigpoint.domain.errors import TrigpointError

Row = tuple[str, str, str | None, dict[str, Any] | None]
"""(table ARN, partition key, sort key, item); item None means removed, sort key None the whole table."""

ROTATE_BYTES = 256 * 1024 * 1024


class JournalCorrupt(TrigpointError):
    """A line in the middle of the journal does not match its checksum."""

    code = "JournalCorrupt"


def encode(rows: list[Row]) -> bytes:
    body = json.dumps(rows, separators=(",", ":"), ensure_ascii=False).encode()
    return b"%08x %s\n" % (zlib.crc32(body), body)


def decode(line: bytes) -> list[Row] | None:
    """The rows of a line; None if it was cut or damaged."""
    checksum, _, body = line.rstrip(b"\n").partition(b" ")
    if not line.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(body):
        return None
    return [tuple(row) for row in json.loads(body)]


class Journal:
    """Segments `journal-<n>.log` after the newest `rows-<n>.jsonl` (all rows when segment n began)."""

    def __init__(
        self,
        folder: Path,
        fsync: Callable[[int], None] = os.fdatasync,
        fatal: Callable[[int], Any] = os._exit,
    ) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        self._fsync, self._fatal = fsync, fatal
        self._pending: list[Row] = []
        self._lines: list[bytes] = []
        self._line = threading.Lock()
        self._depth = 0
        self._ordered = self._synced = 0
        self._syncing = False
        self._turn = threading.Condition()
        self._inside: set[int] = set()
        self._promised: set[int] = set()
        self._afterwards: dict[int, Callable[[], Any]] = {}
        self._gate = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._number = max((number for number, _ in self._numbered("journal-*.log")), default=0)
        self._file = self._open(self._number)

    # -- writing ------------------------------------------------------------
    def record(self, row: Row) -> None:
        """Note a changed row of the call in progress (inside `call`)."""
        if self._depth:
            self._pending.append(row)

    @contextmanager
    def call(self) -> Iterator[None]:
        """One API call: holds the lock, logs its rows at the end, returns once they are on the disk.

        A call inside a call of the same thread is a part of it; inside `promising` the end of that waits for the disk.
        """
        if threading.get_ident() in self._inside:
            yield
            return
        with self._uninterrupted():
            with self.lock:
                self._depth += 1
                try:
                    yield
                finally:
                    self._depth -= 1
                    position = self._order()
            if threading.get_ident() not in self._promised:
                self._sync(position)

    @contextmanager
    def promising(self) -> Iterator[None]:
        """Calls of this thread that are acknowledged together: leaving waits for the disk, once for all of them.

        It waits for all that is in line, others' rows too: nothing that was seen here can be lost later.
        """
        thread = threading.get_ident()
        if thread in self._promised:
            yield
            return
        self._promised.add(thread)
        try:
            yield
        finally:
            self._promised.discard(thread)
            self.settle()

    def settle(self) -> None:
        """Wait until all that is in line is on the disk."""
        with self._uninterrupted():
            self._sync(self._ordered)

    @contextmanager
    def _uninterrupted(self) -> Iterator[None]:
        try:
            with self._gate:
                self._inside.add(threading.get_ident())
            yield
        finally:
            with self._gate:
                self._inside.discard(threading.get_ident())
                if act := self._afterwards.pop(threading.get_ident(), None):
                    act()

    def outside_of_call(self, thread: int, act: Callable[[], Any]) -> None:
        """Do `act` while the thread is in no call and can begin none: now, or when it leaves the one it is in."""
        with self._gate:
            if thread in self._inside:
                self._afterwards[thread] = act
            else:
                act()

    def _order(self) -> int:
        """Put the rows of the call into line, under the lock; where in the journal they end."""
        if self._pending:
            line, self._pending = encode(self._pending), []
            with self._line:
                self._lines.append(line)
                self._ordered += len(line)
        return self._ordered

    def _sync(self, position: int) -> None:
        """Wait until everything up to `position` is on the disk. The first waiter does it for all."""
        while True:
            with self._turn:
                while self._syncing and self._synced < position:
                    self._turn.wait()
                if self._synced >= position:
                    return
                self._syncing = True
            target = self._sync_now()
            with self._turn:
                self._syncing, self._synced = False, max(self._synced, target)
                self._turn.notify_all()

    def _sync_now(self) -> int:
        with self._line:
            lines, self._lines, target = self._lines, [], self._ordered
        try:
            rest = memoryview(b"".join(lines))
            while rest:
                rest = rest[self._file.write(rest) :]
            self._fsync(self._file.fileno())
        except OSError:
            self._fatal(74)
        return target

    # -- reading ------------------------------------------------------------
    def replay(self) -> Iterator[Row]:
        """All rows, oldest first. A torn last line is dropped: it was never acknowledged."""
        snapshot = max((number for number, _ in self._numbered("rows-*.jsonl")), default=-1)
        if snapshot >= 0:
            yield from self._rows(self.folder / f"rows-{snapshot}.jsonl", torn_end=False)
        for number, path in self._numbered("journal-*.log"):
            if number >= snapshot:
                yield from self._rows(path, torn_end=True)

    def _rows(self, path: Path, torn_end: bool) -> Iterator[Row]:
        with path.open("rb") as file:
            lines = enumerate(file, 1)
            for number, line in lines:
                rows = decode(line)
                if rows is not None:
                    yield from rows
                elif torn_end and next(lines, None) is None:
                    return
                else:
                    raise JournalCorrupt(
                        f"{path.name} line {number} does not match its checksum.",
                        "Restore the folder from a backup, or `trigpoint reset` to start afresh.",
                    )

    # -- compaction ---------------------------------------------------------
    def compact(self, rows: Callable[[], Iterator[Row]]) -> None:
        """Write all rows to a snapshot and drop older segments. Holds the lock: `rows` sees no change."""
        with self.lock:
            number = self._number + 1
            target = self.folder / f"rows-{number}.jsonl"
            with target.with_suffix(".tmp").open("wb") as file:
                file.writelines(encode([row]) for row in rows())
                file.flush()
                os.fsync(file.fileno())
            self.settle()
            self._file.close()
            self._number, self._file = number, self._open(number)
            target.with_suffix(".tmp").rename(target)
            self._sync_folder()
            for old in ("journal-*.log", "rows-*.jsonl"):
                for older, path in self._numbered(old):
                    if older < number:
                        path.unlink()

    @property
    def outgrown(self) -> bool:
        return self._file.tell() > ROTATE_BYTES

    def _open(self, number: int) -> BinaryIO:
        """Open a segment for appending; a torn end from a kill is cut off first."""
        path = self.folder / f"journal-{number}.log"
        file = path.open("ab", buffering=0)
        file.truncate(path.read_bytes().rfind(b"\n") + 1)
        self._sync_folder()
        return file

    def _sync_folder(self) -> None:
        descriptor = os.open(self.folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _numbered(self, pattern: str) -> list[tuple[int, Path]]:
        found = [(int(path.stem.rpartition("-")[2]), path) for path in self.folder.glob(pattern)]
        return sorted(found)
