"""Why a state failed, in the words of what it called."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trigpoint.adapters.step_functions import cause_of

LINK = "https://console.aws.amazon.com/cloudwatch/home#logEvent:group=/aws/codebuild/x"
BUILD = {
    "Id": "trigpoint-training:11ee",
    "BuildStatus": "FAILED",
    "Phases": [
        {"PhaseType": "SUBMITTED", "PhaseStatus": "SUCCEEDED"},
        {"PhaseType": "INSTALL", "PhaseStatus": "SUCCEEDED", "Contexts": [{"StatusCode": "", "Message": ""}]},
        {
            "PhaseType": "BUILD",
            "PhaseStatus": "FAILED",
            "Contexts": [{"StatusCode": "COMMAND_EXECUTION_ERROR", "Message": "exit status 137"}],
        },
        {"PhaseType": "COMPLETED"},
    ],
    "Logs": {"DeepLink": LINK},
}
ENDED = "Build trigpoint-training:11ee ended as"


@pytest.mark.parametrize(
    ("cause", "said"),
    [
        (json.dumps({"errorType": "BadInput", "errorMessage": "50 objects are too few"}), "50 objects are too few"),
        (json.dumps(BUILD), f"{ENDED} FAILED. BUILD: exit status 137 Log: {LINK}"),
        (json.dumps({"Id": "trigpoint-training:11ee", "BuildStatus": "TIMED_OUT"}), f"{ENDED} TIMED_OUT."),
        (json.dumps({"Id": "only"}), 'States.TaskFailed: {"Id": "only"}'),
        ("[1, 2]", "States.TaskFailed: [1, 2]"),
        ("7", "States.TaskFailed: 7"),
        ("plain words", "States.TaskFailed: plain words"),
    ],
)
def test_a_cause_is_told_in_one_sentence(cause: str, said: str) -> None:
    assert cause_of({"Error": "States.TaskFailed", "Cause": cause}) == said


def test_an_error_without_a_cause_has_its_name() -> None:
    nothing: dict[str, Any] = {}
    assert cause_of(nothing) == "error: "
