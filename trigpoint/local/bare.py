"""`trigpoint up --bare`: the front door without its pages, for the tests of other projects.

`POST /`, `/portal/*`, `/console/*` and the emulator's own port work as ever; the pages are not served and the
task frame's port is not opened, so nothing of the front end has to be built.
"""

from __future__ import annotations

import json
import os

from trigpoint.local.listener import API_PREFIXES, Application, Receive, Scope, Send
from trigpoint.local.place import Place

VARIABLE = "TRIGPOINT_BARE"
MESSAGE = "There are no pages here: it was started with --bare."


def is_bare() -> bool:
    return os.environ.get(VARIABLE) == "1"


class Bare:
    """An ASGI application around the front door."""

    def __init__(self, place: Place, door: Application) -> None:
        self._place, self._door = place, door

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if self._is_page(scope):
            body = json.dumps({"message": MESSAGE}).encode()
            headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
            await send({"type": "http.response.start", "status": 404, "headers": headers})
            await send({"type": "http.response.body", "body": body})
        else:
            await self._door(scope, receive, send)

    def _is_page(self, scope: Scope) -> bool:
        if scope["type"] != "http" or scope["server"][1] != self._place.listener_port:
            return False
        is_control = scope["path"] == "/" and scope["method"] == "POST"
        return not (is_control or scope["path"].startswith(API_PREFIXES))


def ports(place: Place) -> list[int]:
    """The ports to listen on."""
    return [place.emulator_port, place.listener_port, *([] if is_bare() else [place.frame_port])]
