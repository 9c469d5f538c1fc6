"""In: an HTTP API event (format 2.0) with the JWT authoriser's claims, for
    GET  /portal/jobs                      -> {"jobs": [...]}
    POST /portal/jobs/{job}/next           {"lease", "answer", "accepted", "drafted", "only", "holding", "prefetch"}
                                           -> {"accepted", "task"}
    POST /portal/jobs/{job}/draft          {"lease", "draft"} -> {"saved"}
    POST /portal/jobs/{job}/release        {"lease", "drafted"} -> {"released"}
    POST /portal/jobs/{job}/decline        {"lease", "reason", "drafted"} -> {"declined"}
    POST /portal/jobs/{job}/heartbeat      {"lease"} -> {"deadline"}
    GET  /portal/jobs/{job}/history        -> {"answers": [...]}
    POST /portal/jobs/{job}/undo           {"lease"} or {"object"} -> {"task"}
and for operators
    GET  /console/jobs                     -> {"jobs": [...]}
    GET  /console/jobs/{job}/failed        -> {"objects": [...]}
    GET  /console/jobs/{job}/report        -> {"html"}
    POST /console/jobs/{job}/stop          -> {"status"}
Out: JSON; errors as {"error": {"code", "message", "fix"}} with the error's status.
"""

from __future__ import annotations

from typing import Any

from functions.portal_api.routes import route
from trigpoint.adapters.connect import connect
from trigpoint.adapters.http_events import body_of, caller_of, error_reply, reply
from trigpoint.adapters.open_jobs import OpenJobs
from trigpoint.domain.errors import TrigpointError

ports, deployment = connect()
open_jobs = OpenJobs(ports)


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    try:
        method, path = event["requestContext"]["http"]["method"], event["rawPath"]
        action = route(method, path)
        return reply(200, action(caller_of(event), body_of(event), open_jobs, ports, deployment))
    except TrigpointError as error:
        return error_reply(error)
