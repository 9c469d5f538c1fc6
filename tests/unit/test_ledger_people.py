"""Taking, confirming, giving back and answering tasks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_bench import START, Bench, Counted, a_job

from trigpoint.domain.errors import AlreadyAnswered, BadInput, Conflict, LeaseExpired
from trigpoint.domain.job import JobStatus
from trigpoint.ledger.lease_id import lease_id, parse_lease_id
from trigpoint.usecases.decline_task import decline_task
from trigpoint.usecases.heartbeat import heartbeat
from trigpoint.usecases.next_task import Assignment
from trigpoint.usecases.release_task import release_task


def decline(bench: Bench, one: Assignment, worker: str) -> None:
    decline_task(bench.job, worker, one.lease_id, "blurred", ledger=bench.ledger, queue=bench.queue)


def beat(bench: Bench, one: Assignment, worker: str = "ann") -> float:
    return heartbeat(bench.job, worker, one.lease_id, ledger=bench.ledger, clock=bench.clock).deadline


def tokens(*ones: Assignment) -> list[str]:
    return [one.lease.token for one in ones]


# -- next
def test_three_ledger_calls_on_the_normal_path() -> None:
    bench = Bench()
    first = bench.take(prefetch=False)
    second = bench.take(holding=tokens(first), prefetch=True)
    bench.submit(first)
    counted = Counted(bench.ledger)
    third = bench.next("ann", tokens(second), finished=tokens(first), prefetch=True, ledger=counted)
    assert counted.calls == ["session", "tasks", "claim"]
    assert third
    assert third.task.seq not in (first.task.seq, second.task.seq)


def test_at_most_lanes_and_two_calls_when_nothing_is_left() -> None:
    bench = Bench(a_job(lanes=4), seqs=range(60))
    bench.fill("ann")
    counted = Counted(bench.ledger)
    last = [one.token for one in bench.ledger.session("ann", "job").leases]
    assert bench.next("ann", finished=last, ledger=counted) is None
    assert len(counted.calls) <= bench.job.lanes + 2


def test_a_reload_gets_the_same_task_again() -> None:
    bench = Bench()
    first = bench.take()
    again = bench.take()
    assert again.resumed
    assert (again.lease_id, again.lease) == (first.lease_id, first.lease)


def test_a_prefetched_task_is_resumed_as_shown() -> None:
    bench = Bench()
    first = bench.take(prefetch=True)
    assert first.lease.deadline == START + 600
    assert bench.take(prefetch=True).lease == first.lease
    bench.clock.advance(10)
    again = bench.take()
    assert again.lease == replace(first.lease, deadline=START + 310, shown=True)
    assert beat(bench, again) == START + 310


def test_a_lease_lost_while_it_is_resumed_gives_way_to_another() -> None:
    bench = Bench()
    first = bench.take(prefetch=True)

    class Late(Counted):
        def extend(self, *_: object) -> None:
            release_task(bench.job, "ann", first.lease_id, ledger=bench.ledger)
            raise LeaseExpired("gone")

    assert not bench.take(ledger=Late(bench.ledger)).resumed


def test_two_leases_at_most() -> None:
    bench = Bench()
    first = bench.take()
    second = bench.take(holding=tokens(first), prefetch=True)
    assert bench.next(holding=tokens(first, second)) is None
    bench.clock.advance(301)
    third = bench.take(holding=tokens(first, second))
    assert third.task.seq != second.task.seq


def test_a_task_given_back_elsewhere_is_not_resumed() -> None:
    bench = Bench(seqs=(0,))
    first = bench.take()
    release_task(bench.job, "ann", first.lease_id, ledger=bench.ledger)
    assert not bench.take().resumed


def test_a_lapsed_lease_goes_to_another_worker() -> None:
    bench = Bench(a_job(workers=1), seqs=(0,))
    first = bench.take("ann")
    assert bench.next("ben") is None
    bench.clock.advance(301)
    second = bench.take("ben")
    assert second.task.seq == 0
    with pytest.raises(LeaseExpired):
        bench.submit(first)
    assert bench.submit(second, "ben")


def test_a_worker_gets_their_own_lapsed_task_again() -> None:
    bench = Bench(a_job(workers=1), seqs=(0,))
    first = bench.take()
    bench.clock.advance(301)
    again = bench.take()
    assert not again.resumed
    assert again.lease.token != first.lease.token


def test_objects_of_lower_id_opened_later_are_found() -> None:
    bench = Bench(a_job(workers=2, lanes=1), seqs=range(40, 80))
    bench.fill("ann")
    low = replace(bench.ledger.task("job", 79, 0), seq=3, open=2, done=())
    bench.ledger.task_rows["job", 3] = low
    assert bench.take().task.seq == 3


def test_tasks_behind_a_full_page_of_others_leases_are_found() -> None:
    bench = Bench(a_job(workers=1, lanes=1), seqs=range(20))
    for number in range(19):
        bench.take(f"w{number}")
    left = {seq for (_, seq), task in bench.ledger.task_rows.items() if task.open}
    assert {bench.take("zoe").task.seq} == left


def test_a_stopped_job_serves_nothing() -> None:
    bench = Bench()
    bench.change(status=JobStatus.STOPPING)
    assert bench.next() is None


class Faster(Counted):
    """Somebody else takes each task first, `times` times."""

    def __init__(self, target: object, times: int) -> None:
        super().__init__(target)
        self.times = times

    def claim(self, *args: object) -> None:
        self.calls.append("claim")
        if self.times:
            self.times -= 1
            raise Conflict("taken")
        self._target.claim(*args)


@pytest.mark.parametrize("times", [1, 2, 3, 5])
def test_the_next_candidate_is_tried_when_others_are_faster(times: int) -> None:
    bench = Bench()
    crowd = Faster(bench.ledger, times)
    assert bench.next(ledger=crowd)
    assert crowd.calls.count("claim") == times + 1


def test_the_last_task_lost_to_others_is_looked_for_again() -> None:
    bench = Bench(seqs=(0,))
    assert bench.next(ledger=Faster(bench.ledger, 1))


def test_a_crowd_is_told_to_ask_again() -> None:
    bench = Bench()
    with pytest.raises(Conflict, match="high demand"):
        bench.next(ledger=Faster(bench.ledger, 99))


# -- submit
def test_a_full_task_is_sent_to_be_closed() -> None:
    bench = Bench(seqs=(0,))
    for worker in ("ann", "ben"):
        bench.submit(bench.take(worker), worker)
    assert bench.queue.messages == []
    bench.submit(bench.take("cy"), "cy")
    assert bench.queue.messages == [("job", 0)]


def test_a_repeated_submit_is_accepted_and_changes_nothing() -> None:
    bench = Bench(a_job(workers=1), seqs=(0,))
    one = bench.take()
    assert bench.submit(one)
    assert not bench.submit(one)
    with pytest.raises(AlreadyAnswered):
        bench.submit(one, said="owl")
    bench.close(0)
    assert not bench.submit(one)
    assert len(bench.ledger.answers("job", 0)) == 1


def test_acceptance_can_not_lie_in_the_future() -> None:
    bench = Bench()
    one = bench.take()
    bench.submit(one)
    answer = bench.ledger.answers("job", one.task.seq)[0]
    assert answer.accepted <= answer.submitted


@pytest.mark.parametrize("text", ["", "7", "7.", ".t", "x.t", "-1.t", "1234567890.t", "٣.t"])
def test_a_malformed_lease_id_is_named(text: str) -> None:
    with pytest.raises(BadInput, match="Lease id"):
        parse_lease_id(text)


def test_a_lease_id_is_read_back() -> None:
    assert parse_lease_id(lease_id(7, "a.b")) == (7, "a.b")


# -- giving back
def test_a_released_task_is_anybodys() -> None:
    bench = Bench(a_job(workers=1), seqs=(0,))
    one = bench.take()
    assert release_task(bench.job, "ann", one.lease_id, ledger=bench.ledger)
    assert not release_task(bench.job, "ann", one.lease_id, ledger=bench.ledger)
    assert bench.next("ben")


def test_a_declined_task_is_not_seen_again() -> None:
    bench = Bench(seqs=(0,))
    one = bench.take()
    decline(bench, one, "ann")
    decline(bench, one, "ann")
    assert bench.next("ann") is None
    assert bench.next("ben")
    with pytest.raises(LeaseExpired):
        decline(bench, one, "ben")


def test_a_task_declined_by_all_is_sent_to_be_closed() -> None:
    bench = Bench(seqs=(0,))
    for worker in ("ann", "ben", "cy"):
        decline(bench, bench.take(worker), worker)
    assert bench.queue.messages == [("job", 0)]


# -- heartbeat
def test_the_clock_starts_when_a_task_is_first_shown() -> None:
    bench = Bench()
    one = bench.take(prefetch=True)
    bench.clock.advance(100)
    assert beat(bench, one) == START + 400
    bench.clock.advance(100)
    assert beat(bench, one) == START + 400


def test_a_late_showing_never_outlives_the_claim() -> None:
    bench = Bench()
    one = bench.take(prefetch=True)
    bench.clock.advance(500)
    assert beat(bench, one) == START + 600


@pytest.mark.parametrize("how", ["lapsed", "released", "closed"])
def test_a_lost_lease_is_reported(how: str) -> None:
    bench = Bench()
    one = bench.take()
    if how == "lapsed":
        bench.clock.advance(301)
    elif how == "released":
        release_task(bench.job, "ann", one.lease_id, ledger=bench.ledger)
    else:
        bench.ledger.discard_task("job", one.task.seq, one.task.lane)
    with pytest.raises(LeaseExpired):
        beat(bench, one)
