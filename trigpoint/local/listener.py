"""The product's front door on one machine: an ASGI wrapper around the emulator, told apart by port.

emulator port   the emulator itself, behind the guard, plus `POST /_trigpoint/snapshot`
listener port   the built portal and console as static files; `POST /`, `/portal/*` and `/console/*` go on
                through the emulated API Gateway (routes and authorisers apply), the caller's Host kept
frame port      only the static files of the sandboxed task frame
"""

from __future__ import annotations

import json
import mimetypes
import os
from collections.abc import Awaitable, Callable
from functools import partial
from pathlib import Path
from typing import Any

from trigpoint.domain.web_pages import ALWAYS, asked_hosts, frame_headers, portal_headers
from trigpoint.local.guard import Door, Knock, refusal
from trigpoint.local.place import Place

Scope = dict[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

API_PREFIXES = ("/portal/", "/console/")
SITE = Path(__file__).resolve().parents[2] / "dist"
NOT_BUILT = "The front end is not built. Run `make dist/built`."


class Outputs:
    """The deployed stacks' outputs, read again when the file changes."""

    def __init__(self, path: Path) -> None:
        self._path, self._seen, self._values = path, 0, dict[str, str]()

    def get(self, name: str) -> str | None:
        modified = self._path.stat().st_mtime_ns if self._path.exists() else 0
        if modified != self._seen:
            stacks = json.loads(self._path.read_text()) if modified else {}
            self._values = {key: value for stack in stacks.values() for key, value in stack.items()}
            self._seen = modified
        return self._values.get(name)


class FrontDoor:
    """The ASGI application of all ports."""

    def __init__(self, place: Place, emulator: Application, snapshot: Callable[[], bool]) -> None:
        portal = frozenset(f"http://{host}:{place.listener_port}" for host in ("127.0.0.1", "localhost"))
        self._doors = {
            place.emulator_port: Door(place.emulator_port, portal, subdomains=True, signing_secret=place.secret()),
            place.listener_port: Door(place.listener_port, portal, pages=True),
            place.frame_port: Door(place.frame_port, portal, public=True),
        }
        media = [place.emulator_url]
        self._headers = {
            "portal": portal_headers(frame=place.frame_url, cognito=place.emulator_url),
        }
        self._frame = partial(frame_headers, frame=place.frame_url, portals=sorted(portal), media=media)
        self._place, self._emulator, self._snapshot = place, emulator, snapshot
        self._outputs = Outputs(place.outputs)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._emulator(scope, receive, send)
            return
        door = self._doors[scope["server"][1]]
        knock = Knock(
            scope.get("method", "GET"),
            scope.get("raw_path", b"").decode("latin-1").partition("?")[0],
            scope.get("query_string", b"").decode("latin-1"),
            tuple(scope["headers"]),
        )
        if reason := refusal(door, knock):
            await _refuse(scope, send, f"{reason}: this port answers only to its own pages and local clients")
        elif scope["type"] == "websocket":
            await _refuse(scope, send, "no web sockets here")
        elif door.port == self._place.emulator_port:
            await self._emulate(scope, receive, send)
        else:
            await self._serve(scope, receive, send, door)

    async def _emulate(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["path"] == "/_ministack/reset":
            await _reply(send, 403, {"message": "Refused: it would wipe the ledger. Use `trigpoint reset`."})
        elif scope["path"] == "/_trigpoint/snapshot" and scope["method"] == "POST":
            await _reply(send, 200, {"saved": self._snapshot()})
        else:
            await self._emulator(scope, receive, send)

    async def _serve(self, scope: Scope, receive: Receive, send: Send, door: Door) -> None:
        is_api = scope["path"].startswith(API_PREFIXES) or (scope["path"] == "/" and scope["method"] == "POST")
        if not is_api or door.port == self._place.frame_port:
            await self._static(scope, send, "frame" if door.port == self._place.frame_port else "portal")
        elif api := self._outputs.get("ApiId"):
            await self._emulator(_through_gateway(scope, api), receive, send)
        else:
            await _reply(send, 503, {"message": "Not deployed yet. Wait for `trigpoint up` to finish."})

    async def _static(self, scope: Scope, send: Send, part: str) -> None:
        if part == "portal" and scope["path"] == "/config.json":
            await _reply(send, 200, self._page_config())
            return
        folder = (SITE / part).resolve()
        asked = (folder / scope["path"].lstrip("/")).resolve()
        path = asked / "index.html" if asked.is_dir() else asked
        if scope["method"] not in ("GET", "HEAD") or not path.is_relative_to(folder) or not path.is_file():
            message = f"Nothing at {scope['path']}." if (folder / "index.html").exists() else NOT_BUILT
            await _reply(send, 404, {"message": message})
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        hosts = asked_hosts(scope.get("query_string", b"").decode("latin-1"))
        headers = self._headers[part] if part == "portal" else self._frame(hosts=hosts)
        await _answer(send, 200, kind, path.read_bytes(), headers)

    def _page_config(self) -> dict[str, str | None]:
        """What the page needs to sign in: no secret among it."""
        return {
            "region": os.environ["AWS_REGION"],
            "cognito": self._place.emulator_url,
            "client": self._outputs.get("UserPoolClientId"),
            "frame": self._place.frame_url,
        }


def _through_gateway(scope: Scope, api: str) -> Scope:
    prefix = f"/_aws/execute-api/{api}/$default"
    raw = scope.get("raw_path") or scope["path"].encode()
    return scope | {"path": prefix + scope["path"], "raw_path": prefix.encode() + raw}


async def _refuse(scope: Scope, send: Send, message: str) -> None:
    if scope["type"] == "websocket":
        await send({"type": "websocket.close", "code": 1008})
    else:
        await _reply(send, 403, {"message": message})


async def _reply(send: Send, status: int, body: dict[str, Any]) -> None:
    await _answer(send, status, "application/json", json.dumps(body).encode())


async def _answer(send: Send, status: int, kind: str, body: bytes, headers: dict[str, str] = ALWAYS) -> None:
    every = headers | {"content-type": kind, "content-length": str(len(body)), "cache-control": "no-store"}
    sent = [(name.lower().encode(), value.encode()) for name, value in every.items()]
    await send({"type": "http.response.start", "status": status, "headers": sent})
    await send({"type": "http.response.body", "body": body})
