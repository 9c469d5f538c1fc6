"""The state machine that drives one attempt of a job, as Amazon States Language.

In: `{"job": key, "attempt": n}`. The state carries pointers only, never objects, answers or labels.
The ledger is the truth: an execution may be lost and begun again under the next attempt.

    Validate > Split > ChooseWave > PreAnnotate > OpenWave > AwaitLowWater > RefitWave > ChooseWave > ...
    before ChooseWave in jobs with automated labeling:  Train > [TrainAtLength > TakeTrained] > [Infer]
    tail:  CloseWindow > Refit > PlanExport > ExportGroups > FinishExport > Meter > Announce

Whatever fails is noted on the job row, then the tail is walked once more, so that finished labels are
exported and billed. A failure after that ends the execution: `failed` in the state remembers it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.places import TRAINED_JOB

State = dict[str, Any]

_FUNCTION_SECONDS = 960
"""A step outlasts the longest function timeout, 900 s."""
_CHILD_SECONDS = 285
"""The same inside an Express child, which AWS ends after 300 s."""
_BUILD_SECONDS = 4 * 3600
"""A build waits an hour for its machine at most, and may run for two."""
_REARM_SECONDS = 21_600
"""A waiting wave is re-armed every 6 h: 120 rounds in the 30 days of a job stay far below the limit
of 25,000 history events."""
_LIFE_SECONDS = 45 * 86_400
"""30 days of a job, and its tail."""

_RETRY: list[State] = [
    {
        "ErrorEquals": [
            "Lambda.ServiceException",
            "Lambda.AWSLambdaException",
            "Lambda.SdkClientException",
            "Lambda.TooManyRequestsException",
            # A crashed step: every step may be redone (tests/simulation/test_whole_job_kill_points.py).
            "Lambda.Unknown",
            # Ours: somebody else was faster; read again and retry (domain/errors.py).
            "Conflict",
        ],
        "IntervalSeconds": 2,
        "BackoffRate": 2,
        "MaxDelaySeconds": 60,
        "MaxAttempts": 6,
        "JitterStrategy": "FULL",
    }
]
_CATCH = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "HasFailed"}]


def definition(map_concurrency: int, *, at_length: bool = False) -> State:
    """The machine. `${intake}` and its like stand for function ARNs, `${training}` for the name of a build: where
    there is one (`at_length`), it takes the steps of jobs that are too large for a function."""
    return {
        "Comment": "One attempt of a labeling job.",
        "StartAt": "Validate",
        "TimeoutSeconds": _LIFE_SECONDS,
        "States": _waves(map_concurrency, at_length) | _tail(map_concurrency) | _failure(),
    }


def _waves(map_concurrency: int, at_length: bool) -> dict[str, State]:
    return {
        "Validate": _step(
            "intake", "validate", then="Split", keep={"automated.$": "$.Payload.automated"}, at="$.learning"
        ),
        "Split": _step("intake", "split", then="Learns"),
        "Learns": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.learning.automated", "BooleanEquals": True, "Next": "Train"}],
            "Default": "ChooseWave",
        },
        **_learning(map_concurrency, at_length),
        "ChooseWave": _step("routing", "choose_wave", then="HasWave", keep={"chosen.$": "$.Payload"}, at="$.wave"),
        "HasWave": {
            "Type": "Choice",
            "Choices": [
                {"Variable": _NEXT, "StringEquals": "prepare", "Next": "PreAnnotate"},
                {"Variable": _NEXT, "StringEquals": "await", "Next": "AwaitLowWater"},
            ],
            "Default": "CloseWindow",
        },
        "PreAnnotate": _map(
            "$.wave.chosen",
            "PrepareSlice",
            _child("pre_annotation", "prepare_slice", {"wave.$": "$.wave", "slice.$": "$.slice"}),
            map_concurrency,
            then="OpenWave",
        ),
        "OpenWave": _step("routing", "open_wave", then="AwaitLowWater", payload=_OF_WAVE),
        "AwaitLowWater": _wait("routing", "await_low_water", then="RefitWave"),
        "RefitWave": _step("consolidation", "refit", then="Learns"),
    }


def _learning(map_concurrency: int, at_length: bool) -> dict[str, State]:
    """A model that fails takes no job with it: the reason is noted, and people label the rest."""
    keep = {"next.$": "$.Payload.next", "bucket.$": "$.Payload.bucket", "key.$": "$.Payload.key"}
    train = _step("autolabel", "train", then="HasMachineLabels", keep=keep, at="$.trained")
    noted = {"error.$": "$.error"}
    forgone = [{**_CATCH[0], "Next": "NoteUntrained"}]
    too_large = [{"ErrorEquals": _TOO_LARGE, "ResultPath": None, "Next": "TrainAtLength"}] if at_length else []
    return {
        "Train": {**train, "Retry": _retried_but(_TOO_LARGE if at_length else []), "Catch": [*too_large, *forgone]},
        **(_at_length(train, forgone) if at_length else {}),
        "NoteUntrained": _step("routing", "note_untrained", then="ChooseWave", payload=noted),
        "HasMachineLabels": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.trained.next", "StringEquals": "label", "Next": "Infer"},
                *([_TO_LENGTH] if at_length else []),
            ],
            "Default": "ChooseWave",
        },
        "Infer": _map(
            "$.trained",
            "LabelByMachine",
            _child("autolabel", "label", {"group.$": "$.group"}),
            map_concurrency,
            then="ChooseWave",
        ),
    }


def _at_length(train: State, forgone: list[State]) -> dict[str, State]:
    """The function that comes after the build finds its step; one that cannot even write the labels begins no other."""
    return {
        "TrainAtLength": {**_build(TRAINING), "Catch": forgone, "Next": "TakeTrained"},
        "TakeTrained": {**train, "Catch": forgone},
    }


def _tail(map_concurrency: int) -> dict[str, State]:
    return {
        "CloseWindow": _step("consolidation", "close_window", then="Refit"),
        "Refit": _step("consolidation", "refit", then="PlanExport"),
        "PlanExport": _step(
            "export",
            "plan",
            then="ExportGroups",
            keep={"bucket.$": "$.Payload.bucket", "key.$": "$.Payload.key"},
            at="$.groups",
        ),
        "ExportGroups": _map(
            "$.groups",
            "ExportGroup",
            _child("export", "export_group", _GROUP),
            map_concurrency,
            then="FinishExport",
        ),
        "FinishExport": _step("export", "finish", then="Meter"),
        "Meter": _step("metering", "meter", then="Announce"),
        "Announce": _step("intake", "announce", then="HasEndedWell"),
        "HasEndedWell": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.failed", "IsPresent": True, "Next": "JobFailed"}],
            "Default": "JobEnded",
        },
        "JobEnded": {"Type": "Succeed"},
    }


def _failure() -> dict[str, State]:
    noted = {"error.$": "$.error"}
    return {
        "HasFailed": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.failed", "IsPresent": True, "Next": "NoteTailFailure"}],
            "Default": "MarkFailed",
        },
        "MarkFailed": {"Type": "Pass", "Result": True, "ResultPath": "$.failed", "Next": "NoteFailure"},
        "NoteFailure": _step("intake", "fail", then="CloseWindow", payload=noted),
        # Noted once more, in case the first note is what failed; a failure that is noted stays as it is.
        "NoteTailFailure": _last_step("fail", then="AnnounceFailure", payload=noted),
        "AnnounceFailure": _last_step("announce", then="JobFailed"),
        "JobFailed": {
            "Type": "Fail",
            "Error": "JobFailed",
            "Cause": "The job row and the failed step's event in this history say why.",
        },
    }


TRAINING = "training"
_TO_LENGTH = {"Variable": "$.trained.next", "StringEquals": "at_length", "Next": "TrainAtLength"}
_TOO_LARGE = [
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Runtime.OutOfMemory",
    "Sandbox.Timedout",
    "MemoryError",
    # numpy's own.
    "_ArrayMemoryError",
]
"""How a function ends that ran out of memory or time, whatever the number of objects: texts may be long."""

_NOT_TAKEN = [
    "CodeBuild.AccountLimitExceededException",
    "CodeBuild.CodeBuildException",
    "CodeBuild.SdkClientException",
    "CodeBuild.ThrottlingException",
]

_NEXT = "$.wave.chosen.next"
_OF_WAVE = {"wave.$": "$.wave.chosen.wave"}
_GROUP = {"group.$": "$.group", "first.$": "$.first", "last.$": "$.last"}


def _call(function: str, payload: State, seconds: int, waits: bool = False) -> State:
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke" + (".waitForTaskToken" if waits else ""),
        "Parameters": {"FunctionName": f"${{{function}}}", "Payload": payload},
        "TimeoutSeconds": seconds,
        "Retry": _RETRY,
    }


def _retried_but(errors: Sequence[str]) -> list[State]:
    (rule,) = _RETRY
    return [{**rule, "ErrorEquals": [one for one in rule["ErrorEquals"] if one not in errors]}]


def _build(project: str) -> State:
    """A build that runs to its end. One that fails is begun once more: also its machine may have been to blame. One
    that was not taken, as where the account runs as many as it may, is asked for during an hour."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::codebuild:startBuild.sync",
        "Parameters": {
            "ProjectName": f"${{{project}}}",
            "EnvironmentVariablesOverride": [{"Name": TRAINED_JOB, "Type": "PLAINTEXT", "Value.$": "$.job"}],
        },
        "TimeoutSeconds": _BUILD_SECONDS,
        "Retry": [
            {
                "ErrorEquals": _NOT_TAKEN,
                "IntervalSeconds": 30,
                "BackoffRate": 2,
                "MaxDelaySeconds": 300,
                "MaxAttempts": 14,
                "JitterStrategy": "FULL",
            },
            {"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 30, "MaxAttempts": 1},
        ],
        "ResultPath": None,
    }


def _payload(step: str, more: State | None) -> State:
    return {"step": step, "job.$": "$.job", "attempt.$": "$.attempt", **(more or {})}


def _step(
    function: str,
    step: str,
    *,
    then: str,
    payload: State | None = None,
    keep: State | None = None,
    at: str | None = None,
) -> State:
    """A call whose reply is dropped, or of which `keep` is laid `at` a path of the state."""
    call = _call(function, _payload(step, payload), _FUNCTION_SECONDS)
    selected = {"ResultSelector": keep} if keep else {}
    return {**call, **selected, "ResultPath": at, "Catch": _CATCH, "Next": then}


def _last_step(step: str, *, then: str, payload: State | None = None) -> State:
    """A call of intake after which nothing is left to try: its own failure ends the execution."""
    give_up = {"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "JobFailed"}
    return {**_step("intake", step, then=then, payload=payload), "Catch": [give_up]}


def _wait(function: str, step: str, *, then: str) -> State:
    """A call that ends when somebody fires its token; the timeout is only the next round."""
    payload = _payload(step, {**_OF_WAVE, "token.$": "$$.Task.Token"})
    again = {"ErrorEquals": ["States.Timeout"], "ResultPath": None, "Next": "AwaitLowWater"}
    call = _call(function, payload, _REARM_SECONDS, waits=True)
    return {**call, "ResultPath": None, "Catch": [again, *_CATCH], "Next": then}


def _child(function: str, step: str, item: State) -> State:
    """The one state of a map's child. Its input is an item of the file, its reply is dropped."""
    call = _call(function, {"step": step, "job.$": "$.job", **item}, _CHILD_SECONDS)
    return {**call, "ResultSelector": {"done": True}, "End": True}


def _map(items: str, name: str, child: State, map_concurrency: int, *, then: str) -> State:
    """A Distributed Map over a JSON file in S3 whose bucket and key lie at `items`."""
    return {
        "Type": "Map",
        "Label": name,
        "ItemReader": {
            "Resource": "arn:aws:states:::s3:getObject",
            "ReaderConfig": {"InputType": "JSON"},
            "Parameters": {"Bucket.$": f"{items}.bucket", "Key.$": f"{items}.key"},
        },
        "ItemProcessor": {
            "ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "EXPRESS"},
            "StartAt": name,
            "States": {name: child},
        },
        "MaxConcurrency": map_concurrency,
        "ToleratedFailurePercentage": 0,
        "ResultPath": None,
        "Catch": _CATCH,
        "Next": then,
    }
