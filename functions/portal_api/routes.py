"""The portal API's addresses and what each one calls. Those of operators are in `console`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any
from urllib.parse import unquote

from functions.portal_api.console import ConsoleAction, check_operator, console_action
from trigpoint.adapters.http_events import Caller
from trigpoint.adapters.open_jobs import OpenJobs
from trigpoint.domain.errors import BadInput, NotFound
from trigpoint.domain.places import Deployment
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ports import Ports
from trigpoint.usecases.decline_task import decline_task
from trigpoint.usecases.heartbeat import heartbeat
from trigpoint.usecases.keep_draft import drop_draft, keep_draft, keep_undone
from trigpoint.usecases.list_answers import list_answers
from trigpoint.usecases.list_work import check_member, list_work
from trigpoint.usecases.mask_files import shown
from trigpoint.usecases.release_task import release_task
from trigpoint.usecases.serve_worker import NextRequest, OpenJob, serve_next, shown_task
from trigpoint.usecases.undo_answer import undo_answer

Body = Mapping[str, Any]
Action = Callable[[Caller, Body, OpenJobs, Ports, Deployment], dict[str, Any]]
JobAction = Callable[[OpenJob, Caller, Body, Ports, Deployment], dict[str, Any]]
REASON_CHARACTERS = 500
LARGEST_OBJECT = 10**9
"""Object ids have at most nine digits (the sort key of a task)."""


def route(method: str, path: str) -> Action:
    """Raises NotFound for an address that is not ours."""
    match [unquote(part) for part in path.strip("/").split("/")]:
        case ["portal", "jobs"] if method == "GET":
            return jobs
        case ["portal", "jobs", job, verb] if (method, verb) in JOB_ACTIONS:
            return partial(on_job, job.lower(), JOB_ACTIONS[method, verb])
        case ["console", *rest] if action := console_action(method, rest):
            return partial(for_operators, action)
        case _:
            raise NotFound(f"there is no {method} {path}.", "See docs/portal-api.md.")


def jobs(caller: Caller, _body: Body, _jobs: OpenJobs, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    return {"jobs": list_work(caller.worker, caller.teams, ports.ledger)}


def for_operators(
    action: ConsoleAction, caller: Caller, _body: Body, _jobs: OpenJobs, ports: Ports, deployment: Deployment
) -> dict[str, Any]:
    check_operator(caller.teams)
    return action(ports, deployment)


def on_job(
    key: str,
    action: JobAction,
    caller: Caller,
    body: Body,
    jobs: OpenJobs,
    ports: Ports,
    deployment: Deployment,
) -> dict[str, Any]:
    open_job = jobs.get(key)
    check_member(open_job.job, caller.teams)
    return action(open_job, caller, body, ports, deployment)


def next_(one: OpenJob, caller: Caller, body: Body, ports: Ports, deployment: Deployment) -> dict[str, Any]:
    return serve_next(one, caller.worker, NextRequest.parse(body), ports, deployment)


def release(one: OpenJob, caller: Caller, body: Body, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    _drop_drafted(one, caller, body, ports)
    return {"released": release_task(one.job, caller.worker, _lease(body), ledger=ports.ledger)}


def decline(one: OpenJob, caller: Caller, body: Body, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    reason = str(body.get("reason", ""))[:REASON_CHARACTERS]
    _drop_drafted(one, caller, body, ports)
    decline_task(one.job, caller.worker, _lease(body), reason, ledger=ports.ledger, queue=ports.queue)
    return {"declined": True}


def beat(one: OpenJob, caller: Caller, body: Body, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    lease = heartbeat(one.job, caller.worker, _lease(body), ledger=ports.ledger, clock=ports.clock)
    return {"deadline": lease.deadline}


def history(one: OpenJob, caller: Caller, _body: Body, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    return {"answers": shown(list_answers(one.job, caller.worker, ledger=ports.ledger), ports.blobs)}


def undo(one: OpenJob, caller: Caller, body: Body, ports: Ports, deployment: Deployment) -> dict[str, Any]:
    seq, token = parse_lease_id(_lease(body)) if "lease" in body else (_object(body), "")
    held = undo_answer(one.job, caller.worker, seq, token, ledger=ports.ledger, clock=ports.clock, ids=ports.ids)
    keep_undone(held, caller.worker, ledger=ports.ledger, clock=ports.clock)
    return {"task": shown_task(one, caller.worker, held, ports, deployment)}


def draft(one: OpenJob, caller: Caller, body: Body, ports: Ports, _deployment: Deployment) -> dict[str, Any]:
    lease, content = _lease(body), body.get("draft")
    kept = keep_draft(one.job, caller.worker, lease, content, ledger=ports.ledger, clock=ports.clock)
    return {"saved": kept.saved}


def _drop_drafted(one: OpenJob, caller: Caller, body: Body, ports: Ports) -> None:
    if body.get("drafted") is True:
        drop_draft(one.job, caller.worker, _lease(body), ledger=ports.ledger)


def _object(body: Body) -> int:
    seq = body.get("object")
    if not isinstance(seq, int) or isinstance(seq, bool) or not 0 <= seq < LARGEST_OBJECT:
        raise BadInput(
            "object is missing or not a whole number.", "Send the object's id, or the lease it was answered under."
        )
    return seq


def _lease(body: Body) -> str:
    lease = body.get("lease")
    if not isinstance(lease, str) or not lease:
        raise BadInput("lease is missing.", "Send the lease id of the task.")
    return lease


JOB_ACTIONS: dict[tuple[str, str], JobAction] = {
    ("POST", "next"): next_,
    ("POST", "release"): release,
    ("POST", "decline"): decline,
    ("POST", "heartbeat"): beat,
    ("POST", "undo"): undo,
    ("POST", "draft"): draft,
    ("GET", "history"): history,
}
