"""Customers' Lambdas are called again when Lambda did not take the call, and never while they may still be at work."""

from __future__ import annotations

import io
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from infra.workloads import WORKLOADS, Workload
from trigpoint.adapters.aws_clients import client
from trigpoint.adapters.lambda_functions import PAUSES, LambdaFunctions
from trigpoint.domain.errors import FunctionFailed, FunctionSilent

URL = "http://127.0.0.1"


def refused(status: int, code: str = "TooManyRequestsException") -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "Invoke")


class Lambda:
    """Raises the errors one after the other, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.calls = list(errors), 0
        self.meta = SimpleNamespace(config=SimpleNamespace(read_timeout=60))

    def invoke(self, **_: Any) -> dict[str, Any]:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return {"Payload": io.BytesIO(b'{"taskInput": {}}')}


SILENT = ReadTimeoutError(endpoint_url=URL)


@pytest.mark.parametrize(
    "error",
    [
        refused(429),
        refused(500, "ServiceException"),
        EndpointConnectionError(endpoint_url=URL),
        ConnectionClosedError(endpoint_url=URL),
    ],
)
def test_a_call_that_lambda_did_not_take_is_made_again(error: Exception) -> None:
    made, pauses = Lambda(error, error), list[float]()
    assert LambdaFunctions(made, pauses.append).invoke("sagemaker-pre", {}) == {"taskInput": {}}
    assert (made.calls, pauses) == (3, [0.5, 1])


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (SILENT, FunctionSilent),
        (ConnectionClosedError(endpoint_url=URL), FunctionFailed),
        (refused(404, "ResourceNotFoundException"), FunctionFailed),
        (refused(400), FunctionFailed),
    ],
)
def test_a_function_that_may_be_at_work_or_is_not_there_is_not_called_again(
    error: Exception, kind: type[Exception]
) -> None:
    """Here every call takes three seconds: no kept connection is closed so late."""
    made, seconds = Lambda(error), count(step=3)
    with pytest.raises(kind, match="function sagemaker-pre"):
        LambdaFunctions(made, pytest.fail, lambda: next(seconds)).invoke("sagemaker-pre", {})
    assert made.calls == 1


def test_a_lambda_that_stays_busy_is_given_up_with_its_reason() -> None:
    made, pauses = Lambda(*[refused(429)] * 9), list[float]()
    with pytest.raises(FunctionFailed, match="TooManyRequestsException"):
        LambdaFunctions(made, pauses.append).invoke("arn:aws:lambda:us-east-1:1:function:sagemaker-pre", {})
    assert tuple(pauses) == PAUSES
    assert made.calls == len(PAUSES) + 1


@pytest.mark.parametrize("workload", [one for one in WORKLOADS if one.patience], ids=lambda one: one.name)
def test_our_functions_outlast_a_call_of_a_customers(workload: Workload, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    patience = workload.patience or 0
    config = client.__wrapped__("lambda", patience).meta.config
    assert config.retries["total_max_attempts"] == 1, "botocore would call a slow function again"
    assert config.read_timeout == patience
    trying = sum(PAUSES) + config.connect_timeout * (len(PAUSES) + 1)
    assert patience + trying < workload.timeout


def test_only_those_that_call_customers_have_patience() -> None:
    assert {one.name for one in WORKLOADS if one.patience} == {"pre_annotation", "consolidation", "autolabel"}
