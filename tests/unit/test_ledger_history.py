"""The last answers a worker is shown, and how their session remembers them."""

from __future__ import annotations

from typing import Any

from ledger_bench import START, Bench, Counted, a_job

from trigpoint.adapters.dynamo_rows import session_in, session_out
from trigpoint.domain.errors import Conflict
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import HeldLease, Session
from trigpoint.ledger.session import RECENT, remembering
from trigpoint.usecases.list_answers import list_answers
from trigpoint.usecases.next_task import Assignment
from trigpoint.usecases.undo_answer import undo_answer

JOB = a_job(options={"undo-seconds": "30"}, workers=1)


def seat(bench: Bench, one: Assignment | None, **more: Any) -> Assignment | None:
    """Submit and ask for the next task, as `serve_next` does."""
    if one is None:
        return bench.next(**more)
    bench.submit(one)
    return bench.next(finished=[one.lease.token], submitted=(one.task.seq, bench.clock.now()), **more)


def test_answers_are_remembered_newest_first_also_the_last_of_all() -> None:
    bench = Bench(JOB, seqs=range(3))
    one, order, last = bench.next(), [], ""
    while one:
        last = one.lease_id
        order.append(one.task.seq)
        bench.clock.advance(1)
        one = seat(bench, one)
    found = list_answers(bench.job, "ann", ledger=bench.ledger)
    assert [row["object"] for row in found] == order[::-1]
    assert found[0] == {
        "object": order[-1],
        "lease": last,
        "submitted": START + 3,
        "answer": {"said": "crow"},
        "undoUntil": START + 33,
    }
    assert list_answers(bench.job, "ben", ledger=bench.ledger) == []
    stopped = bench.change(status=JobStatus.STOPPING)
    assert [row["undoUntil"] for row in list_answers(stopped, "ann", ledger=bench.ledger)] == [None] * 3


def test_history_takes_two_calls_and_next_stays_at_three() -> None:
    bench = Bench(JOB)
    one = bench.take()
    bench.submit(one)
    counted = Counted(bench.ledger)
    bench.next(finished=[one.lease.token], submitted=(one.task.seq, START), ledger=counted)
    assert counted.calls == ["session", "tasks", "claim"]
    counted.calls.clear()
    list_answers(bench.job, "ann", ledger=counted)
    assert counted.calls == ["session", "own_answers"]


def test_what_is_undone_is_forgotten_and_what_is_resumed_is_remembered() -> None:
    bench = Bench(JOB)
    first = bench.take()
    ahead = bench.take(holding=[first.lease.token], prefetch=True)
    resumed = seat(bench, first)
    assert resumed
    assert resumed.task.seq == ahead.task.seq
    assert [seq for seq, _ in bench.ledger.session("ann", "job").recent] == [first.task.seq]
    undo_answer(bench.job, "ann", first.task.seq, ledger=bench.ledger, clock=bench.clock, ids=bench.ids)
    assert bench.ledger.session("ann", "job").recent == ()


def test_a_session_that_moves_meanwhile_only_costs_the_entry() -> None:
    bench = Bench(JOB, seqs=(0,))
    one = bench.take()
    bench.submit(one)

    class Moved(Counted):
        def put_session(self, *_: Any) -> None:
            raise Conflict("moved")

    assert bench.next(finished=[one.lease.token], submitted=(0, START), ledger=Moved(bench.ledger)) is None


def test_twenty_answers_are_remembered_each_once() -> None:
    session = Session("ann", "job")
    for seq in range(RECENT + 5):
        session = remembering(session, (seq, START + seq))
    assert [seq for seq, _ in session.recent] == [*range(RECENT + 4, 4, -1)]
    assert remembering(session, (10, START + 99)) is session
    assert remembering(session, None) is session


def test_a_session_row_of_before_is_read() -> None:
    session = Session("ann", "job", (HeldLease(1, "t", START),), 2, {2: 7}, 3)
    row = session_out(session)
    assert session_in(row) == session
    assert session_in(row | {"b": {"S": f'[2,[[1,"t",{START}]],[[2,7]]]'}}) == session
