"""`trigpoint up --bare`: no pages, everything else; and the code of docs/test-double.md, as it stands there."""

from __future__ import annotations

import http.client
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from stack import Stack
from test_control_api import client_of, trigpoint

ROOT = Path(__file__).resolve().parents[2]
BLOCK = re.compile(r"^```python\n# (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def get(port: int, path: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path)
    status = connection.getresponse().status
    connection.close()
    return status


def test_there_are_no_pages_and_no_task_frame(bare_stack: Stack) -> None:
    for path in ("/", "/index.html", "/config.json"):
        assert get(bare_stack.place.listener_port, path) == 404
    with pytest.raises(ConnectionRefusedError):
        get(bare_stack.place.frame_port, "/")
    assert "no pages" in bare_stack.lines[-1]


def test_the_portals_api_is_there(bare_stack: Stack) -> None:
    status, reply = bare_stack.call(bare_stack.worker("wren"), "/portal/jobs")
    assert (status, reply["jobs"]) == (200, [])


def test_keys_and_webhooks_survive_a_kill(bare_stack: Stack) -> None:
    key = json.loads(trigpoint(bare_stack, "keys", "create", "--json"))
    trigpoint(bare_stack, "webhook", "add", "kept", "https://example.com/", "--json")
    assert client_of(key).list_labeling_jobs()
    bare_stack.kill()
    bare_stack.up()
    assert client_of(key).list_labeling_jobs()["LabelingJobSummaryList"] == []
    assert "kept" in trigpoint(bare_stack, "webhook", "list", "--json")


def test_the_code_of_the_page_runs(tmp_path: Path) -> None:
    blocks = dict(BLOCK.findall((ROOT / "docs" / "test-double.md").read_text()))
    assert set(blocks) == {"conftest.py", "test_labels.py"}
    for name, code in blocks.items():
        (tmp_path / name).write_text(code)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("TRIGPOINT_")}
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
