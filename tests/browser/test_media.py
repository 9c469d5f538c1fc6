"""On AWS objects lie under a path of a host that everybody's buckets share: only that path may be loaded."""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from seats import run_script

from trigpoint.domain.web_pages import frame_headers

PIXEL = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==")


@contextmanager
def served() -> Iterator[tuple[str, list[str]]]:
    """Address of a server whose page may load `/ours/`, and the paths that reach the server."""
    asked: list[str] = []

    class Site(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            page = self.path == "/"
            self.send_response(200)
            self.send_header("Content-Type", "text/html" if page else "image/png")
            for name, value in headers.items() if page else ():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(b"<!doctype html>" if page else PIXEL)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Site) as server:
        host = f"http://127.0.0.1:{server.server_port}"
        headers = frame_headers(frame=host, portals=[host], media=[f"{host}/ours/"])
        Thread(target=server.serve_forever, daemon=True).start()
        yield host, asked
        server.shutdown()


def test_only_the_buckets_of_jobs_are_loaded_from(chromium: str) -> None:
    with served() as (host, asked):
        paths = ["/ours/a%20b.png?X-Amz-Signature=1", "/ours/deep/c.png", "/theirs/d.png", "/ours-too/e.png", "/ours"]
        found = run_script("media.ts", chromium, page=f"{host}/", images=[f"{host}{path}" for path in paths])
    assert found["loaded"] == [True, True, False, False, False]
    assert [path for path in paths if path in asked] == paths[:2]
