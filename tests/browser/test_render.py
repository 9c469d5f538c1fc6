"""`trigpoint render`: a template tried in the real frame, by a real pointer, without a deployment."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PIL import Image
from seats import CHECKOUT, run_script

ADDRESS = re.compile(r"Answer the task at (http://127\.0\.0\.1:\d+/)")
END_SECONDS = 20
SIZE = (400, 300)


@contextmanager
def rendering(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`trigpoint render` as it waits for its answer, and its address."""
    command = [sys.executable, "-m", "trigpoint.cli.app", "render", *arguments]
    environment = os.environ | {"PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(
        command, cwd=CHECKOUT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stderr
        told = ""
        for line in running.stderr:
            told += line
            if found := ADDRESS.search(line):
                yield running, found[1]
                break
        else:
            pytest.fail(f"it told no address: {told}")
        if running.poll() is None:
            running.kill()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    Image.new("RGB", SIZE, "#8fa3b5").save(folder / "cat.png")
    return folder


def test_a_drawn_box_comes_back_as_a_file(chromium: str, picture: Path, tmp_path: Path) -> None:
    task = tmp_path / "task.json"
    task.write_text(json.dumps({"taskObject": "s3://bucket/some/cat.png", "labels": ["Cat", "Dog"]}))
    answer = tmp_path / "answer.json"
    given = ("bounding_box", "--input", str(task), "--data", str(picture), "--answer-json", str(answer), "--json")
    with rendering(*given) as (running, address):
        screenshot = os.environ.get("TRIGPOINT_SHOTS", "")
        shot = {"screenshot": f"{screenshot}/render.png"} if screenshot else {}
        seen = run_script("render.ts", chromium, address=address, box=[80, 60, 240, 210], **shot)
        printed, _ = running.communicate(timeout=END_SECONDS)
    assert (seen["troubles"], running.returncode) == ([], 0)
    found = json.loads(answer.read_text())
    assert json.loads(printed) == {"answer": found}
    (box,) = found["boundingBox"]["boundingBoxes"]
    assert box["label"] == "Cat"
    for side, pixels in {"left": 80, "top": 60, "width": 160, "height": 150}.items():
        assert abs(box[side] - pixels) <= 1
    assert found["boundingBox"]["inputImageProperties"] == {"width": SIZE[0], "height": SIZE[1]}


def test_a_file_of_ones_own_with_a_manifest_line_stays_in_the_sandbox(chromium: str, tmp_path: Path) -> None:
    template = tmp_path / "mine.liquid.html"
    template.write_text(
        '<script src="https://assets.crowd.aws/crowd-html-elements.js"></script><crowd-form>'
        '<crowd-classifier name="kind" categories="[\'spam\', \'ham\']" header="Which?">'
        "<classification-target>{{ task.input.source }}</classification-target></crowd-classifier></crowd-form>"
    )
    (tmp_path / "all.manifest").write_text('{"source": "win a prize"}\n{"source": "two"}\n')
    with rendering(str(template), "--input", str(tmp_path / "all.manifest")) as (running, address):
        seen = run_script("render.ts", chromium, address=address, choose="spam")
        printed, _ = running.communicate(timeout=END_SECONDS)
    assert seen == {"troubles": [], "parent": "SecurityError"}
    assert json.loads(printed) == {"kind": {"label": "spam"}}
