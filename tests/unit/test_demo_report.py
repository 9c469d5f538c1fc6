"""The demo's report: read from ledger and blobs, exactly the agreed shape; its tables."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trigpoint.cli.demo.crew import Member
from trigpoint.cli.demo.outcome import Outcome, bills_between, outcome
from trigpoint.cli.demo.run import Demo
from trigpoint.cli.demo.show import show
from trigpoint.cli.demo.subjects import PIXELS, Subject, digits, messages
from trigpoint.cli.people import Person
from trigpoint.cli.standing import standing
from trigpoint.domain.job import Job, JobSpec, JobStatus
from trigpoint.domain.work import Answer, Shard, UsageKind, UsageRecord
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
MONTH = "2026-09"
SUBJECT = Subject("sms", ("ham", "spam"), "crowd-classifier", ("a", "b"), ("ham", "spam"))
OUTPUT = "s3://bucket/output/Demo/manifests/output/output.manifest"
ANSWERS = [(0, "ann", "ham"), (0, "bob", "ham"), (0, "cy", "spam"), (1, "ann", "spam"), (1, "bob", "ham")]


def line(seq: int, name: str) -> bytes:
    return json.dumps({"source": str(seq), "label": 0, "label-metadata": {"class-name": name}}).encode() + b"\n"


@pytest.fixture
def ports() -> Ports:
    ledger, blobs = MemoryLedger(), MemoryBlobs({OUTPUT: line(0, "ham") + line(1, "spam")})
    spec = JobSpec("text_multi_class", "label", "s3://bucket/m", "s3://bucket/output", "", "", "demo-team")
    job = Job("Demo", spec, NOW, NOW, JobStatus.COMPLETED, total=2, shards=1, output_manifest=OUTPUT)
    ledger.create_job(job)
    ledger.put_shards("demo", [Shard(0, 0, 10, 2, labelled=2)])
    for seq, worker, label in ANSWERS:
        answer = Answer("demo", seq, worker, {"crowd-classifier": {"label": label}}, NOW, NOW, "t")
        ledger.answer_rows.setdefault(("demo", seq), {})[worker] = answer
    for seq in range(2):
        ledger.put_usage(UsageRecord(MONTH, "demo", seq, UsageKind.HUMAN, NOW, 3))
    return Ports(
        ledger,
        blobs,
        MemoryQueue(),
        MemoryWorkflow(),
        FakeFunctions(),
        RecordedEvents(),
        FakeClock(NOW),
        SeededIds(),
    )


@pytest.fixture
def found(ports: Ports, tmp_path: Path) -> Outcome:
    bills = bills_between(NOW, NOW, ports.ledger)
    stored = {(0, "ann", "ham"), (1, "cy", "ham")}
    return outcome(standing("demo", ports.ledger), SUBJECT, stored, ports, tmp_path, bills)


def test_the_entry_has_the_agreed_shape(found: Outcome, tmp_path: Path) -> None:
    path = tmp_path / "demo" / "output.manifest"
    assert found.as_dict() == {
        "name": "Demo",
        "task_type": "text_multi_class",
        "objects": 2,
        "labelled": 2,
        "failed": 0,
        "output_manifest": str(path),
        "accuracy": {"worker_mean": 0.5, "worker_best": 1.0, "majority": 0.5, "consolidated": 1.0},
        "answers": 5,
        "over_assigned": 0,
        "usage_records": 2,
        "bill_usd": 0.16,
    }
    assert path.read_bytes() == line(0, "ham") + line(1, "spam")


def test_an_acknowledged_answer_that_is_not_in_the_ledger_is_lost(found: Outcome) -> None:
    assert found.lost == 1


def test_objects_with_too_many_answers_are_counted(ports: Ports, tmp_path: Path) -> None:
    rows = ports.ledger.answer_rows["demo", 0]  # type: ignore[attr-defined]
    rows["dee"] = Answer("demo", 0, "dee", {"crowd-classifier": {"label": "ham"}}, NOW, NOW, "t")
    assert outcome(standing("demo", ports.ledger), SUBJECT, (), ports, tmp_path, []).over_assigned == 1


def test_a_job_without_output_is_reported_as_such(ports: Ports, tmp_path: Path) -> None:
    ports.ledger.change_job("demo", put={"output_manifest": None, "failure": "no workers"})
    entry = outcome(standing("demo", ports.ledger), SUBJECT, (), ports, tmp_path, []).as_dict()
    assert entry["output_manifest"] is None
    assert entry["accuracy"]["consolidated"] == 0


def test_a_demo_over_midnight_of_the_month_reads_both_bills(ports: Ports) -> None:
    assert [bill.month for bill in bills_between(NOW, NOW + 31 * 86400, ports.ledger)] == [MONTH, "2026-10"]


def test_the_tables_show_workers_merging_lines_and_bill(found: Outcome, capsys: pytest.CaptureFixture[str]) -> None:
    member = Member("worker-1", 0.95, Person("u", "e", "ann", "", ()), "secret")
    show(Demo(12.3, [found], {"ann": member}, []))
    text = capsys.readouterr().out
    for part in (
        "worker-1",
        "mean worker",
        "best worker",
        "majority vote",
        "consolidated labels",
        '"class-name": "ham"',
    ):
        assert part in text
    assert "0.16 USD" in text
    assert "no free tier" in text
    assert "secret" not in text


def test_digits_are_pictures_people_can_see(tmp_path: Path) -> None:
    from PIL import Image

    found = digits(5, 1, tmp_path)
    assert found.keys == digits(5, 1, tmp_path / "again").keys
    assert len(set(found.keys)) == 5
    with Image.open(tmp_path / found.keys[0]) as picture:
        assert picture.size == (PIXELS, PIXELS)
        assert picture.getextrema() != (0, 0)
    assert found.object_of(f"s3://b/data/x/{found.keys[3]}") == 3


def test_messages_are_known_by_their_text() -> None:
    found = messages(300)
    assert len(set(found.keys)) == 300
    assert set(found.truths) == {"ham", "spam"}
    assert found.object_of(found.keys[7]) == 7
    assert found.dataset("s3://b/").objects == 300
