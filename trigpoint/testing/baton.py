"""Threads that run one at a time and hand over at every outside call, in an order a seed repeats."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from random import Random


class Cancelled(BaseException):
    """Unwinds an actor whose run is over. Not an Exception, so that no actor survives it."""


class Baton:
    """Whoever holds the baton runs. `pass_on` is called by the holder and may return to it at once.

    The holder itself picks its successor: one thread switch a call, where a scheduler of its own
    would take two.
    """

    def __init__(self, random: Random, steps: int) -> None:
        self.random = random
        self.steps = steps
        self.turns: list[threading.Lock] = []
        self.ready: list[int] = []

    def run(self, actors: Sequence[Callable[[], None]]) -> None:
        """Run actors until each has returned or the steps are used up; re-raise what one raised."""
        self.turns = [_taken() for _ in actors]
        self.ready = list(range(len(actors)))
        with _one_processor(), ThreadPoolExecutor(len(actors)) as pool:
            runs = [pool.submit(self._act, number, actor) for number, actor in enumerate(actors)]
            self.turns[self.random.choice(self.ready)].release()
        for run in runs:
            run.result()

    def stop(self) -> None:
        """End the run: every actor is cancelled at its next outside call."""
        self.steps = 0

    def pass_on(self, me: int) -> None:
        """Let another actor run, or go on. Raises Cancelled when the steps are used up."""
        self.steps -= 1
        heir = self.ready[int(self.random.random() * len(self.ready))]
        if heir != me and self.steps >= 0:
            self.turns[heir].release()
            self.turns[me].acquire()
        if self.steps < 0:
            raise Cancelled

    def _act(self, me: int, actor: Callable[[], None]) -> None:
        self.turns[me].acquire()
        try:
            if self.steps >= 0:
                with suppress(Cancelled):
                    actor()
        finally:
            self.ready.remove(me)
            if self.ready:
                self.turns[self.ready[0]].release()


def _taken() -> threading.Lock:
    lock = threading.Lock()
    lock.acquire()
    return lock


@contextmanager
def _one_processor() -> Iterator[None]:
    """Threads made here share a processor, where the system can do that: a run takes less than half the time."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    allowed = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {sorted(allowed)[os.getpid() % len(allowed)]})
    try:
        yield
    finally:
        os.sched_setaffinity(0, allowed)
