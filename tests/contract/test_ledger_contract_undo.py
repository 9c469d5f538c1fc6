"""What every ledger must do to take answers back, to keep them as they are, and to remember them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_table import JOB, NOW, TASK, WORKER, a_label, a_task
from test_ledger_contract_people import an_answer, take

from trigpoint.domain.errors import Conflict, LeaseExpired
from trigpoint.domain.work import HeldLease, Lease, Session, Task
from trigpoint.ports import Ledger

AGAIN = Lease("t9", NOW + 320)


def row(ledger: Ledger) -> Task:
    task = ledger.task(JOB.key, TASK.seq, TASK.lane)
    assert task
    return task


def answered(ledger: Ledger, *workers: str) -> Task:
    for worker in workers:
        take(ledger, worker)
        ledger.submit(an_answer(worker), TASK.lane)
    return row(ledger)


def undo(ledger: Ledger, task: Task, worker: str = WORKER, *, forged: bool = False, behind: int = 0) -> None:
    stored = ledger.session(worker, JOB.key)
    before = replace(stored, version=stored.version - behind)
    after = replace(before, leases=(HeldLease(TASK.seq, AGAIN.token, AGAIN.deadline),), version=before.version + 1)
    answer = replace(an_answer(worker), token="t0") if forged else an_answer(worker)
    ledger.undo(task, answer, AGAIN, before, after)


# -- undo
def test_an_undone_answer_is_gone_and_its_slot_is_the_workers_again(open_ledger: Ledger) -> None:
    task = answered(open_ledger, "a", WORKER)
    assert task.full
    undo(open_ledger, task)
    assert row(open_ledger) == replace(task, done=("a",), leases={WORKER: AGAIN})
    assert [one.worker for one in open_ledger.answers(JOB.key, TASK.seq)] == ["a"]
    assert open_ledger.session(WORKER, JOB.key).leases == (HeldLease(TASK.seq, "t9", AGAIN.deadline),)
    other = replace(an_answer(), token="t9", content={"said": "owl"}, submitted=NOW + 20)
    open_ledger.submit(other, TASK.lane)
    assert row(open_ledger).answered == NOW + 20
    assert open_ledger.own_answers(JOB.key, WORKER, [TASK.seq]) == [other]


def test_an_answer_is_undone_while_others_answer(open_ledger: Ledger) -> None:
    seen = answered(open_ledger, WORKER)
    answered(open_ledger, "b")
    undo(open_ledger, seen)
    assert row(open_ledger).done == ("b",)


def test_an_answer_is_undone_once(open_ledger: Ledger) -> None:
    task = answered(open_ledger, WORKER)
    undo(open_ledger, task)
    with pytest.raises(Conflict):
        undo(open_ledger, task)
    assert row(open_ledger).leases == {WORKER: AGAIN}


@pytest.mark.parametrize("how", ["other answer", "place moved", "old session", "nobody"])
def test_an_undo_of_what_has_moved_changes_nothing(open_ledger: Ledger, how: str) -> None:
    seen = answered(open_ledger, "a", WORKER)
    if how == "place moved":
        undo(open_ledger, seen, "a")
    before, session = row(open_ledger), open_ledger.session(WORKER, JOB.key)
    with pytest.raises(Conflict):
        undo(
            open_ledger,
            seen if how != "nobody" else replace(seen, done=("a",)),
            forged=how == "other answer",
            behind=int(how == "old session"),
        )
    assert (row(open_ledger), open_ledger.session(WORKER, JOB.key)) == (before, session)
    assert open_ledger.own_answers(JOB.key, WORKER, [TASK.seq]) == [an_answer()]


@pytest.mark.parametrize("closed", [False, True])
def test_what_is_sealed_or_closed_is_not_undone(open_ledger: Ledger, closed: bool) -> None:
    task = answered(open_ledger, WORKER)
    assert open_ledger.seal(task)
    if closed:
        open_ledger.close_task(a_label(), TASK.lane)
    with pytest.raises(LeaseExpired, match="object 1"):
        undo(open_ledger, task)
    assert open_ledger.own_answers(JOB.key, WORKER, [TASK.seq]) == [an_answer()]


# -- seal
def test_a_seal_keeps_the_answers_that_were_seen(open_ledger: Ledger) -> None:
    early = answered(open_ledger, "a")
    late = answered(open_ledger, WORKER)
    assert not open_ledger.seal(early)
    assert not row(open_ledger).sealed
    assert open_ledger.seal(late)
    assert open_ledger.seal(late)
    assert not open_ledger.seal(early)
    assert row(open_ledger) == replace(late, sealed=True)
    assert not open_ledger.seal(a_task(JOB, 77))


def test_nothing_comes_to_a_sealed_task(open_ledger: Ledger) -> None:
    take(open_ledger)
    assert open_ledger.seal(TASK)
    with pytest.raises(LeaseExpired):
        open_ledger.submit(an_answer(), TASK.lane)
    with pytest.raises(Conflict):
        take(open_ledger, "b")
    with pytest.raises(Conflict):
        take(open_ledger, "b", Lease("t2", NOW), replaces=WORKER)
    assert open_ledger.answers(JOB.key, TASK.seq) == []


def test_an_object_that_is_asked_once_more_is_open_again(open_ledger: Ledger) -> None:
    task = answered(open_ledger, "a", "b")
    assert open_ledger.seal(task)
    assert open_ledger.widen(task, 3)
    assert row(open_ledger) == replace(task, want=3, open=1)
    take(open_ledger)
    open_ledger.submit(an_answer(), TASK.lane)


# -- remembering
def test_a_session_is_put_on_its_version(ledger: Ledger) -> None:
    first = Session(WORKER, JOB.key, version=1, recent=((7, NOW), (3, NOW - 0.125)))
    ledger.put_session(Session(WORKER, JOB.key), first)
    assert ledger.session(WORKER, JOB.key) == first
    second = replace(first, version=2, recent=())
    with pytest.raises(Conflict):
        ledger.put_session(Session(WORKER, JOB.key), second)
    ledger.put_session(first, second)
    assert ledger.session(WORKER, JOB.key) == second


def test_a_worker_reads_their_own_answers_only(open_ledger: Ledger) -> None:
    answered(open_ledger, "a", WORKER)
    assert open_ledger.own_answers(JOB.key, WORKER, [TASK.seq, 2, 500]) == [an_answer()]
    assert open_ledger.own_answers(JOB.key, "c", [TASK.seq]) == []
