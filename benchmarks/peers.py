"""Label Studio and doccano as their pip packages start them (sqlite, telemetry off), on loopback, in a scratch folder.

`make bench-peers` installs them into .cache/peers. Their production set-ups (Docker, Postgres) are not measured.
"""

from __future__ import annotations

import http.cookiejar
import json
import multiprocessing
import os
import signal
import subprocess
import time
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trigpoint.testing.waiting import wait_until

PEERS = Path(__file__).resolve().parents[1] / ".cache" / "peers"
TOKEN = "b" * 40
PASSWORD = "Bench-pass-1"
START_SECONDS = 180
LABEL_CONFIG = (
    '<View><Text name="text" value="$text"/><Choices name="c" toName="text">'
    '<Choice value="spam"/><Choice value="ham"/></Choices></View>'
)

Pair = Callable[[], tuple[float, float]]
"""One next and one submit; seconds of each."""


class Peer(ABC):
    """A running peer. `pair()` makes a client; `pids()` are its processes."""

    name = ""
    objects = 1000
    """How many it is given: as many as it can label in a run, and not many more."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder, self.address, self.port = folder, f"http://127.0.0.1:{port}", port
        self.processes: list[subprocess.Popen[bytes]] = []
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, command: list[str], **environment: str) -> None:
        with (self.folder / "log").open("ab") as log:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env=os.environ | environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.processes.append(process)

    def wait(self, path: str) -> None:
        def answers() -> bool:
            try:
                with urllib.request.urlopen(self.address + path, timeout=5):
                    return True
            except OSError:
                return False

        wait_until(answers, f"{self.name}'s start (log: {self.folder / 'log'})", START_SECONDS)

    def pids(self) -> list[int]:
        groups = {process.pid for process in self.processes}
        stats = [path.read_text().rpartition(")")[2].split() for path in Path("/proc").glob("[0-9]*/stat")]
        names = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat")]
        return [pid for pid, fields in zip(names, stats, strict=False) if int(fields[2]) in groups]

    def stop(self) -> None:
        for process in self.processes:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)

    @abstractmethod
    def start(self) -> None:
        """Start the peer with a project of `objects` texts."""

    @abstractmethod
    def pair(self, client: int) -> Pair:
        """One client's loop body."""

    def over_assigned(self) -> int | None:
        """Objects with more answers than the one asked for; None where the peer assigns nothing."""
        return None


class Caller:
    """JSON over HTTP with cookies; `token` is sent as Django's token header."""

    def __init__(self, address: str, token: str = "") -> None:
        self.address, self.token = address, token
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def __call__(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Content-Type": "application/json"}
        if self.token:
            headers["Authorization"] = f"Token {self.token}"
        if csrf := next((one.value for one in self.cookies if one.name == "csrftoken"), None):
            headers["X-CSRFToken"] = str(csrf)
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.address + path, data, headers, method=method)
        with self.opener.open(request, timeout=60) as reply:
            text = reply.read()
        return json.loads(text) if text else None


class LabelStudio(Peer):
    name = "Label Studio"

    def start(self) -> None:
        program = PEERS / "label-studio" / "bin" / "label-studio"
        user = ["--username", "bench@example.com", "--password", PASSWORD, "--user-token", TOKEN]
        self.run(
            [str(program), "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(self.port), *user],
            LABEL_STUDIO_BASE_DATA_DIR=str(self.folder),
            LABEL_STUDIO_ENABLE_LEGACY_API_TOKEN="true",
            COLLECT_ANALYTICS="0",
            SENTRY_DSN="",
        )
        self.wait("/health")
        call = Caller(self.address, TOKEN)
        project = call("POST", "/api/projects", {"title": "bench", "label_config": LABEL_CONFIG})
        self.project = int(project["id"])
        call("POST", f"/api/projects/{self.project}/import", [{"text": f"text {n}"} for n in range(self.objects)])

    def pair(self, client: int) -> Pair:  # noqa: ARG002 - the server tells clients apart
        call = Caller(self.address, TOKEN)
        value = {"from_name": "c", "to_name": "text", "type": "choices", "value": {"choices": ["ham"]}}

        def one() -> tuple[float, float]:
            started = time.perf_counter()
            task = call("GET", f"/api/projects/{self.project}/next")
            asked = time.perf_counter()
            call("POST", f"/api/tasks/{task['id']}/annotations/", {"result": [value], "lead_time": 1})
            return asked - started, time.perf_counter() - asked

        return one

    def over_assigned(self) -> int:
        call, page, over = Caller(self.address, TOKEN), 1, 0
        while True:
            found = call("GET", f"/api/tasks?project={self.project}&page={page}&page_size=100")
            over += sum(task["total_annotations"] > 1 for task in found["tasks"])
            if page * 100 >= found["total"]:
                return over
            page += 1


class Doccano(Peer):
    name = "doccano"
    objects = 8000

    def start(self) -> None:
        folder = PEERS / "doccano" / "bin"
        environment = {"DOCCANO_HOME": str(self.folder), "PYTHONPATH": str(self.backend())}
        for command in (["init"], ["createuser", "--username", "bench", "--password", PASSWORD]):
            done = [str(folder / "doccano"), *command]
            subprocess.run(done, env=os.environ | environment, check=True, capture_output=True, timeout=300)
        django = {
            "DJANGO_SETTINGS_MODULE": "config.settings.production",
            "DATABASE_URL": f"sqlite:///{self.folder / 'db.sqlite3'}",
            "SECRET_KEY": TOKEN,
        }
        # Its own command line binds every interface; this is what it runs, on loopback.
        gunicorn = [str(folder / "gunicorn"), "--workers=5", f"--bind=127.0.0.1:{self.port}", "config.wsgi"]
        self.run(gunicorn, **environment, **django)
        self.wait("/")
        call = self.caller()
        body = {"name": "bench", "description": "bench", "guideline": "", "project_type": "DocumentClassification"}
        project = call("POST", "/v1/projects", {**body, "resourcetype": "TextClassificationProject"})
        self.project = int(project["id"])
        self.category = call("POST", f"/v1/projects/{self.project}/category-types", {"text": "ham"})["id"]
        self.fill(environment | django)
        self.place = multiprocessing.get_context("fork").Value("i", 0)

    def fill(self, environment: dict[str, str]) -> None:
        """Put the examples into its database in one go: by its API ten thousand take minutes."""
        rows = f"[E(project_id={self.project}, text=f'text {{n}}') for n in range({self.objects})]"
        script = (
            f"import django; django.setup(); from examples.models import Example as E; E.objects.bulk_create({rows})"
        )
        python = str(PEERS / "doccano" / "bin" / "python")
        done = subprocess.run([python, "-c", script], env=os.environ | environment, timeout=300)
        done.check_returncode()

    def backend(self) -> Path:
        return next((PEERS / "doccano" / "lib").glob("python3*")) / "site-packages" / "backend"

    def caller(self) -> Caller:
        call = Caller(self.address)
        call("POST", "/v1/auth/login/", {"username": "bench", "password": PASSWORD})
        return call

    def pair(self, client: int) -> Pair:  # noqa: ARG002 - the server tells clients apart
        """Each pair takes the next example, whoever asks: doccano assigns nothing, its next does less work."""
        call = self.caller()

        def one() -> tuple[float, float]:
            with self.place:
                place = self.place.value
                self.place.value += 1
            started = time.perf_counter()
            page = call("GET", f"/v1/projects/{self.project}/examples?limit=1&offset={place}")
            asked = time.perf_counter()
            path = f"/v1/projects/{self.project}/examples/{page['results'][0]['id']}"
            call("POST", f"{path}/categories", {"label": self.category})
            call("POST", f"{path}/states")
            return asked - started, time.perf_counter() - asked

        return one
