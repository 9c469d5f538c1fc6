"""Customers' Lambdas are called again when Lambda did not take the call, and never while they may still be at work."""

from __future__ import annotations

import io
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError, EndpointConnectionError, ReadTimeoutError

from infra.workloads import AUTOLABEL, CONSOLIDATION, PRE_ANNOTATION
from trigpoint.adapters.aws_clients import PATIENCE, client
from trigpoint.adapters.lambda_functions import PAUSES, LambdaFunctions
from trigpoint.domain.errors import FunctionFailed

URL = "http://127.0.0.1"


def refused(status: int, code: str = "TooManyRequestsException") -> ClientError:
    response: Any = {"Error": {"Code": code, "Message": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(response, "Invoke")


class Lambda:
    """Raises the errors one after the other, then answers."""

    def __init__(self, *errors: Exception) -> None:
        self.errors, self.calls = list(errors), 0

    def invoke(self, **_: Any) -> dict[str, Any]:
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return {"Payload": io.BytesIO(b'{"taskInput": {}}')}


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
    "error", [ReadTimeoutError(endpoint_url=URL), refused(404, "ResourceNotFoundException"), refused(400)]
)
def test_a_function_that_may_be_at_work_or_is_not_there_is_not_called_again(error: Exception) -> None:
    made = Lambda(error)
    with pytest.raises(FunctionFailed, match="function sagemaker-pre could not be invoked"):
        LambdaFunctions(made, pytest.fail).invoke("sagemaker-pre", {})
    assert made.calls == 1


def test_a_lambda_that_stays_busy_is_given_up_with_its_reason() -> None:
    made, pauses = Lambda(*[refused(429)] * 9), list[float]()
    with pytest.raises(FunctionFailed, match="TooManyRequestsException"):
        LambdaFunctions(made, pauses.append).invoke("arn:aws:lambda:us-east-1:1:function:sagemaker-pre", {})
    assert tuple(pauses) == PAUSES
    assert made.calls == len(PAUSES) + 1


def test_our_functions_outlast_those_of_customers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    config = client.__wrapped__("lambda").meta.config
    assert config.retries["total_max_attempts"] == 1, "botocore would call a slow function again"
    assert config.read_timeout == PATIENCE["lambda"]
    shortest = min(workload.timeout for workload in (PRE_ANNOTATION, CONSOLIDATION, AUTOLABEL))
    assert PATIENCE["lambda"] + sum(PAUSES) < shortest
