"""Jobs that are too large for the model's function: their steps are taken by a build, and nothing else changes."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from test_automated_labeling import OBJECTS, begun, outcome
from whole_job import DEPLOYMENT, Installation, load_handlers

from infra.job_machine import TRAINING
from trigpoint.domain.job import JobStatus
from trigpoint.usecases import learnable_objects, train_model

AT_LENGTH = replace(DEPLOYMENT, most_at_length=900_000)


@pytest.fixture(scope="module")
def handlers() -> dict[str, Any]:
    return load_handlers()


@pytest.fixture
def small_function(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that learns from fewer objects than a job has."""
    monkeypatch.setattr(learnable_objects, "MOST_OBJECTS", OBJECTS - 1)


def path_of(made: Installation) -> Counter[str]:
    return Counter(state for execution in made.machine.executions.values() for state in execution.path)


@pytest.mark.usefixtures("small_function")
def test_a_build_takes_the_steps_and_the_function_writes_the_labels(handlers: dict[str, Any]) -> None:
    made = begun(handlers, deployment=AT_LENGTH)
    made.run()
    assert made.ledger.job("job-1").machine > OBJECTS / 3
    seen = path_of(made)
    assert (seen["TrainAtLength"], seen["Infer"]) == (2, 1)
    assert seen["Train"] == seen["TrainAtLength"] == seen["TakeTrained"]


@pytest.mark.usefixtures("small_function")
def test_a_build_only_reads_the_ledger_also_where_counts_are_to_be_repaired(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """People go on while it starts: the job row's counts are hints, and may run ahead."""
    honest, made = handlers[TRAINING].train_at_length, begun(handlers, deployment=AT_LENGTH)

    def ahead(key: str, ports: Any, deployment: Any) -> Any:
        job = made.ledger.job_rows[key]
        made.ledger.job_rows[key] = replace(job, closed=job.closed + 1)
        return honest(key, ports, deployment)

    monkeypatch.setattr(handlers[TRAINING], "train_at_length", ahead)
    made.run()
    assert made.ledger.job("job-1").machine > OBJECTS / 3


@pytest.mark.usefixtures("small_function")
def test_no_build_is_begun_once_the_run_has_ended(handlers: dict[str, Any]) -> None:
    same = b"\n".join(b'{"source": "same"}' for _ in range(OBJECTS))
    made = begun(handlers, same, deployment=AT_LENGTH)
    made.run()
    assert made.ledger.job("job-1").machine == 0
    seen = path_of(made)
    assert seen["Train"] > seen["TrainAtLength"] == seen["TakeTrained"] > 0


def test_the_labels_are_those_of_a_function(handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    plain = begun(handlers, deployment=AT_LENGTH)
    plain.run()
    assert not path_of(plain)["TrainAtLength"]
    monkeypatch.setattr(learnable_objects, "MOST_OBJECTS", OBJECTS - 1)
    made = begun(handlers, deployment=AT_LENGTH)
    made.run()
    assert path_of(made)["TrainAtLength"]
    assert outcome(made) == outcome(plain)


@pytest.mark.usefixtures("small_function")
def test_losing_the_execution_at_any_state_changes_nothing(handlers: dict[str, Any]) -> None:
    whole = begun(handlers, deployment=AT_LENGTH)
    whole.run()
    for lost_at in range(1, whole.machine.steps, 2):
        made = begun(handlers, deployment=AT_LENGTH)
        made.machine.lose_at(lost_at, lambda made=made: made.invoke("routing", {"step": "resume"}))
        made.run()
        assert outcome(made) == outcome(whole), lost_at


@pytest.mark.parametrize("error", ["Runtime.ExitError", "Sandbox.Timedout", "Lambda.Unknown", "_ArrayMemoryError"])
def test_a_function_without_memory_or_time_hands_its_step_on(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, error: str
) -> None:
    """Few objects may be large ones. The function finds the step that a build took."""
    honest, calls = handlers["autolabel"].train_model, Counter[str]()

    def ends(key: str, ports: Any, deployment: Any) -> Any:
        calls["train"] += 1
        if calls["train"] in (1, 3):
            raise type(error, (Exception,), {})("signal: killed")
        return honest(key, ports, deployment)

    monkeypatch.setattr(handlers["autolabel"], "train_model", ends)
    made = begun(handlers, deployment=AT_LENGTH)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, path_of(made)["TrainAtLength"]) == (JobStatus.COMPLETED, 2)
    assert job.machine > OBJECTS / 3


def test_a_function_that_cannot_write_what_a_build_certified_begins_no_other_build(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def ends(*_: Any) -> Any:
        raise type("Runtime.OutOfMemory", (Exception,), {})("signal: killed")

    monkeypatch.setattr(train_model, "write_groups", ends)
    made = begun(handlers, deployment=AT_LENGTH)
    made.run()
    job = made.ledger.job("job-1")
    assert job.status is JobStatus.FAILED
    assert "could not be written" in str(job.failure)
    assert path_of(made)["TrainAtLength"] == 1


@pytest.mark.usefixtures("small_function")
def test_a_build_that_fails_twice_is_noted_and_people_go_on(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    tries: list[Any] = []

    def broken(*given: Any) -> Any:
        tries.append(given)
        raise MemoryError("16 GB are not enough")

    monkeypatch.setattr(handlers[TRAINING], "train_at_length", broken)
    made = begun(handlers, deployment=AT_LENGTH)
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert "16 GB are not enough" in str(job.promise)
    assert len(tries) == 2


@pytest.mark.usefixtures("small_function")
@pytest.mark.parametrize("most", [0, OBJECTS - 1])
def test_more_than_any_training_learns_from_is_left_to_people(handlers: dict[str, Any], most: int) -> None:
    made = begun(handlers, deployment=replace(DEPLOYMENT, most_at_length=most))
    made.run()
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert f"{OBJECTS} objects are more than the {OBJECTS - 1} a model can learn from here" in str(job.promise)


@pytest.mark.usefixtures("small_function")
def test_a_job_that_was_stopped_meanwhile_takes_no_step(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = begun(handlers, deployment=AT_LENGTH)
    made.run()
    monkeypatch.setenv("TRIGPOINT_TRAINED_JOB", "job-1")
    capsys.readouterr()
    handlers[TRAINING].main()
    assert capsys.readouterr().out == "Job job-1: there is no step to take.\n"
