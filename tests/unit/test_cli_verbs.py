"""Every verb through typer's runner: parsing, tables, JSON, exit codes, errors as one line."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError
from typer.testing import CliRunner, Result

from trigpoint.cli import connection, following
from trigpoint.cli.app import app
from trigpoint.cli.connection import Connection
from trigpoint.domain.job import Job, JobSpec, JobStatus
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Shard, UsageKind, UsageRecord
from trigpoint.ports import Ports
from trigpoint.testing import (
    FakeClock,
    FakeFunctions,
    MemoryBlobs,
    MemoryLedger,
    MemoryQueue,
    MemoryWorkflow,
    RecordedEvents,
    SeededIds,
)

NOW = 1_790_000_000.0
OUTPUT = "s3://bucket/output/Birds/manifests/output/output.manifest"
LINES = (
    b'{"source": "one, two", "label": 0, "label-metadata": {"class-name": "ham", "confidence": 0.9, '
    b'"human-annotated": "yes"}}\n{"source": "three"}\n'
)
Run = Callable[..., Result]


def job(name: str, status: JobStatus, **more: Any) -> Job:
    spec = JobSpec("text_multi_class", "label", "s3://bucket/m", "s3://bucket/output", "", "", "team-a")
    return Job(name, spec, NOW, NOW, status, total=2, shards=1, closed=2, **more)


@pytest.fixture
def ports() -> Ports:
    ledger = MemoryLedger()
    ledger.create_job(job("Birds", JobStatus.COMPLETED, output_manifest=OUTPUT))
    ledger.create_job(job("cats", JobStatus.IN_PROGRESS))
    ledger.create_job(job("dogs", JobStatus.FAILED, failure="no [bold]team[/bold]"))
    for name in ("birds", "cats", "dogs"):
        ledger.put_shards(name, [Shard(0, 0, 9, 2, labelled=1, failed=1)])
    ledger.put_usage(UsageRecord("2026-09", "birds", 0, UsageKind.HUMAN, NOW, 3))
    blobs = MemoryBlobs({OUTPUT: LINES})
    rest = (MemoryQueue(), MemoryWorkflow(), FakeFunctions(), RecordedEvents(), FakeClock(NOW), SeededIds())
    return Ports(ledger, blobs, *rest)


@pytest.fixture
def run(ports: Ports, monkeypatch: pytest.MonkeyPatch) -> Run:
    made = Connection(ports, Deployment("bucket", "us-east-1", "000000000000"), "pool", "client")
    monkeypatch.setattr(connection, "open_connection", lambda: made)
    return lambda *arguments: CliRunner().invoke(app, list(arguments))


VERBS = (
    "up",
    "down",
    "status",
    "reset",
    "doctor",
    "demo",
    "submit",
    "watch",
    "jobs",
    "stop",
    "export",
    "usage",
    "worker invite",
    "worker list",
    "function add",
    "function list",
    "data push",
)


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_examples_and_json(verb: str) -> None:
    result = CliRunner().invoke(app, [*verb.split(), "--help"])
    assert result.exit_code == 0
    assert f"\n    trigpoint {verb}" in result.output
    assert "--json" in result.output


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["export"],
        ["export", "birds", "--format", "xml"],
        ["export", "birds", "--json"],
        ["usage", "--month", "2026-13"],
        ["submit", "no-such-file", "--labels", "a,b"],
        ["submit", ".", "--labels", "a,b", "--workers", "10"],
        ["demo", "--objects", "0"],
        ["jobs", "--status", "Sleeping"],
    ],
)
def test_misuse_exits_2_and_says_why(run: Run, arguments: list[str]) -> None:
    result = run(*arguments)
    assert result.exit_code == 2
    assert "Error" in result.output or "Usage" in result.output


def test_our_errors_are_one_line_with_the_fix_and_exit_1(run: Run) -> None:
    result = run("watch", "nope")
    assert result.exit_code == 1
    assert result.stderr == "NotFound: There is no job nope. Check the name.\n"
    assert result.stdout == ""


def client_error(status: int) -> ClientError:
    reply = {"Error": {"Code": "Denied", "Message": "no"}, "ResponseMetadata": {"HTTPStatusCode": status}}
    return ClientError(reply, "Query")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (EndpointConnectionError(endpoint_url="http://127.0.0.1:1"), "NotRunning"),
        (client_error(503), "NotRunning"),
        (client_error(403), "AwsTrouble"),
        (PermissionError(13, "Permission denied", "x"), "FileTrouble"),
    ],
)
def test_outside_errors_are_told_in_our_words(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: Exception, code: str
) -> None:
    def broken() -> Connection:
        raise error

    monkeypatch.setattr(connection, "open_connection", broken)
    result = run("jobs")
    assert (result.exit_code, result.stdout) == (1, "")
    assert result.stderr.startswith(f"{code}: ")
    assert result.stderr.count("\n") == 1


def test_jobs_as_table_and_as_json(run: Run) -> None:
    text = run("jobs").stdout
    assert all(word in text for word in ("Birds", "Completed", "text_multi_class", "no [bold]team[/bold]"))
    assert {row["job"] for row in json.loads(run("jobs", "--json").stdout)} == {"Birds", "cats", "dogs"}
    found = json.loads(run("jobs", "--status", "Completed", "--json").stdout)
    assert [row["job"] for row in found] == ["Birds"]


def test_watch_ends_with_0_only_for_a_completed_job(run: Run) -> None:
    done = run("watch", "BIRDS")
    assert done.exit_code == 0
    assert "Birds is Completed: 1 labelled, 1 failed of 2." in done.stdout
    failed = run("watch", "dogs", "--json")
    assert failed.exit_code == 1
    assert json.loads(failed.stdout)["failure"] == "no [bold]team[/bold]"


def test_following_waits_for_the_end(ports: Ports) -> None:
    def sleep(_seconds: float) -> None:
        ports.ledger.change_job("cats", put={"status": JobStatus.STOPPED})

    (ended,) = following.follow(["cats"], ports.ledger, quiet=True, sleep=sleep)
    assert (ended.status, ended.closed, ended.total) == ("Stopped", 2, 2)


def test_stop_asks_no_more_people_and_refuses_an_ended_job(run: Run, ports: Ports) -> None:
    assert json.loads(run("stop", "Cats", "--json").stdout) == {"job": "cats", "status": "Stopping"}
    assert ports.ledger.job("cats").status is JobStatus.STOPPING
    again = run("stop", "birds")
    assert again.exit_code == 1
    assert again.stderr.startswith("JobClosed: ")


def test_export_in_every_format(run: Run, tmp_path: Path) -> None:
    csv = run("export", "birds").stdout
    assert csv.splitlines()[1] == '0,"one, two",ham,0.9,yes'
    (row,) = run("export", "birds", "--format", "jsonl").stdout.splitlines()
    assert json.loads(row)["label"] == "ham"
    path = tmp_path / "out.manifest"
    told = run("export", "birds", "-f", "manifest", "-o", str(path), "--json")
    assert json.loads(told.stdout)["bytes"] == len(LINES)
    assert path.read_bytes() == LINES


def test_export_of_a_running_job_is_refused_with_what_to_do(run: Run) -> None:
    result = run("export", "cats")
    assert result.exit_code == 1
    assert "trigpoint watch cats" in result.stderr


def test_usage_prints_the_bill_and_its_notes(run: Run) -> None:
    text = run("usage").stdout
    assert "Bill of 2026-09" in text
    assert "0.08 USD" in text
    assert "no free tier" in text
    assert json.loads(run("usage", "--month", "2026-08", "--json").stdout)["amount"] == "0.00"


def test_data_push_copies_a_folder(run: Run, ports: Ports, tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "a.png").write_bytes(b"png")
    told = json.loads(run("data", "push", str(tmp_path), "--name", "birds", "--json").stdout)
    assert told == {"prefix": "s3://bucket/data/birds/", "files": 1}
    assert ports.blobs.read("s3://bucket/data/birds/deep/a.png") == b"png"


def test_data_push_of_an_empty_folder_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("data", "push", str(tmp_path)).stderr.startswith("NotFound: ")
