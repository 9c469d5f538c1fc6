"""Simulated workers against a portal that hands out, forgets, refuses and goes away."""

from __future__ import annotations

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, ClassVar

import pytest

from trigpoint.cli.demo.labour import work
from trigpoint.cli.demo.portal import Portal, PortalRefusal, PortalTrouble
from trigpoint.cli.demo.seat import ABANDON_FIRST, Seat
from trigpoint.cli.demo.subjects import Subject
from trigpoint.domain.errors import Conflict, LeaseExpired, NotFound
from trigpoint.testing.crowd import crowd
from trigpoint.testing.fakes import FakeClock

TEXTS = tuple(f"text {number}" for number in range(40))
SUBJECT = Subject("texts", ("ham", "spam"), "crowd-classifier", TEXTS, ("ham", "spam") * 20)


class ScriptedPortal(Portal):
    """Serves the texts in order, each once; `troubles` are raised by the calls in turn."""

    def __init__(self, clock: FakeClock, troubles: dict[int, Exception] | None = None) -> None:
        super().__init__("127.0.0.1", 1, lambda: "token")
        self.time, self.troubles, self.bodies = clock, troubles or {}, list[dict[str, Any]]()
        self.left = list(range(len(TEXTS)))

    def call(self, method: str, path: str, body: Any = None) -> dict[str, Any]:  # noqa: ARG002 - as in Portal
        if method == "GET":
            return {"jobs": [{"job": "j"}] if self.left else []}
        self.bodies.append(body)
        if error := self.troubles.pop(len(self.bodies), None):
            raise error
        return {"accepted": "answer" in body, "task": self.task() if self.left else None}

    def task(self) -> dict[str, Any]:
        seq, now = self.left.pop(0), self.time.now()
        shown = {"taskObject": TEXTS[seq]}
        return {"object": seq, "lease": f"{seq}.t", "deadline": now + 30, "accepted": now, "input": shown}


def seated(portal: ScriptedPortal, *, abandons: bool = False) -> Seat:
    worker = crowd(SUBJECT.categories, 1)[0]
    return Seat("j", SUBJECT, worker, portal, abandons=abandons, clock=portal.time.now)


def test_a_worker_answers_everything_and_leaves_when_the_job_is_gone() -> None:
    portal = ScriptedPortal(FakeClock())
    seat = seated(portal)
    work([seat], portal, Event())
    assert [seq for seq, _ in seat.acknowledged] == list(range(len(TEXTS)))
    assert portal.bodies[1]["answer"] == {"crowd-classifier": {"label": seat.acknowledged[0][1]}}


def test_a_worker_stops_when_told_to() -> None:
    portal, over = ScriptedPortal(FakeClock()), Event()
    over.set()
    work([seated(portal)], portal, over)
    assert portal.bodies == []


def test_an_abandoned_lease_is_named_as_held_until_it_lapses() -> None:
    clock = FakeClock()
    portal = ScriptedPortal(clock)
    seat = seated(portal, abandons=True)
    for _ in range(ABANDON_FIRST + 3):
        assert seat.step()
    assert len(seat.abandoned) == 1
    left = seat.abandoned[0][0]
    assert left in portal.bodies[-1]["holding"]
    clock.advance(31)
    seat.step()
    assert portal.bodies[-1]["holding"] == []
    assert left not in {f"{seq}.t" for seq, _ in seat.acknowledged}


def test_an_expired_lease_is_let_go() -> None:
    expired = PortalRefusal("late")
    expired.code = LeaseExpired.code
    portal = ScriptedPortal(FakeClock(), {2: expired})
    seat = seated(portal)
    assert seat.step()
    assert seat.step()
    assert seat.task is None
    assert seat.step()
    assert seat.acknowledged == []


def test_a_conflict_is_tried_again_with_the_same_answer() -> None:
    portal = ScriptedPortal(FakeClock(), {2: Conflict("busy")})
    seat = seated(portal)
    assert seat.step()
    assert not seat.step()
    assert seat.step()
    assert portal.bodies[1] == portal.bodies[2]


def test_an_unknown_refusal_is_not_swallowed() -> None:
    portal = ScriptedPortal(FakeClock(), {1: PortalRefusal("no")})
    with pytest.raises(PortalRefusal):
        seated(portal).step()


def test_an_object_of_somebody_else_is_named() -> None:
    with pytest.raises(NotFound, match="no object of the demo"):
        SUBJECT.object_of("something else")


class Replies(BaseHTTPRequestHandler):
    """Answers with the next scripted (status, body); a status of 0 drops the connection."""

    protocol_version = "HTTP/1.1"
    script: ClassVar[list[tuple[int, str]]] = []
    bearers: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.bearers.append(self.headers["authorization"])
        status, body = self.script.pop(0)
        if not status:
            self.close_connection = True
            return
        self.send_response(status)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, format: str, *arguments: Any) -> None:
        """Quiet."""


@pytest.fixture
def server() -> Iterator[int]:
    Replies.script, Replies.bearers = [], []
    with ThreadingHTTPServer(("127.0.0.1", 0), Replies) as made:
        Thread(target=made.serve_forever, args=(0.01,), daemon=True).start()
        yield made.server_address[1]
        made.shutdown()


def portal_at(port: int, pauses: list[float]) -> Portal:
    clock = FakeClock(0)

    def sleep(seconds: float) -> None:
        pauses.append(seconds)
        clock.advance(seconds)

    tokens = iter(["first", "second", "third", "fourth"])
    return Portal("127.0.0.1", port, lambda: next(tokens), clock=clock.now, sleep=sleep)


GOOD = (200, json.dumps({"jobs": []}))


def test_a_restart_is_waited_out(server: int) -> None:
    Replies.script = [(503, "{}"), (0, ""), (502, "not json"), GOOD]
    pauses: list[float] = []
    portal = portal_at(server, pauses)
    assert portal.jobs() == []
    portal.close()
    assert pauses == [0.1, 0.2, 0.4]


def test_an_expired_token_is_renewed(server: int) -> None:
    Replies.script = [(401, "{}"), GOOD]
    portal = portal_at(server, [])
    portal.jobs()
    portal.close()
    assert Replies.bearers == ["Bearer first", "Bearer second"]


def test_a_refusal_carries_the_portals_code(server: int) -> None:
    Replies.script = [(409, json.dumps({"error": {"code": "JobClosed", "message": "over", "fix": ""}}))]
    portal = portal_at(server, [])
    with pytest.raises(PortalRefusal) as caught:
        portal.jobs()
    portal.close()
    assert (caught.value.code, caught.value.status) == ("JobClosed", 409)


def test_patience_ends() -> None:
    pauses: list[float] = []
    with pytest.raises(PortalTrouble, match="no good reply"):
        portal_at(1, pauses).jobs()
    assert 60 <= sum(pauses) < 70
