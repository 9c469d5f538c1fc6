"""Window, closing and sweeping."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from ledger_bench import BUCKET, START, Bench, Counted, a_job, a_task

from trigpoint.domain.errors import Conflict, FunctionReplyError, NotFound
from trigpoint.domain.job import Cursor, JobStatus
from trigpoint.domain.work import Label, Lease, Outcome, Source, UsageKind
from trigpoint.ledger.close import DECLINED, EXPIRED, ending
from trigpoint.ledger.usage import month_of, usage_of
from trigpoint.ledger.window import next_opening, room
from trigpoint.usecases.sweep_job import Swept
from trigpoint.usecases.top_up_window import top_up_window


def rows(bench: Bench) -> set[int]:
    return {seq for _, seq in bench.ledger.task_rows}


# -- window
def test_the_window_is_filled_and_refilled() -> None:
    bench = Bench(a_job(window=4, workers=1), seqs=range(6))
    assert rows(bench) == {0, 1, 2, 3}
    bench.fill("ann")
    bench.close(0, 1, 2)
    assert rows(bench) == {3, 4, 5}
    job = bench.ledger.job("job")
    assert (job.cursor, job.opened, job.closed) == (Cursor(1, 0), 6, 3)


def test_a_large_window_is_filled_a_transaction_at_a_time() -> None:
    bench = Bench(a_job(window=500), seqs=range(250))
    assert len(rows(bench)) == 250
    assert bench.top_up() == 0


def test_objects_that_never_had_a_task_take_no_room() -> None:
    job = a_job(window=10, opened=8, closed=7, unopened=5, slices=1)
    assert room(job) == 4
    assert room(replace(job, slices=0)) == 0
    assert room(replace(job, status=JobStatus.STOPPING)) == 0
    assert room(replace(job, opened=99)) == 0


def test_an_empty_slice_is_stepped_over() -> None:
    assert next_opening(Cursor(2, 0), [], 9).after == Cursor(3, 0)
    assert next_opening(Cursor(2, 1), [[1, 0, 1], [5, 1, 1], [7, 2, 1]], 1).after == Cursor(2, 2)


def test_tasks_know_the_wave_of_their_slice() -> None:
    bench = Bench(seqs=(0, 1))
    for wave, slices in ((1, [0]), (2, [1, 2])):
        listed = json.dumps([{"job": "job", "wave": wave, "slice": number} for number in slices]).encode()
        bench.blobs.write(f"s3://{BUCKET}/work/job/waves/{wave}-slices.json", listed)
    for number in (1, 2):
        index = json.dumps([[number * 10, 0, 5]]).encode()
        bench.blobs.write(f"s3://{BUCKET}/work/job/slices/{number}.index.json", index)
    bench.change(waves=2, slices=3)
    assert bench.top_up() == 2
    task = bench.ledger.task("job", 20, 0)
    assert (task.wave, task.input.slice, task.input.length) == (2, 2, 5)
    bench.change(slices=4)
    bench.blobs.write(f"s3://{BUCKET}/work/job/slices/3.index.json", b"[]")
    with pytest.raises(NotFound, match="slice 3"):
        bench.top_up()


def test_two_calls_do_not_open_the_same_objects() -> None:
    bench = Bench(a_job(window=2), seqs=range(6))
    bench.job = bench.ledger.change_job("job", add={"closed": 2})

    class Moved(Counted):
        def open_tasks(self, *args: object) -> None:
            self.calls.append("open_tasks")
            if self.calls.count("open_tasks") == 1:
                bench.top_up()
            bench.ledger.open_tasks(*args)

    ports = {"blobs": bench.blobs, "clock": bench.clock, "bucket": BUCKET}
    assert top_up_window("job", ledger=Moved(bench.ledger), **ports) == 0
    assert rows(bench) == {0, 1, 2, 3}


@pytest.mark.parametrize(("asked", "want"), [("2", 2), ("0", 1), ("9", 3), ("x", 3), ("", 3)])
def test_min_workers_is_what_is_asked_for_first(asked: str, want: int) -> None:
    bench = Bench(a_job(options={"min-workers": asked}), seqs=(0,))
    assert bench.ledger.task("job", 0, 0).want == want


# -- endings
LIVE = {"dee": Lease("t", START)}


@pytest.mark.parametrize(
    ("fields", "later", "reason", "consolidate"),
    [
        ({"done": ("a", "b", "c"), "open": 0}, 0, "", True),
        ({"declined": ("a", "b", "c")}, 0, DECLINED, False),
        ({"declined": ("a", "b", "c"), "done": ("d",), "open": 2}, 0, DECLINED, True),
        ({}, 86_401, EXPIRED, False),
        ({"done": ("a",), "open": 2}, 86_401, EXPIRED, True),
    ],
)
def test_how_a_task_ends(fields: dict, later: float, reason: str, consolidate: bool) -> None:
    found = ending(a_task(**fields), a_job(), START + later)
    assert found
    assert (found.reason, found.consolidate, found.partial) == (reason, consolidate, bool(reason))


@pytest.mark.parametrize(
    ("fields", "later"),
    [({}, 86_400), ({"declined": ("a", "b")}, 0), ({"declined": ("a", "b", "c"), "leases": LIVE, "open": 2}, 0)],
)
def test_a_task_that_goes_on(fields: dict, later: float) -> None:
    assert ending(a_task(**fields), a_job(), START + later) is None


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        (("blurred", "too dark", "blurred "), f"{DECLINED}: blurred (2); too dark"),
        (("", " ", "unsure"), f"{DECLINED}: unsure"),
        (("", "", ""), DECLINED),
        (("x" * 2000, "", ""), f"{DECLINED}: {'x' * 999}…"),
    ],
)
def test_what_the_workers_said_is_in_the_reason(said: tuple[str, ...], reason: str) -> None:
    found = ending(a_task(declined=("a", "b", "c"), reasons=said), a_job(), START)
    assert found
    assert found.reason == reason


def test_a_reason_of_one_worker_is_told_when_the_time_is_over() -> None:
    found = ending(a_task(declined=("a",), reasons=("unsure",)), a_job(), START + 86_401)
    assert found
    assert found.reason == f"{EXPIRED}: unsure"


# -- closing
def test_closing_writes_label_usage_and_tally() -> None:
    bench = Bench(seqs=(0, 1))
    bench.fill("ann", "ben", "cy")
    labels = bench.close(1, 0, 1, 7)
    assert [label.seq for label in labels] == [1, 0]
    assert bench.ledger.shards("job", [0])[0].labelled == 2
    records = list(bench.ledger.usage("2026-09"))
    assert [(one.seq, one.kind, one.answers) for one in records] == [
        (0, UsageKind.HUMAN, 3),
        (1, UsageKind.HUMAN, 3),
    ]
    assert bench.close(0, 1) == []
    assert bench.ledger.job("job").closed == 2


def test_tasks_that_want_more_are_passed_over() -> None:
    bench = Bench(seqs=(0, 1))
    bench.fill("ann", "ben")
    assert bench.close(0, 1) == []
    assert bench.consolidated == []


def test_objects_nobody_answered_fail_with_their_reason() -> None:
    bench = Bench(seqs=(0,))
    bench.clock.advance(86_401)
    label = bench.close(0)[0]
    assert (label.outcome, label.reason) == (Outcome.FAILED, EXPIRED)
    assert bench.consolidated == []
    assert list(bench.ledger.usage("2026-09")) == []


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("call", range(24))
def test_a_call_that_dies_anywhere_is_redone(call: int, after: bool) -> None:
    """Kill points: closing dies before or after its call number `call`, and is delivered again."""
    bench = Bench(seqs=(0, 1))
    bench.change(token="waits")
    bench.workflow.waiting.add("waits")
    bench.fill("ann", "ben", "cy")
    dying = Counted(bench.ledger, call, after)
    try:
        bench.close(0, 1, ledger=dying)
    except ConnectionError:
        bench.clock.time = datetime(2026, 11, 1, tzinfo=UTC).timestamp()
        bench.close(0, 1)
    bench.sweep()
    job = bench.ledger.job("job")
    assert (job.closed, job.token, list(bench.workflow.fired)) == (2, None, ["waits"])
    assert len(bench.ledger.usage_rows) == 2
    assert bench.ledger.shards("job", [0])[0].labelled == 2


def test_a_redo_does_not_ask_the_customer_again() -> None:
    bench = Bench(seqs=(0,))
    bench.fill("ann", "ben", "cy")
    with pytest.raises(ConnectionError):
        bench.close(0, ledger=Counted(bench.ledger, 4))
    bench.close(0)
    assert bench.consolidated == [0]


def test_a_label_that_does_not_come_back_is_named_after_the_others_are_closed() -> None:
    bench = Bench(seqs=(0, 1))
    bench.fill("ann", "ben", "cy")
    with pytest.raises(FunctionReplyError, match=r"\[1\]"):
        bench.close(0, 1, consolidate=lambda tasks: {0: bench.label(*tasks[0])})
    assert rows(bench) == {1}


def test_an_unsure_object_is_asked_once_more_up_to_the_limit() -> None:
    bench = Bench(a_job(options={"min-workers": "2"}), seqs=(0,))
    bench.fill("ann", "ben")
    assert bench.close(0, consolidate=lambda _: {}) == []
    task = bench.ledger.task("job", 0, 0)
    assert (task.want, task.open) == (3, 1)
    bench.fill("cy")
    with pytest.raises(FunctionReplyError):
        bench.close(0, consolidate=lambda _: {})


# -- going on
def test_the_execution_goes_on_at_low_water() -> None:
    bench = Bench(a_job(workers=1), seqs=range(4))
    bench.change(token="waits", low_water=3)
    bench.workflow.waiting.add("waits")
    bench.fill("ann")
    bench.close(0, 1)
    assert not bench.workflow.fired
    bench.close(2)
    assert bench.workflow.fired == {"waits": {"job": "job", "closed": 3}}
    assert bench.ledger.job("job").token is None


def test_a_hint_that_runs_ahead_wakes_nobody_and_is_repaired() -> None:
    bench = Bench(a_job(workers=1), seqs=range(4))
    bench.change(token="waits", closed=7)
    bench.workflow.waiting.add("waits")
    bench.fill("ann")
    bench.close(0)
    assert not bench.workflow.fired
    assert bench.ledger.job("job").closed == 1


def test_a_token_armed_meanwhile_stays() -> None:
    bench = Bench(a_job(workers=1), seqs=(0,))
    bench.change(token="old")

    class Rearmed(Counted):
        def shards(self, *args: object) -> object:
            bench.change(token="new")
            return bench.ledger.shards(*args)

    bench.fill("ann")
    bench.close(0, ledger=Rearmed(bench.ledger))
    assert bench.ledger.job("job").token == "new"


# -- sweeping
def test_a_sweep_sends_again_what_was_lost() -> None:
    bench = Bench(seqs=range(3))
    bench.fill("ann", "ben", "cy")
    bench.queue.messages.clear()
    assert bench.sweep() == Swept(closed=0, resent=3)
    assert sorted(bench.queue.messages) == [("job", 0), ("job", 1), ("job", 2)]


def test_a_sweep_repairs_counts_and_wakes_the_execution() -> None:
    bench = Bench(a_job(workers=1), seqs=(0, 1))
    bench.fill("ann")
    bench.close(0)
    bench.ledger.close_unopened(Label("job", 5, Outcome.FAILED, START))
    bench.change(closed=0, token="waits", low_water=2)
    bench.workflow.waiting.add("waits")
    assert bench.sweep() == Swept(closed=2, resent=1, opened=0, fired=True)
    job = bench.ledger.job("job")
    assert (job.closed, job.unopened, job.token) == (2, 1, None)


def test_a_count_that_moves_during_the_sweep_is_left_alone() -> None:
    bench = Bench(a_job(workers=1), seqs=(0, 1))
    bench.change(closed=1)

    class Moving(Counted):
        def change_job(self, *_: object, **__: object) -> None:
            raise Conflict("moved")

    ledger, bench.ledger = bench.ledger, Moving(bench.ledger)
    assert bench.sweep().closed == 0
    assert ledger.job("job").closed == 1


def test_a_stopped_job_wakes_its_execution_and_an_ended_one_is_left_alone() -> None:
    bench = Bench(a_job(workers=1), seqs=(0, 1))
    bench.change(status=JobStatus.STOPPING, token="waits")
    bench.workflow.waiting.add("waits")
    assert bench.sweep().fired
    bench.change(status=JobStatus.STOPPED)
    bench.fill("ann")
    assert bench.sweep() == Swept()


def test_a_crowded_lane_is_swept_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trigpoint.usecases.sweep_job.WHOLE_LANE", 2)
    bench = Bench(a_job(workers=1, lanes=1), seqs=range(5))
    bench.fill("ann")
    assert bench.sweep().resent == 5


# -- usage
def test_the_month_is_that_of_the_label() -> None:
    midnight = datetime(2026, 10, 1, tzinfo=UTC).timestamp()
    assert (month_of(midnight - 0.001), month_of(midnight)) == ("2026-09", "2026-10")
    label = Label("job", 0, Outcome.LABELLED, midnight - 1, source=Source.MACHINE, workers=("a",))
    record = usage_of(label)
    assert record
    assert (record.month, record.kind, record.answers) == ("2026-09", UsageKind.AUTO, 0)
    assert usage_of(replace(label, outcome=Outcome.SKIPPED)) is None
