"""What every ledger must do for people, and to close what they did."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_table import JOB, LEASE, NOW, TASK, WORKER, a_label, a_task

from trigpoint.domain.errors import AlreadyAnswered, Conflict, LeaseExpired
from trigpoint.domain.work import (
    Answer,
    HeldLease,
    Lease,
    Outcome,
    Session,
    Shard,
    Source,
    UsageKind,
    UsageRecord,
)
from trigpoint.ports import Ledger, ShardContents


def take(ledger: Ledger, worker: str = WORKER, lease: Lease = LEASE, replaces: str | None = None) -> None:
    """Claim the one task as it stands."""
    task = ledger.task(JOB.key, TASK.seq, TASK.lane)
    assert task
    before = ledger.session(worker, JOB.key)
    held = (*before.leases, HeldLease(TASK.seq, lease.token, lease.deadline))
    after = replace(before, leases=held, lane=TASK.lane, after={TASK.lane: 7}, version=before.version + 1)
    ledger.claim(task, worker, lease, replaces, before, after)


def an_answer(worker: str = WORKER, submitted: float = NOW + 9.5) -> Answer:
    content = {"said": {"label": "crow é", "score": 0.1}}
    return Answer(JOB.key, TASK.seq, worker, content, NOW, submitted, LEASE.token)


# -- people
def test_a_claim_writes_lease_and_session(open_ledger: Ledger) -> None:
    take(open_ledger)
    task = open_ledger.task(JOB.key, TASK.seq, TASK.lane)
    assert task == replace(TASK, open=1, leases={WORKER: LEASE})
    session = open_ledger.session(WORKER, JOB.key)
    assert session == Session(WORKER, JOB.key, (HeldLease(1, "t1", LEASE.deadline),), TASK.lane, {TASK.lane: 7}, 1)
    assert open_ledger.session("nobody", JOB.key) == Session("nobody", JOB.key)


def test_a_worker_takes_a_task_once(open_ledger: Ledger) -> None:
    take(open_ledger)
    with pytest.raises(Conflict):
        take(open_ledger, lease=Lease("t2", NOW))


def test_slots_are_not_overdrawn(open_ledger: Ledger) -> None:
    take(open_ledger, "a")
    take(open_ledger, "b")
    with pytest.raises(Conflict):
        take(open_ledger, "c")


def test_a_claim_needs_the_session_it_was_decided_on(open_ledger: Ledger) -> None:
    stale = Session(WORKER, JOB.key)
    take(open_ledger)
    open_ledger.release(JOB.key, TASK.seq, TASK.lane, WORKER, "t1")
    with pytest.raises(Conflict):
        open_ledger.claim(TASK, WORKER, LEASE, None, stale, replace(stale, version=1))
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) == TASK
    take(open_ledger, lease=Lease("t2", NOW))
    assert open_ledger.session(WORKER, JOB.key).version == 2


def test_a_lease_is_taken_over_in_place(open_ledger: Ledger) -> None:
    take(open_ledger, "a")
    take(open_ledger, WORKER, Lease("t2", NOW + 5), replaces="a")
    task = open_ledger.task(JOB.key, TASK.seq, TASK.lane)
    assert task == replace(TASK, open=1, leases={WORKER: Lease("t2", NOW + 5)})


def test_a_worker_replaces_their_own_lapsed_lease(open_ledger: Ledger) -> None:
    take(open_ledger)
    take(open_ledger, lease=Lease("t2", NOW + 5, shown=False), replaces=WORKER)
    task = open_ledger.task(JOB.key, TASK.seq, TASK.lane)
    assert task == replace(TASK, open=1, leases={WORKER: Lease("t2", NOW + 5, shown=False)})


@pytest.mark.parametrize("change", ["released", "taken", "extended", "answered"])
def test_a_takeover_needs_the_lease_that_was_seen(open_ledger: Ledger, change: str) -> None:
    take(open_ledger, "a")
    seen = open_ledger.task(JOB.key, TASK.seq, TASK.lane)
    assert seen
    match change:
        case "released":
            open_ledger.release(JOB.key, TASK.seq, TASK.lane, "a", "t1")
        case "taken":
            take(open_ledger, "b", Lease("t3", NOW + 1), replaces="a")
        case "extended":
            open_ledger.extend(seen, "a", Lease("t1", NOW + 900))
        case "answered":
            open_ledger.submit(an_answer("a"), TASK.lane)
    before = open_ledger.task(JOB.key, TASK.seq, TASK.lane)
    fresh = Session(WORKER, JOB.key)
    with pytest.raises(Conflict):
        open_ledger.claim(seen, WORKER, Lease("t2", NOW), "a", fresh, replace(fresh, version=1))
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) == before


def test_an_answer_turns_a_lease_into_done(open_ledger: Ledger) -> None:
    take(open_ledger)
    open_ledger.submit(an_answer(), TASK.lane)
    done = replace(TASK, open=1, done=(WORKER,), answered=NOW + 9.5)
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) == done
    assert open_ledger.answers(JOB.key, TASK.seq) == [an_answer()]


def test_nobody_answers_twice(open_ledger: Ledger) -> None:
    take(open_ledger)
    open_ledger.submit(an_answer(), TASK.lane)
    with pytest.raises(AlreadyAnswered):
        open_ledger.submit(an_answer(), TASK.lane)
    with pytest.raises(Conflict):
        take(open_ledger, lease=Lease("t2", NOW))


@pytest.mark.parametrize(
    "answer", [replace(an_answer(), token="t0"), an_answer("b"), an_answer(submitted=LEASE.deadline + 0.001)]
)
def test_an_answer_needs_a_live_lease(open_ledger: Ledger, answer: Answer) -> None:
    take(open_ledger)
    with pytest.raises(LeaseExpired):
        open_ledger.submit(answer, TASK.lane)
    assert open_ledger.answers(JOB.key, TASK.seq) == []


def test_an_answer_at_the_deadline_is_in_time(open_ledger: Ledger) -> None:
    take(open_ledger)
    open_ledger.submit(an_answer(submitted=LEASE.deadline), TASK.lane)


def test_extending_needs_the_token(open_ledger: Ledger) -> None:
    take(open_ledger)
    open_ledger.extend(TASK, WORKER, Lease("t1", NOW + 900, shown=False))
    task = open_ledger.task(JOB.key, TASK.seq, TASK.lane)
    assert task
    assert task.leases == {WORKER: Lease("t1", NOW + 900, shown=False)}
    with pytest.raises(LeaseExpired):
        open_ledger.extend(TASK, WORKER, Lease("t2", NOW + 900))
    with pytest.raises(LeaseExpired):
        open_ledger.extend(a_task(JOB, 77), WORKER, Lease("t1", NOW + 900))


def test_a_released_slot_is_open_to_all(open_ledger: Ledger) -> None:
    take(open_ledger)
    open_ledger.release(JOB.key, TASK.seq, TASK.lane, WORKER, "t1")
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) == TASK
    with pytest.raises(LeaseExpired):
        open_ledger.release(JOB.key, TASK.seq, TASK.lane, WORKER, "t1")


def test_a_declined_slot_is_open_to_others(open_ledger: Ledger) -> None:
    take(open_ledger)
    task = open_ledger.decline(JOB.key, TASK.seq, TASK.lane, WORKER, "t1", "blurred")
    assert task == replace(TASK, declined=(WORKER,), reasons=("blurred",))
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) == task
    with pytest.raises(Conflict):
        take(open_ledger)
    with pytest.raises(LeaseExpired):
        open_ledger.decline(JOB.key, TASK.seq, TASK.lane, WORKER, "t1", "blurred")


def test_a_task_is_widened_once(open_ledger: Ledger) -> None:
    assert open_ledger.widen(TASK, 3)
    assert not open_ledger.widen(TASK, 3)
    assert not open_ledger.widen(a_task(JOB, 77), 3)
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) == replace(TASK, want=3, open=3)


# -- closing
def test_answers_come_in_time_order(open_ledger: Ledger) -> None:
    for worker, submitted in (("a", NOW + 20), ("b", NOW + 10)):
        take(open_ledger, worker)
        open_ledger.submit(an_answer(worker, submitted=submitted), TASK.lane)
    assert [answer.worker for answer in open_ledger.answers(JOB.key, TASK.seq)] == ["b", "a"]


def test_the_first_label_wins(open_ledger: Ledger) -> None:
    assert open_ledger.label(JOB.key, TASK.seq) is None
    first = a_label()
    assert open_ledger.put_label(first) == first
    assert open_ledger.put_label(replace(first, confidence=0.1, source=Source.MACHINE)) == first
    assert open_ledger.label(JOB.key, TASK.seq) == first


def test_closing_counts_once(open_ledger: Ledger) -> None:
    assert open_ledger.close_task(a_label(), TASK.lane)
    assert not open_ledger.close_task(a_label(), TASK.lane)
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) is None
    assert open_ledger.shards(JOB.key, [0]) == [Shard(0, 0, 100, 500, labelled=1)]


def test_a_discarded_task_is_counted_nowhere(open_ledger: Ledger) -> None:
    for _ in range(2):
        open_ledger.discard_task(JOB.key, TASK.seq, TASK.lane)
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) is None
    assert open_ledger.shards(JOB.key, [0]) == [Shard(0, 0, 100, 500)]


def test_unopened_objects_end_once(open_ledger: Ledger) -> None:
    label = a_label(501, Outcome.FAILED)
    assert open_ledger.close_unopened(label)
    assert not open_ledger.close_unopened(replace(label, outcome=Outcome.SKIPPED))
    assert open_ledger.label(JOB.key, 501) == label
    assert open_ledger.shards(JOB.key, [1]) == [Shard(1, 100, 120, 3, failed=1, unopened=1)]


def test_a_label_is_revised_from_its_predecessor(open_ledger: Ledger) -> None:
    second = replace(a_label(), revision=1, confidence=0.99)
    assert not open_ledger.revise_label(second)
    open_ledger.put_label(a_label())
    assert open_ledger.revise_label(second)
    assert not open_ledger.revise_label(second)
    assert open_ledger.label(JOB.key, TASK.seq) == second


def test_a_shard_lists_labels_and_answers(open_ledger: Ledger) -> None:
    take(open_ledger)
    open_ledger.submit(an_answer(), TASK.lane)
    open_ledger.put_label(a_label(3))
    open_ledger.put_label(a_label(500))
    contents = open_ledger.shard_contents(JOB.key, 0)
    assert contents == ShardContents({3: a_label(3)}, {TASK.seq: [an_answer()]})


def test_usage_is_billed_once_in_its_month(ledger: Ledger) -> None:
    records = [UsageRecord("2026-09", "birds", seq, UsageKind.HUMAN, NOW, 3) for seq in range(40)]
    auto = replace(records[0], kind=UsageKind.AUTO, answers=0)
    other = replace(records[1], month="2026-10")
    for record in (*records, auto, other, replace(records[0], answers=9)):
        ledger.put_usage(record)
    by_key = {(record.seq, record.kind): record for record in ledger.usage("2026-09")}
    assert list(by_key.values()).count(auto) == 1
    assert sorted(by_key) == sorted((record.seq, record.kind) for record in (*records, auto))
    assert by_key[0, UsageKind.HUMAN] == records[0]
    assert list(ledger.usage("2026-10")) == [other]
