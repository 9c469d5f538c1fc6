"""Which objects go to people next, how they are prepared, and when the machine goes on."""

from __future__ import annotations

import json
from typing import Any

import pytest
from usecase_bench import HERE, Installation, texts

from trigpoint.domain.errors import NotFound
from trigpoint.domain.job import Cursor, Job, JobStatus
from trigpoint.domain.work import Label, Outcome
from trigpoint.usecases import choose_wave as chooser
from trigpoint.usecases import next_objects
from trigpoint.usecases.choose_wave import Next, choose_wave, wave_slices
from trigpoint.usecases.open_wave import await_low_water, low_water, open_wave
from trigpoint.usecases.prepare_slice import prepare_slice


@pytest.fixture(autouse=True)
def small_waves(monkeypatch: pytest.MonkeyPatch) -> None:
    """Waves of four objects, slices of two."""
    monkeypatch.setattr(next_objects, "WAVE_OBJECTS", 4)
    monkeypatch.setattr(chooser, "SHARD_OBJECTS", 2)


def chosen(made: Installation) -> tuple[str, int]:
    found = choose_wave("job-1", made.ports, HERE)
    assert found["bucket"] == "data"
    assert found["key"] == f"work/job-1/waves/{found['wave']}-slices.json"
    return str(found["next"]), int(found["wave"])


def close_some(made: Installation, *seqs: int) -> None:
    for seq in seqs:
        made.ledger.close_unopened(Label("job-1", seq, Outcome.SKIPPED, 0.0))


# -- choose_wave
def test_the_four_answers_in_the_order_a_job_gives_them() -> None:
    made = Installation()
    made.job(texts(6))
    assert chosen(made) == (Next.PREPARE, 1)
    assert chosen(made) == (Next.PREPARE, 1), "planned, but not opened"
    assert open_wave("job-1", made.prepared(), made.ports, HERE) == 4
    assert chosen(made) == (Next.AWAIT, 1)
    made.ledger.change_job("job-1", put={"closed": 4})
    assert chosen(made) == (Next.AWAIT, 1), "the hint ran ahead: nothing is closed yet"
    assert made.row.closed == 0, "and was repaired"
    close_some(made, 0, 1, 2, 3)
    made.ledger.change_job("job-1", put={"closed": 4, "unopened": 4})
    assert chosen(made) == (Next.PREPARE, 2)
    assert [one["ids"] for one in wave_slices("job-1", 2, made.ports, HERE)] == [[4, 5]]
    open_wave("job-1", made.prepared(), made.ports, HERE)
    assert chosen(made) == (Next.AWAIT, 2)
    close_some(made, 4, 5)
    made.ledger.change_job("job-1", put={"closed": 6, "unopened": 6})
    assert chosen(made) == (Next.CLOSE, 2)


def test_a_hint_that_ran_ahead_never_ends_the_last_wave() -> None:
    made = Installation()
    made.opened(texts(2))
    close_some(made, 0)
    made.ledger.change_job("job-1", put={"closed": 2, "unopened": 1})
    assert chosen(made) == (Next.AWAIT, 1)


@pytest.mark.parametrize("status", [JobStatus.STOPPING, JobStatus.STOPPED, JobStatus.FAILED])
def test_a_job_that_no_longer_serves_is_closed_whatever_it_has_planned(status: JobStatus) -> None:
    made = Installation()
    made.job(texts(6))
    made.ledger.change_job("job-1", put={"status": status})
    assert chosen(made) == (Next.CLOSE, 0)
    made.ledger.change_job("job-1", put={"status": JobStatus.IN_PROGRESS})
    choose_wave("job-1", made.ports, HERE)
    made.ledger.change_job("job-1", put={"status": status})
    assert chosen(made) == (Next.CLOSE, 1)


def test_a_resumed_attempt_never_renumbers() -> None:
    made = Installation()
    made.job(texts(10))
    numbers = []
    for _ in range(3):
        choose_wave("job-1", made.ports, HERE)
        wave = made.prepared()
        before = made.json(HERE.wave("job-1", wave))
        open_wave("job-1", wave, made.ports, HERE)
        open_wave("job-1", wave, made.ports, HERE)
        assert made.json(HERE.wave("job-1", wave)) == before
        numbers += [(wave, one["slice"], one["ids"]) for one in before["slices"]]
        close_some(made, *(seq for one in before["slices"] for seq in one["ids"]))
        made.ledger.change_job("job-1", put={"closed": made.row.planned, "unopened": made.row.planned})
    assert numbers == [(1, 0, [0, 1]), (1, 1, [2, 3]), (2, 2, [4, 5]), (2, 3, [6, 7]), (3, 4, [8, 9])]
    assert (made.row.waves, made.row.slices, made.row.planned) == (3, 5, 10)


def test_a_plan_that_crashed_before_the_row_is_made_again_the_same() -> None:
    made = Installation()
    made.job(texts(6))
    choose_wave("job-1", made.ports, HERE)
    made.ledger.change_job("job-1", put={"waves": 0, "planned": 0})
    before = dict(made.blobs.objects)
    assert chosen(made) == (Next.PREPARE, 1)
    assert made.blobs.objects == before


# -- prepare_slice
def test_bad_lines_fail_alone_and_labelled_ones_are_skipped() -> None:
    lines: list[Any] = [
        {"source": "fine"},
        b"{not json",
        {"source": "old", "verdict": 0, "verdict-metadata": {}},
        {"source-ref": "s3://images/gone.png"},
    ]
    made = Installation()
    made.blobs.write("s3://images/there.png", b"png")
    made.job([*lines, {"source-ref": "s3://private/x.png"}, {"source-ref": "s3://images/there.png"}])
    made.ledger.change_job("job-1", put={"waves": 0})
    open_wave("job-1", made.prepared(), made.ports, HERE)
    assert made.outcomes() == {1: "failed", 2: "skipped", 3: "failed"}
    assert "Line 2" in made.reason(1)
    assert "it has a label already" in made.reason(2)
    assert "object 3: s3://images/gone.png does not exist" in made.reason(3)
    assert (made.row.closed, made.row.unopened) == (3, 3)
    made.ledger.change_job("job-1", put={"closed": 4, "unopened": 4})
    close_some(made, 0)
    open_wave("job-1", made.prepared(), made.ports, HERE)
    assert "bucket this deployment may not read" in made.reason(4)
    assert [seq for _, seq in made.ledger.task_rows] == [0, 5]
    assert (made.row.closed, made.row.unopened) == (5, 5)


def test_prepared_inputs_are_found_by_their_place() -> None:
    made = Installation()
    made.job([{"source": "é"}, b"bad", {"source": "b"}])
    made.prepared()
    data = made.blobs.objects[HERE.slice_inputs("job-1", 0)]
    ((seq, start, length),) = made.json(HERE.slice_index("job-1", 0))
    line = json.loads(data[start : start + length])
    assert (seq, line["seq"], line["dataObject"]) == (0, 0, {"source": "é"})
    assert line["taskInput"]["taskObject"] == "é"
    assert [entry[0] for entry in made.json(HERE.slice_index("job-1", 1))] == [2]


def replies(event: Any) -> Any:
    match event["dataObject"]["source"]:
        case "boom":
            raise RuntimeError("no luck")
        case "odd":
            return {"taskInput": "no object"}
        case "skip":
            return {"taskInput": {}, "isHumanAnnotationRequired": "false"}
    return {"taskInput": {"shown": event["dataObject"]["source"]}, "isHumanAnnotationRequired": "true"}


def test_a_failing_function_fails_its_object_with_its_reason() -> None:
    made = Installation()
    made.functions.functions["prepare"] = replies
    made.job([{"source": text} for text in ("fine", "boom", "odd", "skip")], pre_function="prepare")
    open_wave("job-1", made.prepared(), made.ports, HERE)
    assert made.outcomes() == {1: "failed", 2: "failed", 3: "skipped"}
    assert "PreAnnotationFailed: object 1" in made.reason(1)
    assert "no luck" in made.reason(1)
    assert "taskInput that is not an object" in made.reason(2)
    assert "asked for no people" in made.reason(3)
    assert [seq for _, seq in made.ledger.task_rows] == [0]
    assert len(made.functions.calls) == 4
    _, event = made.functions.calls[0]
    assert event["version"] == "2018-10-16"
    assert event["labelingJobArn"].endswith(":labeling-job/job-1")


def test_a_redo_leaves_ended_objects_alone() -> None:
    made = Installation()
    made.functions.functions["prepare"] = replies
    made.job([{"source": "fine"}, {"source": "boom"}], pre_function="prepare")
    made.prepared()
    before = (made.ledger.label_rows.copy(), made.row)
    made.functions.calls.clear()
    made.clock.advance(60)
    assert prepare_slice("job-1", 1, 0, made.ports, HERE) == 1
    assert (made.ledger.label_rows, made.row) == before
    assert [event["dataObject"]["source"] for _, event in made.functions.calls] == ["fine"]


def test_bad_lines_that_reach_the_low_water_let_the_machine_go_on() -> None:
    made = Installation()
    made.job([b"bad", b"worse"])
    made.ledger.change_job("job-1", put={"token": "t", "low_water": 2})
    made.workflow.waiting.add("t")
    made.prepared()
    assert [*made.workflow.fired] == ["t"]


# -- open_wave
@pytest.mark.parametrize(
    ("total", "planned", "objects", "expected"),
    [(100, 50, 50, 40), (100, 99, 49, 90), (100, 100, 50, 100), (10, 1, 1, 1), (1000, 7, 7, 6), (0, 0, 0, 0)],
)
def test_low_water(total: int, planned: int, objects: int, expected: int) -> None:
    job = Job("j", Installation().job().spec, 0.0, 0.0, total=total, planned=planned)
    assert low_water(job, objects) == expected


def test_a_wave_is_opened_once_and_by_whoever_comes_first() -> None:
    made = Installation()
    made.job(texts(6), window=3)
    wave = made.prepared()
    assert open_wave("job-1", wave, made.ports, HERE) == 3
    assert (made.row.slices, made.row.low_water, made.row.cursor) == (2, 4, Cursor(1, 1))
    assert open_wave("job-1", wave, made.ports, HERE) == 0
    assert (made.row.slices, made.row.low_water) == (2, 4)


def test_a_stopped_job_opens_nothing() -> None:
    made = Installation()
    made.job(texts(3))
    wave = made.prepared()
    made.ledger.change_job("job-1", put={"status": JobStatus.STOPPING})
    assert open_wave("job-1", wave, made.ports, HERE) == 0
    assert made.ledger.task_rows == {}


def test_a_wave_without_its_file_is_named() -> None:
    made = Installation()
    made.job(texts(3))
    with pytest.raises(NotFound, match="waves/7"):
        open_wave("job-1", 7, made.ports, HERE)


# -- await_low_water
def awaited(made: Installation) -> bool:
    made.workflow.waiting.add("t")
    await_low_water("job-1", "t", made.ports, HERE)
    return "t" in made.workflow.fired


def test_the_machine_waits_while_people_work() -> None:
    made = Installation()
    made.opened(texts(4))
    assert not awaited(made)
    assert made.row.token == "t"


def test_it_goes_on_at_once_when_enough_is_closed_whatever_the_hint_says() -> None:
    made = Installation()
    made.opened(texts(4))
    close_some(made, 0, 1, 2, 3)
    assert made.row.closed == 0
    assert awaited(made)
    assert made.row.token is None


@pytest.mark.parametrize("status", [JobStatus.STOPPING, JobStatus.FAILED])
def test_it_goes_on_at_once_when_the_job_is_stopping(status: JobStatus) -> None:
    made = Installation()
    made.opened(texts(4))
    made.ledger.change_job("job-1", put={"status": status})
    assert awaited(made)


def test_the_next_round_takes_the_place_of_a_token_that_timed_out() -> None:
    made = Installation()
    made.opened(texts(1))
    await_low_water("job-1", "old", made.ports, HERE)
    assert not awaited(made)
    assert made.row.token == "t"
