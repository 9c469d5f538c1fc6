"""Things read lately, kept a few seconds: what is asked for again and again costs one read in that time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Generic, TypeVar

from trigpoint.domain.job import Instant
from trigpoint.ports import Clock

KEPT_SECONDS = 10.0
"""How long what was deleted may still be honoured by a warm function."""

T = TypeVar("T")


class Kept(Generic[T]):
    """`Kept(read, clock).get(name)`. What is not there is not kept; what is kept leaves with the process."""

    def __init__(self, read: Callable[[str], T | None], clock: Clock) -> None:
        self._read, self._clock = read, clock
        self._kept: dict[str, tuple[Instant, T]] = {}
        self._lock = threading.Lock()

    def get(self, name: str) -> T | None:
        now = self._clock.now()
        with self._lock:
            until, kept = self._kept.get(name, (0.0, None))
        if kept is not None and now < until:
            return kept
        fresh = self._read(name)
        with self._lock:
            if fresh is None:
                self._kept.pop(name, None)
            else:
                self._kept[name] = (now + KEPT_SECONDS, fresh)
        return fresh
