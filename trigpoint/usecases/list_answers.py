"""A worker's last answers in a job, and until when each may be taken back."""

from __future__ import annotations

from typing import Any

from trigpoint.domain.job import Job
from trigpoint.domain.work import Answer
from trigpoint.ledger.lease_id import lease_id
from trigpoint.ports import Ledger


def list_answers(job: Job, worker: str, *, ledger: Ledger) -> list[dict[str, Any]]:
    """[{"object", "lease", "submitted", "answer", "undoUntil"}], newest first, at most 20; times in epoch seconds.

    `lease` is the one it was submitted under, `undoUntil` None where nothing can be taken back.
    """
    recent = [seq for seq, _ in ledger.session(worker, job.key).recent]
    stored = {answer.seq: answer for answer in ledger.own_answers(job.key, worker, recent)} if recent else {}
    return [_shown(job, stored[seq]) for seq in recent if seq in stored]


def _shown(job: Job, answer: Answer) -> dict[str, Any]:
    undo = job.spec.undo_seconds if job.status.serves else 0
    return {
        "object": answer.seq,
        "lease": lease_id(answer.seq, answer.token),
        "submitted": answer.submitted,
        "answer": dict(answer.content),
        "undoUntil": answer.submitted + undo if undo else None,
    }
