"""The eight workers at their seats, one thread each, until the jobs are over."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Event

from trigpoint.cli.demo.portal import Portal
from trigpoint.cli.demo.seat import Seat

FIRST_PAUSE, LONGEST_PAUSE = 0.2, 1.0


def work(seats: Sequence[Seat], portal: Portal, over: Event) -> None:
    """Take tasks of each job in turn until its job is listed no more, or `over` is set."""
    open_seats, pause = list(seats), FIRST_PAUSE
    try:
        while open_seats and not over.is_set():
            if sum(seat.step() for seat in open_seats):
                pause = FIRST_PAUSE
                continue
            over.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            listed = {job["job"] for job in portal.jobs()}
            open_seats = [seat for seat in open_seats if seat.job in listed]
    finally:
        portal.close()


class Shift:
    """Starts the workers; `end` tells them that the jobs are over and waits. Raises what stopped a worker."""

    def __init__(self, crew: Sequence[tuple[Sequence[Seat], Portal]]) -> None:
        self._over = Event()
        self._pool = ThreadPoolExecutor(len(crew), thread_name_prefix="worker")
        self._futures: list[Future[None]] = [
            self._pool.submit(work, seats, portal, self._over) for seats, portal in crew
        ]

    def check(self) -> None:
        """Raise what stopped a worker, if anything did."""
        for future in self._futures:
            if future.done():
                future.result()

    def end(self) -> None:
        self._over.set()
        self._pool.shutdown(wait=True)
