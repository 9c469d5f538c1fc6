"""What every ledger must do to keep a worker's draft, and to count their answers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_table import JOB, LEASE, NOW, TASK, WORKER
from test_ledger_contract_people import an_answer, take

from trigpoint.domain.errors import AlreadyAnswered, Conflict
from trigpoint.domain.work import Draft, Session
from trigpoint.ports import Ledger

DRAFT = Draft(WORKER, JOB.key, TASK.seq, LEASE.token, {"said": {"label": "crow é"}, "n": [0.5, None]}, NOW)


def test_a_draft_is_kept_as_it_is_and_for_its_worker_and_job_alone(ledger: Ledger) -> None:
    ledger.put_draft(DRAFT, NOW - 1)
    assert ledger.draft(WORKER, JOB.key) == DRAFT
    assert ledger.draft("b", JOB.key) is None
    assert ledger.draft(WORKER, "other") is None


def test_a_later_draft_takes_the_place_of_the_one_before(ledger: Ledger) -> None:
    ledger.put_draft(DRAFT, NOW - 1)
    later = replace(DRAFT, seq=2, token="t2", content={}, saved=NOW + 1)
    ledger.put_draft(later, NOW)
    assert ledger.draft(WORKER, JOB.key) == later


def test_a_draft_that_comes_too_soon_is_refused(ledger: Ledger) -> None:
    ledger.put_draft(DRAFT, NOW - 1)
    with pytest.raises(Conflict, match="moment ago"):
        ledger.put_draft(replace(DRAFT, content={}, saved=NOW + 0.5), NOW - 0.5)
    assert ledger.draft(WORKER, JOB.key) == DRAFT


def test_a_draft_is_dropped_by_its_lease(ledger: Ledger) -> None:
    ledger.drop_draft(WORKER, JOB.key, LEASE.token)
    ledger.put_draft(DRAFT, NOW - 1)
    ledger.drop_draft(WORKER, JOB.key, "another lease")
    assert ledger.draft(WORKER, JOB.key) == DRAFT
    ledger.drop_draft(WORKER, JOB.key, LEASE.token)
    assert ledger.draft(WORKER, JOB.key) is None


@pytest.mark.parametrize("drafted", [True, False])
def test_a_submit_deletes_the_draft_when_it_says_so(open_ledger: Ledger, drafted: bool) -> None:
    take(open_ledger)
    open_ledger.put_draft(DRAFT, NOW - 1)
    open_ledger.submit(an_answer(), TASK.lane, drafted=drafted)
    assert (open_ledger.draft(WORKER, JOB.key) is None) == drafted


def test_a_refused_submit_keeps_the_draft(open_ledger: Ledger) -> None:
    take(open_ledger)
    open_ledger.submit(an_answer(), TASK.lane, drafted=True)
    open_ledger.put_draft(DRAFT, NOW - 1)
    with pytest.raises(AlreadyAnswered):
        open_ledger.submit(an_answer(), TASK.lane, drafted=True)
    assert open_ledger.draft(WORKER, JOB.key) == DRAFT


def test_sessions_are_read_together(ledger: Ledger) -> None:
    first = Session(WORKER, JOB.key, recent=((3, NOW),), answered=7, version=1)
    ledger.put_session(Session(WORKER, JOB.key), first)
    assert ledger.sessions(WORKER, [JOB.key, "none"]) == [first]
    assert ledger.sessions(WORKER, []) == []
