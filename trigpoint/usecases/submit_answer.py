"""Store a worker's answer, and pass the object on once it has all it wants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trigpoint.domain.errors import AlreadyAnswered
from trigpoint.domain.job import Instant, Job
from trigpoint.domain.work import Answer, lane_of
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ledger.settle import same_answer
from trigpoint.ports import Clock, Ledger, Queue

SPARE_SECONDS = 1
"""A queue holds messages back by whole seconds and a clock of its own; one that comes early is passed over."""


def submit_answer(
    job: Job,
    worker: str,
    lease_id: str,
    content: Mapping[str, Any],
    accepted: Instant,
    *,
    drafted: bool = False,
    ledger: Ledger,
    queue: Queue,
    clock: Clock,
) -> bool:
    """Accept an answer that fits its schema. True: stored by this call; False: stored before.

    `accepted` is when the worker began; `drafted` deletes the draft they kept. Raises LeaseExpired when the task
    is no longer theirs, and AlreadyAnswered when another answer of theirs is stored.
    """
    seq, token = parse_lease_id(lease_id)
    now = clock.now()
    answer = Answer(job.key, seq, worker, content, min(accepted, now), now, token)
    stored = _store(answer, job, ledger, drafted)
    task = ledger.task(job.key, seq, lane_of(seq, job.lanes))
    if task and task.full:
        wait = job.spec.undo_seconds
        queue.send(job.key, [seq], delay=wait + SPARE_SECONDS if wait else 0)
    return stored


def _store(answer: Answer, job: Job, ledger: Ledger, drafted: bool) -> bool:
    try:
        ledger.submit(answer, lane_of(answer.seq, job.lanes), drafted=drafted)
    except AlreadyAnswered:
        mine = (one for one in ledger.answers(job.key, answer.seq) if one.worker == answer.worker)
        if not same_answer(next(mine, None), answer):
            raise
        return False
    return True
