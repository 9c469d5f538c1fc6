"""Taking answers back, and what closing waits for then."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from ledger_bench import START, Bench, Counted, a_job, a_task

from trigpoint.adapters.sqs_queue import SqsQueue
from trigpoint.domain.errors import Conflict, JobClosed, LeaseExpired, NotFound, Refused
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Lease
from trigpoint.ledger.close import ending
from trigpoint.usecases.decline_task import decline_task
from trigpoint.usecases.heartbeat import heartbeat
from trigpoint.usecases.next_task import Assignment
from trigpoint.usecases.submit_answer import SPARE_SECONDS
from trigpoint.usecases.undo_answer import TRIES, undo_answer

UNDO = {"undo-seconds": "30"}


def a_bench(seqs: int = 6, **fields: Any) -> Bench:
    return Bench(a_job(**({"options": UNDO, "workers": 1} | fields)), seqs=range(seqs))


def undo(bench: Bench, seq: int, worker: str = "ann", ledger: Any = None, token: str = "") -> Assignment:
    ports = {"ledger": ledger or bench.ledger, "clock": bench.clock, "ids": bench.ids}
    return undo_answer(bench.job, worker, seq, token, **ports)


def answer(bench: Bench, worker: str = "ann", said: str = "crow") -> Assignment:
    one = bench.take(worker)
    bench.submit(one, worker, said)
    return one


def beat(bench: Bench, one: Assignment) -> None:
    heartbeat(bench.job, "ann", one.lease_id, ledger=bench.ledger, clock=bench.clock)


# -- undo
def test_an_answer_is_taken_back_and_given_anew() -> None:
    bench = a_bench()
    first = answer(bench)
    bench.clock.advance(30)
    again = undo(bench, first.task.seq)
    assert again.task.seq == first.task.seq
    assert again.lease.token != first.lease.token
    assert (again.lease.deadline, again.lease.shown) == (START + 330, True)
    assert bench.ledger.answers("job", first.task.seq) == []
    with pytest.raises(LeaseExpired):
        bench.submit(first)
    assert bench.take().lease_id == again.lease_id, "a reload gets it back"
    bench.submit(again, said="owl")
    assert bench.ledger.answers("job", first.task.seq)[0].content == {"said": "owl"}


def test_the_answers_of_others_stay() -> None:
    bench = a_bench(1, workers=3)
    for worker in ("ann", "ben", "cy"):
        answer(bench, worker)
    undo(bench, 0, "ben")
    assert bench.ledger.task("job", 0, 0).done == ("ann", "cy")
    assert bench.next("dee") is None
    bench.clock.advance(301)
    assert bench.take("dee").task.seq == 0, "a slot that is left alone lapses as any other"


@pytest.mark.parametrize("options", [UNDO, {}, {"undo-seconds": "0"}, {"undo-seconds": "x"}])
def test_it_is_too_late_after_the_jobs_seconds(options: dict[str, str]) -> None:
    bench = a_bench(options=options)
    one = answer(bench)
    bench.clock.advance(30.1 if options == UNDO else 0)
    with pytest.raises(LeaseExpired, match="too late to undo"):
        undo(bench, one.task.seq)
    assert len(bench.ledger.answers("job", one.task.seq)) == 1


def test_an_answer_is_never_taken_back_once_it_is_merged() -> None:
    bench = a_bench()
    one = answer(bench)
    bench.ledger.seal(bench.ledger.task("job", one.task.seq, one.task.lane))
    with pytest.raises(LeaseExpired, match="being merged"):
        undo(bench, one.task.seq)
    bench.clock.advance(30)
    assert bench.close(one.task.seq)
    with pytest.raises(LeaseExpired, match="being merged"):
        undo(bench, one.task.seq)


def test_only_ones_own_answer_in_a_job_that_goes_on() -> None:
    bench = a_bench()
    one = answer(bench)
    for worker, seq in (("ben", one.task.seq), ("ann", 5), ("ann", 999)):
        with pytest.raises(NotFound, match=f"object {seq}"):
            undo(bench, seq, worker)
    bench.change(status=JobStatus.STOPPING)
    with pytest.raises(JobClosed):
        undo(bench, one.task.seq)


def test_a_repeated_undo_answers_as_the_first_did_and_changes_nothing() -> None:
    bench = a_bench()
    one = answer(bench)
    first = undo(bench, one.task.seq)
    before = contents(bench)
    bench.clock.advance(40)
    for token in ("", one.lease.token):
        again = undo(bench, one.task.seq, token=token)
        assert (again.lease_id, again.lease) == (first.lease_id, first.lease)
    assert contents(bench) == before


def test_a_repeat_that_comes_late_leaves_the_next_answer_alone() -> None:
    bench = a_bench()
    one = answer(bench)
    bench.submit(undo(bench, one.task.seq, token=one.lease.token), said="owl")
    with pytest.raises(LeaseExpired, match="another one given"):
        undo(bench, one.task.seq, token=one.lease.token)
    assert bench.ledger.answers("job", one.task.seq)[0].content == {"said": "owl"}


def test_a_repeat_gives_nothing_but_what_the_undo_gave() -> None:
    bench = a_bench(2)
    one = answer(bench)
    screen = bench.take()
    with pytest.raises(NotFound):
        undo(bench, screen.task.seq)
    again = undo(bench, one.task.seq)
    with pytest.raises(NotFound):
        undo(bench, one.task.seq, token="another")
    bench.clock.time = again.lease.deadline + 1
    with pytest.raises(NotFound):
        undo(bench, one.task.seq)


def test_tokens_stay_short_however_often_answers_are_taken_back() -> None:
    bench = a_bench()
    one = answer(bench)
    for _ in range(9):
        again = undo(bench, one.task.seq, token=one.lease.token)
        assert undo(bench, one.task.seq, token=one.lease.token).lease == again.lease
        assert len(again.lease.token) <= 2 * len(bench.ids.token()) + 1
        bench.submit(again)
        one = again


def contents(bench: Bench) -> Any:
    """Every row that people can change."""
    ledger = bench.ledger
    return dict(ledger.task_rows), dict(ledger.answer_rows), dict(ledger.session_rows), list(bench.queue.messages)


def test_a_task_not_seen_yet_makes_room() -> None:
    bench = a_bench()
    first = answer(bench)
    screen = bench.take()
    ahead = bench.take(holding=[screen.lease.token], prefetch=True)
    again = undo(bench, first.task.seq)
    held = {one.token for one in bench.ledger.session("ann", "job").leases}
    assert held == {screen.lease.token, again.lease.token}
    with pytest.raises(LeaseExpired):
        beat(bench, ahead)
    beat(bench, screen)


def test_two_tasks_on_the_screen_are_one_too_many() -> None:
    bench = a_bench()
    first = answer(bench)
    screen = bench.take()
    ahead = bench.take(holding=[screen.lease.token], prefetch=True)
    beat(bench, ahead)
    with pytest.raises(Refused, match="2 tasks"):
        undo(bench, first.task.seq)
    bench.submit(screen)
    assert undo(bench, first.task.seq), "what was submitted meanwhile counts no more"


class Moving(Counted):
    """Another answer slips in before the first undo; or all of them meet somebody."""

    def __init__(self, bench: Bench, times: int) -> None:
        super().__init__(bench.ledger)
        self.bench, self.times = bench, times

    def undo(self, *args: Any) -> None:
        if self.times:
            self.times -= 1
            raise Conflict("moved")
        self.bench.ledger.undo(*args)


def test_an_undo_that_meets_somebody_is_tried_again_a_few_times() -> None:
    bench = a_bench()
    one = answer(bench)
    with pytest.raises(Conflict, match="keep moving"):
        undo(bench, one.task.seq, ledger=Moving(bench, TRIES))
    assert undo(bench, one.task.seq, ledger=Moving(bench, TRIES - 1))


# -- closing
def test_closing_waits_until_no_answer_can_be_taken_back() -> None:
    bench = a_bench(1)
    answer(bench)
    assert bench.queue.delays == {("job", 0): 30 + SPARE_SECONDS}
    bench.clock.advance(29)
    assert (bench.close(0), bench.sweep().resent) == ([], 0)
    bench.clock.advance(1)
    assert bench.sweep().resent == 1
    assert bench.close(0)


def test_the_label_rests_on_the_new_answer_and_the_old_message_is_passed_over() -> None:
    bench = a_bench(1)
    answer(bench)
    bench.clock.advance(20)
    again = undo(bench, 0)
    bench.clock.advance(10)
    assert bench.close(0) == []
    bench.submit(again, said="owl")
    bench.clock.advance(29)
    assert bench.close(0) == []
    bench.clock.advance(1)
    assert bench.close(0)
    assert len(bench.ledger.usage_rows) == 1


def test_without_undo_nothing_is_sealed_and_nobody_waits() -> None:
    bench = a_bench(1, options={})
    answer(bench)
    bench.clock.time -= 5
    counted = Counted(bench.ledger)
    assert bench.close(0, ledger=counted), "a clock that runs behind does not matter"
    assert "seal" not in counted.calls
    assert bench.queue.delays == {("job", 0): 0}


def test_an_answer_taken_back_while_its_object_is_closed_leaves_it_open() -> None:
    bench = a_bench(1)
    answer(bench)

    class Late(Counted):
        def seal(self, task: Any) -> bool:
            bench.clock.time = START
            undo(bench, 0)
            return bool(bench.ledger.seal(task))

    bench.clock.advance(30)
    assert bench.close(0, ledger=Late(bench.ledger)) == []
    assert not bench.ledger.task("job", 0, 0).sealed
    assert bench.consolidated == []


def test_partial_answers_are_sealed_before_they_are_merged() -> None:
    bench = a_bench(1, workers=2)
    answer(bench, "cy")
    for worker in ("ann", "ben"):
        decline_task(bench.job, worker, bench.take(worker).lease_id, "?", ledger=bench.ledger, queue=bench.queue)
    counted = Counted(bench.ledger)
    assert bench.close(0, ledger=counted)
    assert counted.calls.index("seal") < counted.calls.index("answers")


def test_a_sealed_task_waits_for_nobody() -> None:
    leases = {"dee": Lease("t", START + 99)}
    task = a_task(declined=("a", "b", "c"), done=("d",), leases=leases, open=1)
    job = a_job(options=UNDO)
    assert ending(task, job, START) is None
    assert ending(replace(task, sealed=True), job, START)
    full = a_task(done=("a", "b", "c"), open=0, answered=START)
    assert ending(full, job, START) is None
    assert ending(replace(full, sealed=True), job, START)
    assert ending(full, replace(job, status=JobStatus.STOPPING), START), "a stopped job keeps its full objects"


def test_an_object_asked_once_more_takes_answers_again() -> None:
    bench = a_bench(1, workers=3, options=UNDO | {"min-workers": "2"})
    answer(bench, "ann")
    answer(bench, "ben")
    bench.clock.advance(30)
    assert bench.close(0, consolidate=lambda _: {}) == []
    answer(bench, "cy")
    bench.clock.advance(30)
    assert bench.close(0)[0].workers == ("ann", "ben", "cy")


# -- queue
def test_messages_are_held_back_by_the_queue() -> None:
    sent: list[dict[str, Any]] = []

    class Sqs:
        def send_message_batch(self, **call: Any) -> None:
            sent.extend(call["Entries"])

    queue = SqsQueue(Sqs(), "url")
    queue.send("job", [1])
    queue.send("job", [2], delay=31)
    queue.send("job", [3], delay=901)
    assert [entry.get("DelaySeconds") for entry in sent] == [None, 31, 900]
