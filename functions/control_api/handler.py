"""In: an HTTP API event (format 2.0) of `POST /`, signed with SigV4 for the service `sagemaker`,
    X-Amz-Target: SageMaker.<Operation>, body: the operation's JSON (docs/control-api.md lists them).
Out: 200 and the operation's JSON; errors as {"__type": code, "message"} with AWS's codes.
"""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.control import connect_control
from trigpoint.adapters.signed_request import SignedRequest, aws_error, aws_reply
from trigpoint.domain.errors import TrigpointError
from trigpoint.usecases.answer_control_call import answer_control_call

api = connect_control()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        request = SignedRequest.parse(event)
        caller = api.caller(request)
        return aws_reply(200, answer_control_call(request.operation, request.body, caller, api.control))
    except TrigpointError as error:
        return aws_error(error)
