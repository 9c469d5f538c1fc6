"""A whole small job, killed after every single port call: the same output, each object billed once.

What runs is what is deployed: the handlers and the machine's definition. What a kill loses is what the
embedded AWS loses: messages, executions, tokens. What brings the job back is the start's `resume` step.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

import pytest
from whole_job import Installation, load_handlers, through_kills

from trigpoint.domain import work
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Outcome
from trigpoint.formats import manifest
from trigpoint.usecases import choose_wave, export_job, next_objects
from trigpoint.usecases.end_job import stop_job

LINES = (
    b'{"source": "win a prize", "n": 0}',
    b"not json",
    b'{"source": "see you at noon",  "n": 2.50}',
    b'{"source": "dear friend", "n": 3}',
    b'{"source": "done before", "verdict": 1, "verdict-metadata": {"class-name": "ham"}}',
    b'{"source": "cheap pills", "n": 5}',
    b'{"source": "minutes of the meeting", "n": 6}',
)
LABELLED = {0, 2, 3, 5, 6}
OUTPUT = "s3://data/output/Job-1/manifests/output/output.manifest"
LAMBDA = "arn:aws:lambda:us-east-1:432418664414:function:"
OWN = "arn:aws:lambda:us-east-1:000000000000:function:"


def recipe(pre: str, post: str) -> dict[str, Any]:
    return {
        "LabelAttributeName": "verdict",
        "OutputConfig": {"S3OutputPath": "s3://data/output"},
        "LabelCategoryConfigS3Uri": "s3://data/categories.json",
        "Tags": [{"Key": "trigpoint:webhook", "Value": "hook"}],
        "HumanTaskConfig": {
            "WorkteamArn": "team-a",
            "PreHumanTaskLambdaArn": pre,
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": post},
            "NumberOfHumanWorkersPerDataObject": 2,
            "MaxConcurrentTaskCount": 2,
        },
    }


BUILT_IN = recipe(f"{LAMBDA}PRE-TextMultiClass", f"{LAMBDA}ACS-TextMultiClass")
CUSTOMER = recipe(f"{OWN}prepare", f"{OWN}combine")
CUSTOMER["HumanTaskConfig"]["UiConfig"] = {"UiTemplateS3Uri": "s3://data/template.html"}


def prepare(event: Any) -> Any:
    return {"taskInput": {"text": event["dataObject"]["source"]}, "isHumanAnnotationRequired": "true"}


@pytest.fixture(scope="module")
def handlers() -> dict[str, Any]:
    return load_handlers()


@pytest.fixture(scope="module", autouse=True)
def small_units() -> Iterator[None]:
    """Four shards of two objects, three waves of three, two export groups."""
    with pytest.MonkeyPatch.context() as patch:
        for module in (work, manifest, choose_wave):
            patch.setattr(module, "SHARD_OBJECTS", 2)
        patch.setattr(next_objects, "WAVE_OBJECTS", 3)
        patch.setattr(export_job, "GROUP_SHARDS", 2)
        yield


def installation(handlers: dict[str, Any]) -> Installation:
    made = Installation(handlers)
    made.blobs.write("s3://data/categories.json", b'{"labels": [{"label": "spam"}, {"label": "ham"}]}')
    made.blobs.write("s3://data/template.html", b"<crowd-classifier name='category'></crowd-classifier>")

    def combine(event: Any) -> Any:
        entries = json.loads(made.blobs.objects[event["payload"]["s3Uri"]])
        return [
            {
                "datasetObjectId": entry["datasetObjectId"],
                "consolidatedAnnotation": {"content": {"verdict": len(entry["annotations"])}},
            }
            for entry in entries
        ]

    made.functions.functions |= {f"{OWN}prepare": prepare, f"{OWN}combine": combine}
    return made


def run(handlers: dict[str, Any], request: dict[str, Any], dies_after: int | None = None, *more: int) -> Installation:
    made = installation(handlers)
    made.life.dies_after = dies_after
    through_kills(made, lambda: made.upload(request, b"\n".join(LINES) + b"\n"), *more)
    return made


def outcome(made: Installation) -> dict[str, Any]:
    """All that must not depend on where the process was killed."""
    job = made.ledger.job("job-1")
    return {
        "manifest": made.blobs.objects[OUTPUT],
        "status": job.status,
        "counts": (job.total, job.closed, job.unopened, job.opened, job.waves, job.slices),
        "outcomes": {seq: (label.outcome, label.wave) for (_, seq), label in made.ledger.label_rows.items()},
        "usage": sorted((record.seq, record.kind, record.answers) for record in made.ledger.usage_rows.values()),
        "answers": {seq: sorted(rows) for (_, seq), rows in made.ledger.answer_rows.items()},
        "tasks left": list(made.ledger.task_rows),
        "told": {notice.seq for notice in made.notices.sent},
    }


@pytest.mark.parametrize("request_", [BUILT_IN, CUSTOMER], ids=["built-in", "customer"])
def test_without_a_kill(handlers: dict[str, Any], request_: dict[str, Any]) -> None:
    made = run(handlers, request_)
    found = outcome(made)
    assert found["status"] is JobStatus.COMPLETED
    assert found["counts"] == (7, 7, 2, 5, 3, 5)
    assert [seq for seq, _, _ in found["usage"]] == sorted(LABELLED)
    assert set(found["answers"]) == LABELLED
    assert all(workers == ["ann", "ben"] for workers in found["answers"].values())
    assert found["outcomes"][1] == (Outcome.FAILED, 1)
    assert found["outcomes"][4] == (Outcome.SKIPPED, 2)
    lines = found["manifest"].splitlines()
    assert lines[4] == LINES[4]
    assert found["told"] == LABELLED
    assert len(made.notices.sent) == len(LABELLED), "once an object, while nothing dies"
    assert lines[2].startswith(LINES[2][:-1])
    assert [detail["LabelingJobStatus"] for detail in made.events.announced] == ["Completed"]
    combined = [name for name, _ in made.functions.calls if name.endswith("combine")]
    assert len(combined) == (5 if request_ is CUSTOMER else 0), "once an object"


@pytest.mark.parametrize("request_", [BUILT_IN, CUSTOMER], ids=["built-in", "customer"])
def test_a_kill_after_any_port_call_changes_nothing(handlers: dict[str, Any], request_: dict[str, Any]) -> None:
    whole = run(handlers, request_)
    wanted, wrong = outcome(whole), []
    for calls in range(1, whole.life.calls + 1):
        made = run(handlers, request_, calls)
        if outcome(made) != wanted or len(made.events.announced) > 2:
            wrong.append((calls, whole.life.names[calls - 1], outcome(made)))
    assert wrong == []
    assert whole.life.calls > 200, "the job was too small to prove anything"


def test_three_kills_in_one_job_change_nothing(handlers: dict[str, Any]) -> None:
    whole = run(handlers, BUILT_IN)
    wanted, random, wrong = outcome(whole), Random(3), []
    for _ in range(150):
        kills = [random.randint(1, whole.life.calls), random.randint(1, 120), random.randint(1, 120)]
        if outcome(run(handlers, BUILT_IN, *kills)) != wanted:
            wrong.append(kills)
    assert wrong == []


def stopped(handlers: dict[str, Any], dies_after: int | None = None) -> Installation:
    """A job stopped when ann has answered what she could; `dies_after` counts from the stop on."""
    made = installation(handlers)
    made.upload(BUILT_IN, b"\n".join(LINES))
    made.machine.advance()
    for worker in made.workers:
        made.work(worker, "job-1")
    made.deliver()
    made.work("ann", "job-1")
    made.life.dies_after = None if dies_after is None else made.life.calls + dies_after
    before = made.life.calls
    through_kills(made, lambda: stop_job("job-1", made.ports) and None)
    made.spent = made.life.calls - before
    return made


def test_a_kill_while_a_job_is_stopped_changes_nothing(handlers: dict[str, Any]) -> None:
    whole = stopped(handlers)
    wanted = outcome(whole)
    assert wanted["status"] is JobStatus.STOPPED
    assert 0 < len(wanted["usage"]) < len(LABELLED)
    assert len(wanted["manifest"].splitlines()) == len(LINES)
    # Killed at the first call, which reads the row, nobody was told that the job stops.
    wrong = [calls for calls in range(2, whole.spent + 1) if outcome(stopped(handlers, calls)) != wanted]
    assert wrong == []
    assert whole.spent > 50
