"""A worker's side of the portal API over HTTP: one kept connection, patient through restarts."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any
from urllib.parse import quote

from trigpoint.domain.errors import Conflict, TrigpointError

REPLY_SECONDS = 30.0
PATIENCE_SECONDS = 60.0
FIRST_PAUSE, LONGEST_PAUSE = 0.1, 2.0
SIGN_INS = 2


class PortalTrouble(TrigpointError):
    """The portal stayed away for too long, or said no to a request that should be right."""

    code = "PortalTrouble"


class PortalRefusal(TrigpointError):
    """A 4xx reply; `code` is the portal's own."""


class Portal:
    """`token` signs in and gives a fresh bearer token. Not to be shared between threads."""

    def __init__(
        self,
        host: str,
        port: int,
        token: Callable[[], str],
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._host, self._port, self._sign_in = host, port, token
        self._clock, self._sleep = clock, sleep
        self._bearer = ""
        self._connection: HTTPConnection | None = None

    def jobs(self) -> list[dict[str, Any]]:
        """Open jobs of the worker's teams."""
        found: list[dict[str, Any]] = self.call("GET", "/portal/jobs")["jobs"]
        return found

    def next(self, job: str, body: Mapping[str, Any]) -> dict[str, Any]:
        """Submit-and-next. Raises PortalRefusal; LeaseExpired and the like are its codes."""
        return self.call("POST", f"/portal/jobs/{quote(job)}/next", body)

    def call(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The reply's JSON. Every call may be repeated safely, so one that got no reply is.

        Raises PortalRefusal on a 4xx, PortalTrouble after `PATIENCE_SECONDS` without a good reply.
        """
        until, pause, sign_ins = self._clock() + PATIENCE_SECONDS, FIRST_PAUSE, 0
        while True:
            status, reply = self._try(method, path, body)
            if status == 200:
                return reply
            if status == 401 and sign_ins < SIGN_INS:
                self._bearer, sign_ins = "", sign_ins + 1
                continue
            if 400 <= status < 500 and status != 429:
                raise refusal(status, reply)
            if self._clock() > until:
                raise PortalTrouble(f"{method} {path} had no good reply ({status}: {reply}).", "Is it still running?")
            self._sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _try(self, method: str, path: str, body: Mapping[str, Any] | None) -> tuple[int, dict[str, Any]]:
        """Status and JSON; status 0 when there was no reply."""
        self._bearer = self._bearer or self._sign_in()
        headers = {"authorization": f"Bearer {self._bearer}", "content-type": "application/json"}
        connection = self._connection or HTTPConnection(self._host, self._port, timeout=REPLY_SECONDS)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            text = answer.read()
        except (OSError, HTTPException) as error:
            self.close()
            connection.close()
            return 0, {"message": f"{type(error).__name__}: {error}"}
        self._connection = connection
        return answer.status, document(text)

    def close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def document(text: bytes) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        return {"message": text[:200].decode(errors="replace")}
    return found if isinstance(found, dict) else {"message": found}


def refusal(status: int, reply: Mapping[str, Any]) -> TrigpointError:
    error = reply.get("error")
    known = error if isinstance(error, dict) else {"message": str(reply.get("message", ""))}
    if known.get("code") == Conflict.code:
        return Conflict(str(known.get("message", "")))
    made = PortalRefusal(str(known.get("message", "")), str(known.get("fix", "")))
    made.code, made.status = str(known.get("code", f"Http{status}")), status
    return made
