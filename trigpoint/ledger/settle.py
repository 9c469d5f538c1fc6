"""Submitting: a lease becomes a done entry."""

from __future__ import annotations

from dataclasses import replace

from trigpoint.domain.errors import LeaseExpired
from trigpoint.domain.work import Answer, Task
from trigpoint.ledger.lease import gone, live_lease


def settled(row: Task | None, answer: Answer) -> Task | LeaseExpired:
    """The row with the answer's lease turned into a done entry."""
    if row is None or row.sealed:
        return gone()
    lease = live_lease(row, answer.worker, answer.token, answer.submitted)
    if isinstance(lease, LeaseExpired):
        return lease
    rest = {holder: held for holder, held in row.leases.items() if holder != answer.worker}
    return replace(row, leases=rest, done=(*row.done, answer.worker), answered=answer.submitted)


def same_answer(stored: Answer | None, offered: Answer) -> bool:
    """Whether a submit only repeats what is stored already (a retry after a lost reply)."""
    return stored is not None and dict(stored.content) == dict(offered.content)
