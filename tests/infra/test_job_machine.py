"""The job machine: every step is bounded, nothing loops for ever, every name is known."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from infra.constructs.training import MINUTES, QUEUED_MINUTES
from infra.environments import aws, local
from infra.job_machine import definition
from infra.workloads import WORKLOADS

State = dict[str, Any]
MACHINE = definition(7, at_length=True)
"""As on AWS."""

ONE_MACHINE = definition(7)
STATES: dict[str, State] = MACHINE["States"]
TAIL = ["CloseWindow", "Refit", "PlanExport", "ExportGroups", "FinishExport", "Meter", "Announce"]


def _all_states() -> Iterator[tuple[str, State]]:
    yield from STATES.items()
    for state in STATES.values():
        if state["Type"] == "Map":
            yield from state["ItemProcessor"]["States"].items()


TASKS = {name: state for name, state in _all_states() if state["Type"] == "Task" and name != "TrainAtLength"}
"""Calls of functions."""

MAPS = {name: state for name, state in _all_states() if state["Type"] == "Map"}


def _followers(state: State) -> set[str]:
    named = {state[key] for key in ("Next", "Default") if key in state}
    named |= {choice["Next"] for choice in state.get("Choices", [])}
    return named | {catch["Next"] for catch in state.get("Catch", [])}


def test_every_state_is_reached_and_every_follower_exists() -> None:
    reached, open_ = {MACHINE["StartAt"]}, [MACHINE["StartAt"]]
    while open_:
        fresh = _followers(STATES[open_.pop()]) - reached
        reached |= fresh
        open_ += fresh
    assert reached == set(STATES)


@pytest.mark.parametrize("name", TASKS)
def test_every_task_is_bounded_and_retried(name: str) -> None:
    task = TASKS[name]
    assert task["TimeoutSeconds"] > 0
    (retry,) = task["Retry"]
    assert retry["JitterStrategy"] == "FULL"
    assert {"Lambda.TooManyRequestsException", "Conflict"} < set(retry["ErrorEquals"])
    assert not {"States.ALL", "Sandbox.Timedout"} & set(retry["ErrorEquals"])
    assert ("Lambda.Unknown" in retry["ErrorEquals"]) is (name != "Train"), "what ended a function without memory"


@pytest.mark.parametrize("name", MAPS)
def test_every_map_is_bounded_and_its_children_are_express(name: str) -> None:
    state = MAPS[name]
    assert state["MaxConcurrency"] == 7
    assert state["ToleratedFailurePercentage"] == 0
    processor = state["ItemProcessor"]
    assert processor["ProcessorConfig"] == {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"}
    assert all(child["TimeoutSeconds"] < 300 for child in processor["States"].values())


@pytest.mark.parametrize("name", [n for n, s in STATES.items() if s["Type"] in ("Task", "Map")])
def test_any_error_of_a_step_is_caught(name: str) -> None:
    assert STATES[name]["Catch"][-1]["ErrorEquals"] == ["States.ALL"]


def test_only_functions_are_called_and_only_known_ones() -> None:
    for task in TASKS.values():
        assert task["Resource"].removesuffix(".waitForTaskToken") == "arn:aws:states:::lambda:invoke"
    called = {task["Parameters"]["FunctionName"].strip("${}") for task in TASKS.values()}
    assert called <= {workload.name for workload in WORKLOADS}


def test_a_step_outlasts_its_function() -> None:
    timeouts = {workload.name: workload.timeout for workload in WORKLOADS}
    for name, task in TASKS.items():
        if name in STATES:
            assert task["TimeoutSeconds"] > timeouts[task["Parameters"]["FunctionName"].strip("${}")]


def test_nothing_is_used_that_one_machine_lacks() -> None:
    text = str(ONE_MACHINE)
    for absent in ("HeartbeatSeconds", "ItemBatcher", "ResultWriter", "aws-sdk", "JSONata", "codebuild", "AtLength"):
        assert absent not in text


def test_one_machine_has_every_other_state() -> None:
    assert set(STATES) - set(ONE_MACHINE["States"]) == {"TrainAtLength", "TakeTrained"}
    assert {name for name, state in ONE_MACHINE["States"].items() if state != STATES[name]} == {
        "Train",
        "HasMachineLabels",
    }


def test_a_build_is_bounded_tried_twice_and_told_its_job() -> None:
    build = STATES["TrainAtLength"]
    assert build["Resource"] == "arn:aws:states:::codebuild:startBuild.sync"
    assert build["TimeoutSeconds"] > 60 * (MINUTES + QUEUED_MINUTES)
    refused, failed = build["Retry"]
    assert all(name.startswith("CodeBuild.") for name in refused["ErrorEquals"])
    assert (failed["ErrorEquals"], failed["MaxAttempts"]) == (["States.TaskFailed"], 1)
    (variable,) = build["Parameters"]["EnvironmentVariablesOverride"]
    assert variable == {"Name": "TRIGPOINT_TRAINED_JOB", "Type": "PLAINTEXT", "Value.$": "$.job"}
    assert build["Catch"] == [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "NoteUntrained"}]


def test_what_a_function_is_too_small_for_goes_to_a_build_and_comes_back() -> None:
    first, last = STATES["Train"]["Catch"]
    assert (first["Next"], last["Next"]) == ("TrainAtLength", "NoteUntrained")
    assert {"Runtime.ExitError", "Sandbox.Timedout"} < set(first["ErrorEquals"])
    assert STATES["TrainAtLength"]["Next"] == "TakeTrained"
    assert STATES["TakeTrained"]["Parameters"] == STATES["Train"]["Parameters"]
    following = {choice["StringEquals"]: choice["Next"] for choice in STATES["HasMachineLabels"]["Choices"]}
    assert following == {"label": "Infer", "at_length": "TrainAtLength"}


def test_a_wave_is_rearmed_by_its_timeout() -> None:
    wait = STATES["AwaitLowWater"]
    assert wait["TimeoutSeconds"] == 21_600
    assert wait["Catch"][0] == {
        "ErrorEquals": ["States.Timeout"],
        "ResultPath": None,
        "Next": "AwaitLowWater",
    }
    assert wait["Parameters"]["Payload"]["token.$"] == "$$.Task.Token"


def test_the_tail_is_the_same_for_every_end() -> None:
    for name, following in pairwise(TAIL):
        assert STATES[name]["Next"] == following
    assert STATES["HasWave"]["Default"] == TAIL[0]
    assert STATES["NoteFailure"]["Next"] == TAIL[0]


def test_the_wait_for_people_ends_in_the_choice_of_what_is_next() -> None:
    assert STATES["AwaitLowWater"]["Next"] == "RefitWave"
    assert STATES["RefitWave"]["Next"] == "Learns"
    assert STATES["Learns"]["Default"] == "ChooseWave"
    following = {choice["StringEquals"]: choice["Next"] for choice in STATES["HasWave"]["Choices"]}
    assert following == {"prepare": "PreAnnotate", "await": "AwaitLowWater"}


def test_a_second_failure_ends_the_execution() -> None:
    """With `failed` in the state, no path of errors leads back into the tail."""
    seen, open_ = {"NoteTailFailure"}, ["NoteTailFailure"]
    while open_:
        fresh = _followers(STATES[open_.pop()]) - seen
        seen |= fresh
        open_ += fresh
    assert seen == {"NoteTailFailure", "AnnounceFailure", "JobFailed"}
    (choice,) = STATES["HasFailed"]["Choices"]
    assert choice == {"Variable": "$.failed", "IsPresent": True, "Next": "NoteTailFailure"}
    assert STATES["MarkFailed"]["ResultPath"] == "$.failed"


def test_the_map_width_is_the_environments() -> None:
    assert (local().map_concurrency, aws().map_concurrency) == (4, 40)
