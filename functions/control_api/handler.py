"""In: an HTTP API event (format 2.0) of `POST /`, signed with SigV4 for the service `sagemaker`,
    X-Amz-Target: SageMaker.<Operation>, body: the operation's JSON (docs/control-api.md lists them).
Out: 200 and the operation's JSON; errors as {"__type": code, "message"} with AWS's codes.
"""

from __future__ import annotations

import os
from typing import Any

from trigpoint.adapters.aws_clients import client
from trigpoint.adapters.connect import connect
from trigpoint.adapters.http_events import reply
from trigpoint.adapters.service_keys import KeptKeys, ServiceKeys
from trigpoint.adapters.signed_request import SignedRequest
from trigpoint.adapters.sigv4 import verify
from trigpoint.domain import places
from trigpoint.domain.errors import TrigpointError
from trigpoint.formats.sagemaker_errors import UnknownOperationException, as_aws, error_body

ports, deployment = connect()
keys = KeptKeys(ServiceKeys(client("dynamodb"), os.environ[places.TABLE]), ports.clock)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        request = SignedRequest.parse(event)
        verify(request, keys.get, deployment.region, ports.clock.now())
        raise UnknownOperationException(f"There is no operation {request.operation!r}.")
    except TrigpointError as error:
        shown = as_aws(error)
        return reply(shown.status, error_body(shown))
