"""Step Functions as the `Workflow` port."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from trigpoint.adapters.aws_clients import error_code

_TOKEN_GONE = frozenset({"TaskDoesNotExist", "TaskTimedOut", "InvalidToken"})


class StepFunctions:
    """Executions of one state machine, named by the caller."""

    def __init__(self, client: Any, machine_arn: str) -> None:
        self._sfn, self._machine = client, machine_arn

    def start(self, name: str, payload: Mapping[str, Any]) -> None:
        try:
            self._sfn.start_execution(stateMachineArn=self._machine, name=name, input=json.dumps(payload))
        except ClientError as error:
            if error_code(error) != "ExecutionAlreadyExists":
                raise

    def running(self, name: str) -> bool:
        arn = self._machine.replace(":stateMachine:", ":execution:") + f":{name}"
        try:
            return bool(self._sfn.describe_execution(executionArn=arn)["status"] == "RUNNING")
        except ClientError as error:
            if error_code(error) != "ExecutionDoesNotExist":
                raise
            return False

    def fire(self, token: str, payload: Mapping[str, Any]) -> bool:
        try:
            self._sfn.send_task_success(taskToken=token, output=json.dumps(payload))
        except ClientError as error:
            if error_code(error) not in _TOKEN_GONE:
                raise
            return False
        return True


def cause_of(error: Mapping[str, Any]) -> str:
    """The message of a failed state: Lambda's cause is JSON with errorMessage, that of a build is the build; others are
    plain text."""
    cause = str(error.get("Cause", ""))
    try:
        document = json.loads(cause)
        return str(document["errorMessage"]) if "errorMessage" in document else failed_build(document)
    except (ValueError, KeyError, TypeError, AttributeError):
        return f"{error.get('Error', 'error')}: {cause}"


def failed_build(build: Mapping[str, Any]) -> str:
    """How a build of CodeBuild ended and where its log is. Raises KeyError, TypeError, AttributeError where
    it is none.

    https://docs.aws.amazon.com/codebuild/latest/APIReference/API_Build.html, in Step Functions' PascalCase.
    """
    said = [
        f"{phase['PhaseType']}: {one.get('Message') or one.get('StatusCode')}"
        for phase in build.get("Phases") or ()
        for one in phase.get("Contexts") or ()
        if phase.get("PhaseStatus") not in (None, "SUCCEEDED")
    ]
    log = (build.get("Logs") or {}).get("DeepLink")
    parts = [f"Build {build['Id']} ended as {build['BuildStatus']}.", *said[:1], *([f"Log: {log}"] if log else [])]
    return " ".join(parts)
