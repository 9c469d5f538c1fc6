"""An upload becomes a job once; the job is checked and split."""

from __future__ import annotations

import json
from typing import Any

import pytest
from usecase_bench import HERE, MANIFEST, SPEC, Installation, texts

from trigpoint.domain.errors import (
    CategoriesError,
    ManifestError,
    NotAllowed,
    NotFound,
    RecipeError,
    TemplateError,
)
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Shard
from trigpoint.ports import BlobInfo
from trigpoint.testing import MemoryBlobs
from trigpoint.usecases.accept_upload import Upload, accept_upload
from trigpoint.usecases.resume_jobs import accept_waiting_uploads
from trigpoint.usecases.split_manifest import split_manifest
from trigpoint.usecases.validate_job import validate_job

LAMBDA = "arn:aws:lambda:us-east-1:432418664414:function:"
RECIPE = {
    "LabelAttributeName": "verdict",
    "OutputConfig": {"S3OutputPath": "s3://data/output"},
    "LabelCategoryConfigS3Uri": SPEC.categories,
    "HumanTaskConfig": {
        "WorkteamArn": "team-a",
        "PreHumanTaskLambdaArn": f"{LAMBDA}PRE-TextMultiClass",
        "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{LAMBDA}ACS-TextMultiClass"},
    },
}
FIRST = Upload("mail", "Job-1", "v1")


def installation(recipe: bytes | None = None) -> Installation:
    made = Installation()
    made.blobs.write(HERE.recipe("mail"), json.dumps(RECIPE).encode() if recipe is None else recipe)
    made.blobs.write(HERE.upload("mail", "Job-1"), b'{"source": "x"}')
    return made


def error_file(made: Installation, recipe: str = "mail", job: str = "Job-1") -> dict[str, Any] | None:
    uri = HERE.upload_error(recipe, job)
    return made.json(uri) if made.blobs.info(uri) else None


# -- uploads
def test_an_upload_becomes_a_job_of_its_own_version_and_starts_its_execution() -> None:
    made = installation()
    job = accept_upload(FIRST, made.ports, HERE)
    assert job
    assert job.spec.manifest == job.source == "s3://data/inbox/mail/Job-1.manifest?versionId=v1"
    assert (job.name, job.status, job.attempt) == ("Job-1", JobStatus.INITIALIZING, 1)
    assert made.workflow.started == {"job-1-1": {"job": "job-1", "attempt": 1}}
    assert error_file(made) is None


def test_without_a_version_in_the_event_the_stored_one_counts() -> None:
    made = installation()
    job = accept_upload(Upload("mail", "Job-1", ""), made.ports, HERE)
    assert job
    assert job.source.endswith("?versionId=1"), "the version that the fake's info tells"
    assert accept_upload(Upload("mail", "Job-1", "1"), made.ports, HERE) == job


def test_the_same_version_again_is_silent_also_when_the_recipe_is_gone() -> None:
    made = installation()
    job = accept_upload(FIRST, made.ports, HERE)
    del made.blobs.objects[HERE.recipe("mail")]
    assert accept_upload(FIRST, made.ports, HERE) == job
    assert error_file(made) is None
    assert made.events.announced == []


def test_a_repeat_starts_what_a_crash_left_unstarted_but_nothing_that_has_ended() -> None:
    made = installation()
    accept_upload(FIRST, made.ports, HERE)
    made.workflow.started.clear()
    accept_upload(FIRST, made.ports, HERE)
    assert [*made.workflow.started] == ["job-1-1"]
    made.ledger.change_job("job-1", put={"status": JobStatus.COMPLETED})
    made.workflow.started.clear()
    assert accept_upload(FIRST, made.ports, HERE)
    assert made.workflow.started == {}


@pytest.mark.parametrize("other", [Upload("mail", "Job-1", "v2"), Upload("mail", "JOB-1", "v1")])
def test_another_upload_under_a_taken_name_is_refused(other: Upload) -> None:
    made = installation()
    accept_upload(FIRST, made.ports, HERE)
    assert accept_upload(other, made.ports, HERE) is None
    document = error_file(made, job=other.job)
    assert document
    assert (document["code"], document["version"], document["job"]) == ("JobNameTaken", other.version, other.job)
    assert [detail["LabelingJobStatus"] for detail in made.events.announced] == ["Failed"]
    assert len(made.workflow.started) == 1


@pytest.mark.parametrize(
    ("recipe", "words"),
    [
        (b"{", "not JSON"),
        (b"[]", "not a JSON object"),
        (b"{}", "OutputConfig.S3OutputPath"),
        (json.dumps(RECIPE | {"OutputConfig": {"S3OutputPath": "here"}}).encode(), "OutputConfig.S3OutputPath"),
    ],
)
def test_trouble_with_the_recipe_is_told_beside_the_upload(recipe: bytes, words: str) -> None:
    made = installation(recipe)
    assert accept_upload(FIRST, made.ports, HERE) is None
    document = error_file(made)
    assert document
    assert words in document["message"]
    assert document["code"] == "RecipeError"
    assert document["fix"]
    assert made.ledger.job_rows == {}
    assert words in made.events.announced[0]["FailureReason"]


def test_an_unknown_recipe_and_a_bad_name_are_refused() -> None:
    made = installation()
    assert accept_upload(Upload("nope", "Job-1", "v"), made.ports, HERE) is None
    assert "no recipe 'nope'" in (error_file(made, "nope") or {})["message"]
    assert accept_upload(Upload("mail", "bad_name", "v"), made.ports, HERE) is None
    assert "bad_name" in (error_file(made, job="bad_name") or {})["message"]


def test_an_upload_that_is_gone_is_refused() -> None:
    made = installation()
    assert accept_upload(Upload("mail", "other", ""), made.ports, HERE) is None
    assert "gone" in (error_file(made, job="other") or {})["message"]


@pytest.mark.parametrize(
    "key",
    ["inbox/mail/job.json", "other/mail/job.manifest", "inbox/job.manifest", "inbox/mail/.manifest",
     "inbox//job.manifest", "inbox/mail/deep/job.manifest"],
)  # fmt: skip
def test_other_keys_are_no_uploads(key: str) -> None:
    with pytest.raises(RecipeError, match="no job upload"):
        Upload.parse(key, "")


# -- uploads whose event was lost
class Versioned(MemoryBlobs):
    """Tells the newest version of each object; a listing tells none, as with S3."""

    def __init__(self) -> None:
        super().__init__()
        self.versions: dict[str, int] = {}

    def write(self, uri: str, data: bytes, content_type: str = "application/json") -> None:
        super().write(uri, data, content_type)
        self.versions[uri] = self.versions.get(uri, 0) + 1

    def info(self, uri: str) -> BlobInfo | None:
        found = super().info(uri)
        return found and BlobInfo(uri, found.size, f"v{self.versions[uri.partition('?')[0]]}")

    def list(self, prefix: str) -> Any:
        return (BlobInfo(found.uri, found.size) for found in super().list(prefix))


def test_lost_uploads_are_taken_up_once() -> None:
    made = installation()
    made.blobs.write("s3://data/inbox/mail/notes.txt", b"")
    made.blobs.write("s3://data/inbox/stray.manifest", b"")
    assert [job.key for job in accept_waiting_uploads(made.ports, HERE)] == ["job-1"]
    assert [*made.workflow.started] == ["job-1-1"]
    assert accept_waiting_uploads(made.ports, HERE) == []
    made.ledger.change_job("job-1", put={"status": JobStatus.FAILED})
    assert accept_waiting_uploads(made.ports, HERE) == []


@pytest.mark.parametrize("event_version", ["", "v1"])
def test_a_refused_upload_is_not_tried_again_but_a_corrected_one_is(event_version: str) -> None:
    made = Installation()
    made.blobs = Versioned()
    made.ports = type(made.ports)(**{**_fields(made), "blobs": made.blobs})
    made.blobs.write(HERE.recipe("mail"), b"{")
    made.blobs.write(HERE.upload("mail", "Job-1"), b'{"source": "x"}')
    assert accept_upload(Upload("mail", "Job-1", event_version or "v1"), made.ports, HERE) is None
    assert accept_waiting_uploads(made.ports, HERE) == []
    assert len(made.events.announced) == 1
    made.blobs.write(HERE.recipe("mail"), json.dumps(RECIPE).encode())
    made.blobs.write(HERE.upload("mail", "Job-1"), b'{"source": "x"}')
    assert [job.source[-2:] for job in accept_waiting_uploads(made.ports, HERE)] == ["v2"]


def _fields(made: Installation) -> dict[str, Any]:
    return {name: getattr(made.ports, name) for name in type(made.ports).__dataclass_fields__}


# -- validate
def test_a_valid_job_is_in_progress_and_a_redo_leaves_it() -> None:
    made = Installation()
    made.job(texts(1), status=JobStatus.INITIALIZING)
    assert validate_job("job-1", made.ports, HERE).status is JobStatus.IN_PROGRESS
    made.ledger.change_job("job-1", put={"status": JobStatus.STOPPING})
    assert validate_job("job-1", made.ports, HERE).status is JobStatus.STOPPING


def test_a_stop_while_the_job_is_checked_is_not_undone() -> None:
    made = Installation()
    made.job(texts(1), status=JobStatus.INITIALIZING)
    read = made.blobs.read

    def stopping(uri: str, *rest: Any) -> bytes:
        made.ledger.change_job("job-1", put={"status": JobStatus.STOPPING})
        return read(uri, *rest)

    made.blobs.read = stopping  # type: ignore[method-assign]
    assert validate_job("job-1", made.ports, HERE).status is JobStatus.STOPPING
    assert made.row.status is JobStatus.STOPPING


@pytest.mark.parametrize(
    ("fields", "error", "words"),
    [
        ({"output": "s3://elsewhere/out"}, NotAllowed, "S3OutputPath s3://elsewhere/out"),
        ({"manifest": "s3://elsewhere/in"}, NotAllowed, "ManifestS3Uri"),
        ({"categories": "s3://data/none.json"}, NotFound, "none.json"),
        ({"categories": MANIFEST}, CategoriesError, "labels"),
        ({"template": "s3://data/none.html"}, NotFound, "none.html"),
        ({"template": "s3://data/latin.html"}, TemplateError, "not UTF-8"),
        ({"template": "s3://data/broken.html"}, TemplateError, "Line 1"),
    ],
)
def test_what_a_job_refers_to_is_there_and_readable(fields: dict[str, Any], error: type, words: str) -> None:
    made = Installation()
    made.blobs.write("s3://data/latin.html", "<p>é</p>".encode("latin-1"))
    made.blobs.write("s3://data/broken.html", b"{{ task.input | }")
    made.job(texts(1), status=JobStatus.INITIALIZING)
    spec = SPEC.__class__(**{**{name: getattr(SPEC, name) for name in SPEC.__dataclass_fields__}, **fields})
    made.ledger.change_job("job-1", put={"spec": spec})
    with pytest.raises(error, match=words):
        validate_job("job-1", made.ports, HERE)
    assert made.row.status is JobStatus.INITIALIZING


# -- split
def test_splitting_again_keeps_tallies() -> None:
    made = Installation()
    made.job(texts(1203))
    job = made.row
    assert (job.total, job.shards) == (1203, 3)
    assert [shard.count for shard in made.ledger.shards("job-1", range(9))] == [500, 500, 203]
    shard = made.ledger.shard_rows["job-1", 1]
    made.ledger.shard_rows["job-1", 1] = Shard(1, shard.start, shard.end, 500, labelled=7, failed=1)
    split_manifest("job-1", made.ports)
    assert made.ledger.shard_rows["job-1", 1].labelled == 7
    assert made.row.total == 1203


def test_an_empty_or_missing_manifest_fails_the_job() -> None:
    made = Installation()
    made.job()
    made.blobs.write(MANIFEST, b"\n \n")
    with pytest.raises(ManifestError, match="no lines"):
        split_manifest("job-1", made.ports)
    del made.blobs.objects[MANIFEST]
    with pytest.raises(NotFound):
        split_manifest("job-1", made.ports)
