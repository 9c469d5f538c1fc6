"""One simulated worker at one job: ask, answer, now and then walk away."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from trigpoint.cli.demo.portal import Portal, PortalRefusal
from trigpoint.cli.demo.subjects import Subject
from trigpoint.domain.errors import AlreadyAnswered, Conflict, LeaseExpired
from trigpoint.testing.crowd import SimulatedWorker

ABANDON_EVERY = 20
ABANDON_FIRST = 8
"""Early enough for the lease to lapse while others still work: the job need not wait for it long."""

GONE = frozenset({LeaseExpired.code, AlreadyAnswered.code})


@dataclass
class Seat:
    """`acknowledged` are (object, answer) pairs that the portal said it had stored.

    An abandoned lease is named as still on the screen until it lapses: the portal would hand it out again otherwise.
    """

    job: str
    subject: Subject
    worker: SimulatedWorker
    portal: Portal
    abandons: bool = False
    clock: Callable[[], float] = time.time
    task: dict[str, Any] | None = None
    leases: int = 0
    abandoned: list[tuple[str, float]] = field(default_factory=list)
    acknowledged: list[tuple[int, str]] = field(default_factory=list)

    def step(self) -> bool:
        """One call to the portal. False when there was nothing to do."""
        try:
            if self.task is None:
                return self._ask()
            if self._walks_away(self.task):
                return self._ask()
            return self._answer(self.task)
        except Conflict:
            return False
        except PortalRefusal as error:
            if error.code not in GONE:
                raise
            self.task = None
            return True

    def _ask(self) -> bool:
        self._show(self.portal.next(self.job, {"holding": self._holding()}))
        return self.task is not None

    def _answer(self, task: dict[str, Any]) -> bool:
        seen = self.subject.object_of(str(task["input"]["taskObject"]))
        choice = self.worker.answer(seen, self.subject.truths[seen])
        body = {
            "lease": task["lease"],
            "answer": {self.subject.widget: {"label": choice}},
            "accepted": task["accepted"],
            "holding": self._holding(),
        }
        reply = self.portal.next(self.job, body)
        if reply["accepted"]:
            self.acknowledged.append((int(task["object"]), choice))
        self._show(reply)
        return True

    def _show(self, reply: dict[str, Any]) -> None:
        self.task = reply["task"]
        self.leases += self.task is not None

    def _walks_away(self, task: dict[str, Any]) -> bool:
        """Every 20th lease or so, but one at a time: a worker may hold no more than two."""
        if not self.abandons or self._holding() or self.leases % ABANDON_EVERY != ABANDON_FIRST:
            return False
        self.abandoned.append((str(task["lease"]), float(task["deadline"])))
        self.task = None
        return True

    def _holding(self) -> list[str]:
        now = self.clock()
        self.abandoned = [(lease, deadline) for lease, deadline in self.abandoned if deadline >= now]
        return [lease for lease, _ in self.abandoned]
