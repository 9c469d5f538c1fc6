"""Working files that never change once they are written, kept in the process that reads them again and again.

Task inputs in `work/<job>/slices/`, read for every task shown, and small objects named with their version.
A slice may be prepared twice, but only before any of its objects entered the window, and nobody reads it before that.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

from trigpoint.adapters.s3_blobs import S3Blobs
from trigpoint.domain.places import VERSION

KEPT_BYTES = 64 << 20
LARGEST_BYTES = 8 << 20
NEVER_CHANGED = ("/slices/", VERSION)


class KeptBlobs(S3Blobs):
    """S3 with a memory for working files, least recently used out first. Shared by all threads of a process."""

    def __init__(self, client: object) -> None:
        super().__init__(client)
        self._kept: OrderedDict[str, bytes] = OrderedDict()
        self._size = 0
        self._large: set[str] = set()
        self._lock = threading.Lock()

    def read(self, uri: str, start: int = 0, length: int | None = None) -> bytes:
        if not uri.startswith("s3://") or not any(mark in uri for mark in NEVER_CHANGED):
            return super().read(uri, start, length)
        whole = self._whole(uri)
        if whole is None:
            return super().read(uri, start, length)
        return whole[start:] if length is None else whole[start : start + length]

    def _whole(self, uri: str) -> bytes | None:
        """The file's bytes; None when it is too large to keep."""
        with self._lock:
            if uri in self._kept:
                self._kept.move_to_end(uri)
                return self._kept[uri]
            if uri in self._large:
                return None
        data = self._fetch(uri)
        with self._lock:
            if data is None:
                self._large.add(uri)
            else:
                self._keep(uri, data)
        return data

    def _fetch(self, uri: str) -> bytes | None:
        info = self.info(uri)
        return None if info is not None and info.size > LARGEST_BYTES else super().read(uri)

    def _keep(self, uri: str, data: bytes) -> None:
        self._size += len(data) - len(self._kept.get(uri, b""))
        self._kept[uri] = data
        while self._size > KEPT_BYTES:
            self._size -= len(self._kept.popitem(last=False)[1])
