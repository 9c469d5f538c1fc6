"""What the suites of the control API ask of a transport: unmodified boto3 clients, and replies that are checked.

Two transports: the function in this process over moto (control_api_rig), and HTTP to the embedded AWS
(tests/emulator/control_api_http).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

import pytest
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError

from trigpoint.formats.sagemaker_model import output_of, shape
from trigpoint.formats.sagemaker_validation import checked

REGION = "us-east-1"
ACCOUNT = "123456789012"
BUCKET = "data"

CONFIG = Config(parameter_validation=False, retries={"max_attempts": 1, "mode": "standard"})
"""Client-side validation is off, so that ours is seen."""


class Transport(ABC):
    """`pool` and `pool_client` are the user pool of the deployment and its portal client."""

    pool: str
    pool_client: str

    @abstractmethod
    def client(self) -> Any:
        """boto3's client of an operator."""

    def ask(self, operation: str, **request: Any) -> Any:
        """The operation's output."""
        return getattr(self.client(), xform_name(operation))(**request)

    def refused(self, operation: str, **request: Any) -> tuple[str, str]:
        """Code and message of the error."""
        with pytest.raises(ClientError) as error:
            self.ask(operation, **request)
        return refusal(error.value)


def refusal(error: ClientError) -> tuple[str, str]:
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400, error
    return error.response["Error"]["Code"], error.response["Error"]["Message"]


def check_output(operation: str, body: Any) -> None:
    """The reply satisfies the model: nothing required is missing, no limit broken, nothing unknown in it."""
    name = output_of(operation)
    if name is None or not shape(name)["members"]:
        assert body == {}
        return
    assert checked(name, body) == body
