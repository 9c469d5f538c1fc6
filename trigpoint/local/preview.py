"""One task in the seat's own frame, without a deployment: two loopback origins with the listener's guard and headers.

portal port   the preview page (dist/preview), `GET /preview.json` and `POST /answer`
frame port    the sandboxed frame's files (dist/frame), and the task's own files under unguessable names
"""

from __future__ import annotations

import json
import mimetypes
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlsplit

from trigpoint.domain.web_pages import ALWAYS, asked_hosts, frame_headers, portal_headers
from trigpoint.local.guard import Door, Knock, refusal
from trigpoint.local.listener import SITE
from trigpoint.local.preview_files import FOLDER, PreviewFiles

LARGEST_ANSWER = 6 << 20
POLL_SECONDS = 0.05
"""How long closing waits at most."""


class Preview:
    """Serves one page until `close`; what is answered comes out of `answers`."""

    def __init__(self, page: Mapping[str, Any], site: Path = SITE) -> None:
        """`page` is what the preview page asks for, complete once `show` was called."""
        self._site, self.page = site, dict(page)
        self.answers: SimpleQueue[dict[str, Any]] = SimpleQueue()
        self._servers = [ThreadingHTTPServer(("127.0.0.1", 0), handler(self, part)) for part in ("preview", "frame")]
        self.origin, self.frame = (f"http://127.0.0.1:{server.server_port}" for server in self._servers)
        self.files = PreviewFiles(self.frame)
        portal, frame = (server.server_port for server in self._servers)
        self._doors = {
            "preview": Door(portal, frozenset({self.origin}), pages=True),
            "frame": Door(frame, frozenset({self.origin}), public=True),
        }

    def show(self) -> None:
        """Begin to answer."""
        for server in self._servers:
            threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True).start()

    def close(self) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()

    def refusal(self, part: str, knock: Knock) -> str | None:
        return refusal(self._doors[part], knock)

    def headers(self, part: str, query: str) -> dict[str, str]:
        if part == "preview":
            return portal_headers(frame=self.frame, cognito=self.origin)
        media = [f"{self.frame}{FOLDER}"]
        return frame_headers(frame=self.frame, portals=[self.origin], media=media, hosts=asked_hosts(query))

    def content(self, part: str, path: str) -> tuple[str, bytes] | None:
        """Content type and bytes of what lies at a path; None where nothing does."""
        if part == "preview" and path == "/preview.json":
            return "application/json", json.dumps({**self.page, "frame": self.frame}).encode()
        if part == "frame" and path.startswith(FOLDER):
            return self.files.read(path)
        folder = (self._site / part).resolve()
        file = (folder / (path.lstrip("/") or "index.html")).resolve()
        if not file.is_relative_to(folder) or not file.is_file():
            return None
        return mimetypes.guess_type(file.name)[0] or "application/octet-stream", file.read_bytes()


def handler(preview: Preview, part: str) -> type[BaseHTTPRequestHandler]:
    """The requests of one of the two ports."""

    class Port(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            split = urlsplit(self.path)
            if not self._refused(split.path, split.query):
                found = preview.content(part, split.path)
                self._reply(*(200, *found) if found else (404, "text/plain", b"Nothing here."))

        def do_POST(self) -> None:
            if self._refused(self.path, ""):
                return
            length = int(self.headers.get("Content-Length", "0"))
            if part != "preview" or self.path != "/answer" or length > LARGEST_ANSWER:
                self._reply(404, "text/plain", b"Nothing here.")
                return
            try:
                answer = json.loads(self.rfile.read(length))
            except ValueError:
                self._reply(400, "text/plain", b"This is not JSON.")
                return
            self._reply(200, "application/json", b"{}")
            preview.answers.put(answer)

        def _refused(self, path: str, query: str) -> bool:
            sent = tuple((name.lower().encode(), value.encode()) for name, value in self.headers.items())
            reason = preview.refusal(part, Knock(self.command, path, query, sent))
            if reason:
                self._reply(403, "text/plain", reason.encode())
            return reason is not None

        def _reply(self, status: int, kind: str, body: bytes) -> None:
            self.send_response(status)
            policy = preview.headers(part, urlsplit(self.path).query)
            files = {"Access-Control-Allow-Origin": "*"} if self.path.startswith(FOLDER) else {}
            for name, value in (ALWAYS | policy | files | {"Cache-Control": "no-store", "Content-Type": kind}).items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Nothing: the terminal belongs to the command."""

    return Port
