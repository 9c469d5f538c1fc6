"""`trigpoint template lint` and `trigpoint render` without a browser; the preview's two ports."""

from __future__ import annotations

import http.client
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from trigpoint.cli.app import app
from trigpoint.local.preview import Preview

GOOD = '<crowd-form><crowd-input name="a"></crowd-input></crowd-form>'
RUN = CliRunner()


def lint(folder: Path, source: str, *options: str) -> tuple[int, str]:
    path = folder / "a.html"
    path.write_text(source)
    done = RUN.invoke(app, ["template", "lint", str(path), *options])
    return done.exit_code, done.output


# -- lint
def test_exit_codes_tell_errors_from_warnings(tmp_path: Path) -> None:
    assert lint(tmp_path, GOOD) == (0, "1 template: nothing found.\n")
    assert lint(tmp_path, GOOD + "<p title={{ x }}>")[0] == 0
    assert lint(tmp_path, GOOD + "<p title={{ x }}>", "--strict")[0] == 1
    code, shown = lint(tmp_path, GOOD + "<crowd-no>")
    assert code == 1
    assert "unknown-element" in shown


def test_findings_as_json_name_file_place_and_remedy(tmp_path: Path) -> None:
    code, printed = lint(tmp_path, f"{GOOD}\n<script src='https://cdn.example.com/a.js'></script>", "--json")
    (one,) = json.loads(printed)
    (finding,) = one["findings"]
    assert (code, one["file"], finding["line"], finding["code"]) == (0, str(tmp_path / "a.html"), 2, "outside-host")
    assert "trigpoint:allow-hosts=cdn.example.com" in finding["fix"]
    allowed = f"{GOOD}<script src='https://cdn.example.com/a.js'></script>"
    assert "nothing found" in lint(tmp_path, allowed, "--allow-hosts", "cdn.example.com")[1]


def test_wrong_usage_is_told(tmp_path: Path) -> None:
    assert RUN.invoke(app, ["template", "lint", str(tmp_path / "none.html")]).exit_code == 2
    assert lint(tmp_path, GOOD, "--allow-hosts", "http://x")[0] == 1


# -- render
def page(folder: Path, template: str, *options: str) -> str:
    out = folder / "page.html"
    done = RUN.invoke(app, ["render", template, "--out", str(out), *options])
    assert done.exit_code == 0, done.output
    return out.read_text()


def test_a_built_in_type_is_rendered_with_its_sample(tmp_path: Path) -> None:
    assert "<crowd-bounding-box" in page(tmp_path, "bounding-box")


def test_a_line_of_a_manifest_becomes_what_a_job_would_show(tmp_path: Path) -> None:
    line = tmp_path / "objects.manifest"
    line.write_text('{"source": "one <b>"}\n{"source": "two"}\n')
    shown = page(tmp_path, "text_multi_class", "--input", str(line), "--labels", "spam, ham")
    assert "one &lt;b&gt;" in shown
    assert "&#34;spam&#34;" in shown


def test_local_files_have_addresses_and_nothing_outside_their_folder_has(tmp_path: Path) -> None:
    (tmp_path / "cat.jpg").write_bytes(b"cat")
    source = tmp_path / "mine.html"
    source.write_text('<img src="{{ task.input.a }}"><img src="{{ task.input.b }}"><crowd-form></crowd-form>')
    task = tmp_path / "task.json"
    task.write_text('{"a": "./cat.jpg", "b": "./../../etc/passwd"}')
    shown = page(tmp_path, str(source), "--input", str(task))
    assert shown.count("http://127.0.0.1:") == 1
    assert "./../../etc/passwd" in shown


def test_a_name_that_is_no_template_lists_the_built_ins() -> None:
    done = RUN.invoke(app, ["render", "nope", "--out", "x"])
    assert done.exit_code == 1
    assert "bounding_box" in done.output


# -- the preview's ports
@pytest.fixture
def preview(tmp_path: Path) -> Iterator[Preview]:
    for part in ("preview", "frame"):
        (tmp_path / part).mkdir()
        (tmp_path / part / "index.html").write_text(part)
    (tmp_path / "cat.png").write_bytes(b"cat")
    made = Preview({"title": "t", "hosts": [], "html": "<p>"}, tmp_path)
    made.files.folder = tmp_path
    made.show()
    yield made
    made.close()


def ask(address: str, method: str = "GET", body: str | None = None, **headers: str) -> http.client.HTTPResponse:
    split = urlsplit(address)
    connection = http.client.HTTPConnection(split.netloc, timeout=10)
    sent = {name.replace("_", "-"): value for name, value in headers.items()}
    path = split.path + (f"?{split.query}" if split.query else "")
    connection.request(method, path, body, sent)
    reply = connection.getresponse()
    reply.read()
    connection.close()
    return reply


def test_the_frame_is_served_with_the_policy_of_the_seat(preview: Preview) -> None:
    policy = ask(f"{preview.frame}/").headers["Content-Security-Policy"]
    assert "connect-src 'none'" in policy
    assert f"frame-ancestors {preview.origin}" in policy
    opened = ask(f"{preview.frame}/?hosts=cdn.example.com").headers["Content-Security-Policy"]
    assert "script-src 'unsafe-inline' " + preview.frame + " https://cdn.example.com" in opened


def test_other_pages_of_the_browser_get_nothing(preview: Preview) -> None:
    assert ask(f"{preview.origin}/preview.json").status == 200
    assert ask(f"{preview.origin}/preview.json", Origin="https://evil.example").status == 403
    assert ask(f"{preview.origin}/preview.json", Sec_Fetch_Site="cross-site").status == 403
    assert ask(f"{preview.origin}/preview.json", Host="evil.example").status == 403
    assert ask(f"{preview.origin}/answer", "POST", "{}", Origin="null").status == 403
    assert preview.answers.empty()


def test_files_are_found_by_their_name_only(preview: Preview) -> None:
    address = preview.files.grant("s3://bucket/deep/cat.png")
    reply = ask(address)
    assert (reply.status, reply.headers["Content-Type"]) == (200, "image/png")
    assert ask(f"{preview.frame}/files/cat.png").status == 404
    assert ask(f"{preview.frame}/%2e%2e/cat.png").status == 404
    assert ask(f"{preview.frame}/../cat.png").status == 404
    assert ask(preview.files.grant("s3://bucket/none.png")).headers["Content-Type"] == "image/svg+xml"


def test_an_answer_is_json(preview: Preview) -> None:
    assert ask(f"{preview.origin}/answer", "POST", "{").status == 400
    assert ask(f"{preview.origin}/answer", "POST", '{"a": 1}', Origin=preview.origin).status == 200
    assert preview.answers.get(timeout=10) == {"a": 1}
