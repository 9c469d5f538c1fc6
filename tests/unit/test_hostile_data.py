"""What a manifest's line may hold: it becomes text in its place, or its own object fails; nothing of it runs."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from usecase_bench import HERE, Installation

from trigpoint.adapters.aws_clients import client
from trigpoint.adapters.s3_blobs import S3Blobs
from trigpoint.cli.terminal import complain, put_table, say
from trigpoint.domain.errors import TemplateError
from trigpoint.domain.work import Outcome
from trigpoint.formats import template
from trigpoint.formats.media_types import harmless_type
from trigpoint.usecases.prepare_slice import preparer
from trigpoint.usecases.split_manifest import split_manifest

BIDI = "safe\u202egpj.exe\u2066\u0000\u0007"


def page(source: str, value: Any) -> str:
    return template.render(source, {"d": value}, grant=lambda uri: f"https://signed/{uri}", object_id=3)


# -- in the page
@pytest.mark.parametrize("data", ["<script>x</script>", "<img src=x onerror=y>", "</textarea><b>", "<!--", "&lt;"])
def test_html_in_a_text_is_text(data: str) -> None:
    shown = page("<p>{{ task.input.d }}</p>", data)
    assert shown.count("<") == 2
    assert unescape(shown[3:-4]) == data


@pytest.mark.parametrize("data", ['" onload="x', "' onload='x", '"><script>', "a`b"])
def test_quotes_in_a_file_name_stay_in_the_attribute(data: str) -> None:
    for mark in "\"'":
        shown = page(f"<img src={mark}{{{{ task.input.d | grant_read_access }}}}{mark}>", f"s3://b/{data}")
        assert shown.count(mark) == 2
        assert unescape(shown[10:-2]) == f"https://signed/s3://b/{data}"


@pytest.mark.parametrize("data", ["</script><script>x", "<!--<script>", "\u2028", "a\\", "'\"`${x}"])
def test_data_in_a_script_is_json_that_cannot_end_it(data: str) -> None:
    shown = page("<script>let x = {{ task.input.d | to_json }};</script>", data)
    assert re.findall("<", shown) == ["<", "<"]
    assert json.loads(shown[16:-10]) == data


@pytest.mark.parametrize("data", ["{{ 'b' | upcase }}", "{% for i in (1..9) %}x{% endfor %}", "{{", "{% raw %}"])
def test_liquid_in_the_data_is_not_evaluated(data: str) -> None:
    assert unescape(page("{{ task.input.d }}", data)) == data
    assert unescape(page("{% assign a = task.input.d %}{% capture b %}{{ a }}{% endcapture %}{{ b }}", data)) == data


def test_control_and_direction_characters_reach_the_worker_as_they_are() -> None:
    """Who labels a text must see that text: the portal's own words stand outside the frame."""
    assert unescape(page("{{ task.input.d }}", BIDI)) == BIDI
    assert json.loads(unescape(page("{{ task.input.d | to_json }}", BIDI))) == BIDI


def test_a_huge_field_fails_its_object_with_a_reason() -> None:
    with pytest.raises(TemplateError, match=r"Object 3: .*limit reached"):
        page("{{ task.input.d }}" * 60, "x" * 100_000)


def test_the_terminal_is_not_steered_by_what_an_error_quotes(capsys: pytest.CaptureFixture[str]) -> None:
    say("bad\x1b]0;title\x07 \x9b2J\u202ename\n\tnext")
    complain(TemplateError("object 1: \x1b[2Jgone", "Look at \u2066it."))
    put_table("t\u200b", ("name",), [("a\x1b[31m",)])
    shown = capsys.readouterr()
    assert not set(shown.out + shown.err) & set("\x1b\x07\x9b\u202e\u2066")
    assert "next" in shown.out


# -- before the page
@pytest.mark.parametrize(
    "uri", ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "https://x.example/y"]
)
def test_a_source_that_is_no_object_of_ours_fails_only_itself(uri: str) -> None:
    made = Installation()
    job = made.job([{"source-ref": uri}, {"source": "fine"}])
    split_manifest(job.key, made.ports)
    made.prepared()
    assert made.ledger.label("job-1", 0).outcome is Outcome.FAILED  # type: ignore[union-attr]
    assert "may not read" in made.reason(0)
    assert preparer(made.row, made.ports, HERE) is not None
    assert made.ledger.label("job-1", 1) is None


# -- links
@pytest.mark.parametrize(
    ("key", "kind"),
    [
        ("a/b.JPG", "image/jpeg"),
        ("a.mp4", "video/mp4"),
        ("x.html", "text/plain; charset=utf-8"),
        ("x.svg", "application/octet-stream"),
        ("x.svgz", "application/octet-stream"),
        ("x.xml", "text/plain; charset=utf-8"),
        ("x.js", "text/plain; charset=utf-8"),
        ("no-extension", "application/octet-stream"),
        ("html", "application/octet-stream"),
        ("a.html/b", "application/octet-stream"),
        ("x.png.html", "text/plain; charset=utf-8"),
    ],
)
def test_a_link_is_never_a_page_that_runs(key: str, kind: str) -> None:
    assert harmless_type(key) == kind
    assert not kind.startswith(("text/html", "image/svg", "application/xhtml"))


def test_a_signed_link_holds_its_content_type_and_time(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"ACCESS_KEY_ID": "k", "SECRET_ACCESS_KEY": "s", "REGION": "eu-west-1"}.items():
        monkeypatch.setenv(f"AWS_{name}", value)
    monkeypatch.setenv("AWS_DEFAULT_REGION", "eu-west-1")
    client.cache_clear()
    try:
        address = S3Blobs(client("s3")).presign('s3://bucket/a "b".svg?versionId=7', 60)
    finally:
        client.cache_clear()
    assert "response-content-type=application%2Foctet-stream" in address
    assert "X-Amz-Expires=60" in address
    assert "versionId=7" in address
    assert '"' not in address
