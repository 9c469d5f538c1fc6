"""Keep what a worker has of an answer until it is finished, and give it back with its task.

A draft lives as long as its lease: submitting, declining and releasing delete it, one whose time ran out is never
read again and lapses. It is not checked against the task type's schema, since it is not finished; the answer
that becomes of it is.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from trigpoint.domain.errors import AnswerError, Conflict, JobClosed
from trigpoint.domain.job import Job
from trigpoint.domain.work import Draft
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ports import Blobs, Clock, Ledger
from trigpoint.usecases.mask_files import files_of, put_back
from trigpoint.usecases.next_task import Assignment

LARGEST_DRAFT = 256 * 1024
"""Bytes of its JSON. A row is billed by the KB, and written every few seconds."""

GAP_SECONDS = 1.0
"""Between two saves of a worker in a job; what comes sooner is refused."""


def keep_draft(job: Job, worker: str, lease_id: str, content: Any, *, ledger: Ledger, clock: Clock) -> Draft:
    """The draft as it is kept, in place of the worker's one before. One ledger call.

    Raises AnswerError for what is no answer or too large, JobClosed, and Conflict when it comes too soon.
    """
    if not job.status.serves:
        raise JobClosed(f"job {job.key} takes no more answers.", "Choose another job.")
    seq, token = parse_lease_id(lease_id)
    draft = Draft(worker, job.key, seq, token, _checked(content), clock.now())
    ledger.put_draft(draft, draft.saved - GAP_SECONDS)
    return draft


def _checked(content: Any) -> Mapping[str, Any]:
    if not isinstance(content, dict):
        raise AnswerError("draft must be an object.", "Send {widget name: value}, as for an answer.")
    if files_of(content):
        raise AnswerError("a draft names no files.", "Send the mask itself.")
    try:
        size = len(json.dumps(content, allow_nan=False, ensure_ascii=False, separators=(",", ":")).encode())
    except ValueError as error:
        raise AnswerError("draft holds what is no JSON.", "Send finite numbers and whole characters.") from error
    if size > LARGEST_DRAFT:
        raise AnswerError(f"the draft takes {size} bytes, more than {LARGEST_DRAFT}.", "Keep it on the device.")
    return content


def keep_undone(assignment: Assignment, worker: str, *, ledger: Ledger, clock: Clock) -> None:
    """The answer that was taken back is the draft of the lease it came back under."""
    answer, task = assignment.earlier, assignment.task
    if answer:
        draft = Draft(worker, task.job, task.seq, assignment.lease.token, answer.content, answer.submitted)
        with suppress(Conflict):
            ledger.put_draft(draft, clock.now())


def drop_draft(job: Job, worker: str, lease_id: str, *, ledger: Ledger) -> None:
    """Forget the draft of this lease, if there is one."""
    ledger.drop_draft(worker, job.key, parse_lease_id(lease_id)[1])


def draft_of(assignment: Assignment, worker: str, ledger: Ledger, blobs: Blobs) -> dict[str, Any] | None:
    """{"answer", "saved"} of a task that the worker had before this call; one that is new to them costs no read."""
    if not (assignment.resumed or assignment.earlier):
        return None
    found = ledger.draft(worker, assignment.task.job)
    if found is None or found.token != assignment.lease.token:
        return None
    return {"answer": put_back(found.content, blobs.read), "saved": found.saved}
