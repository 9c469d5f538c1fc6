"""The kinds of states that the job machine is made of, as Amazon States Language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from trigpoint.domain.places import TRAINED_JOB

State = dict[str, Any]

FUNCTION_SECONDS = 960
"""A step outlasts the longest function timeout, 900 s."""
CHILD_SECONDS = 285
"""The same inside an Express child, which AWS ends after 300 s."""
BUILD_SECONDS = 4 * 3600
"""A build waits an hour for its machine at most, and may run for two."""

RETRY: list[State] = [
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
CATCH = [{"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "HasFailed"}]

_NOT_TAKEN = [
    "CodeBuild.AccountLimitExceededException",
    "CodeBuild.CodeBuildException",
    "CodeBuild.SdkClientException",
    "CodeBuild.ThrottlingException",
]


def call_of(function: str, payload: State, seconds: int, waits: bool = False) -> State:
    """A function's call, of so many seconds at most; one that `waits` ends when its token is fired."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::lambda:invoke" + (".waitForTaskToken" if waits else ""),
        "Parameters": {"FunctionName": f"${{{function}}}", "Payload": payload},
        "TimeoutSeconds": seconds,
        "Retry": RETRY,
    }


def retried_but(errors: Sequence[str]) -> list[State]:
    """The rule of every call, without these errors: they go to a catch at once."""
    (rule,) = RETRY
    return [{**rule, "ErrorEquals": [one for one in rule["ErrorEquals"] if one not in errors]}]


def build(project: str) -> State:
    """A build that runs to its end. One that fails is begun once more: also its machine may have been to blame. One
    that was not taken, as where the account runs as many as it may, is asked for during an hour."""
    return {
        "Type": "Task",
        "Resource": "arn:aws:states:::codebuild:startBuild.sync",
        "Parameters": {
            "ProjectName": f"${{{project}}}",
            "EnvironmentVariablesOverride": [{"Name": TRAINED_JOB, "Type": "PLAINTEXT", "Value.$": "$.job"}],
        },
        "TimeoutSeconds": BUILD_SECONDS,
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


def payload_of(step: str, more: State | None) -> State:
    return {"step": step, "job.$": "$.job", "attempt.$": "$.attempt", **(more or {})}


def step_of(
    function: str,
    step: str,
    *,
    then: str,
    payload: State | None = None,
    keep: State | None = None,
    at: str | None = None,
) -> State:
    """A call whose reply is dropped, or of which `keep` is laid `at` a path of the state."""
    call = call_of(function, payload_of(step, payload), FUNCTION_SECONDS)
    selected = {"ResultSelector": keep} if keep else {}
    return {**call, **selected, "ResultPath": at, "Catch": CATCH, "Next": then}


def child_of(function: str, step: str, item: State) -> State:
    """The one state of a map's child. Its input is an item of the file, its reply is dropped."""
    call = call_of(function, {"step": step, "job.$": "$.job", **item}, CHILD_SECONDS)
    return {**call, "ResultSelector": {"done": True}, "End": True}


def map_over(items: str, name: str, child: State, map_concurrency: int, *, then: str) -> State:
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
        "Catch": CATCH,
        "Next": then,
    }
