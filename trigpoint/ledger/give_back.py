"""Release and decline: a slot goes back to the task, for now or for good."""

from __future__ import annotations

from dataclasses import replace

from trigpoint.domain.errors import LeaseExpired
from trigpoint.domain.work import Task
from trigpoint.ledger.lease import gone, held_lease


def released(row: Task | None, worker: str, token: str) -> Task | LeaseExpired:
    """The row with the worker's slot open again, for this worker too."""
    if row is None:
        return gone()
    lease = held_lease(row, worker, token)
    if isinstance(lease, LeaseExpired):
        return lease
    rest = {holder: held for holder, held in row.leases.items() if holder != worker}
    return replace(row, open=row.open + 1, leases=rest)


def declined(row: Task | None, worker: str, token: str, reason: str) -> Task | LeaseExpired:
    """The row with the worker's slot open again for everybody else, and why."""
    after = released(row, worker, token)
    if isinstance(after, LeaseExpired):
        return after
    return replace(after, declined=(*after.declined, worker), reasons=(*after.reasons, reason))
