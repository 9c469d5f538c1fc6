"""Stop, failure and the end; what is lost is taken up; one bad job does not stop the sweep."""

from __future__ import annotations

from typing import Any

import pytest
from usecase_bench import HERE, SPEC, Installation, texts

from trigpoint.domain.errors import Conflict, JobClosed, NotFound
from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.work import Label, Outcome
from trigpoint.usecases.consolidate_objects import consolidate_objects
from trigpoint.usecases.end_job import announce_end, fail_job, meter_job, stop_job
from trigpoint.usecases.resume_jobs import GRACE_SECONDS, resume_jobs, sweep_jobs

ENDED = (JobStatus.COMPLETED, JobStatus.FAILED, JobStatus.STOPPED)


def waiting() -> Installation:
    made = Installation()
    made.opened(texts(2))
    made.ledger.change_job("job-1", put={"token": "t"})
    made.workflow.waiting.add("t")
    return made


# -- stop
def test_a_stop_lets_the_waiting_execution_go_on() -> None:
    made = waiting()
    made.clock.advance(5)
    job = stop_job("job-1", made.ports)
    assert (job.status, job.modified) == (JobStatus.STOPPING, made.clock.now())
    assert [*made.workflow.fired] == ["t"]
    assert made.row.token is None
    assert made.take() is None, "nobody is asked any more"
    assert stop_job("job-1", made.ports).status is JobStatus.STOPPING, "stopping twice is no error"


@pytest.mark.parametrize("status", ENDED)
def test_an_ended_job_is_not_stopped_and_not_failed(status: JobStatus) -> None:
    made = Installation()
    made.job(texts(1), status=status)
    with pytest.raises(JobClosed, match="Job-1 is"):
        stop_job("job-1", made.ports)
    assert fail_job("job-1", "late trouble", made.ports).failure is None
    assert made.row.status is status


def test_there_is_no_job_to_stop() -> None:
    with pytest.raises(NotFound):
        stop_job("none", Installation().ports)


def racing(made: Installation, *statuses: JobStatus) -> None:
    """The status changes under the hands of whoever reads the row next."""
    read, left = made.ledger.job, list(statuses)

    def job(key: str) -> Job:
        row = read(key)
        if left:
            made.ledger.job_rows[key] = type(row)(**{**_fields(row), "status": left.pop(0)})
        return row

    made.ledger.job = job  # type: ignore[method-assign]


def _fields(row: Job) -> dict[str, Any]:
    return {name: getattr(row, name) for name in Job.__dataclass_fields__}


def test_a_stop_that_races_the_end_of_the_job_does_not_open_it_again() -> None:
    made = Installation()
    made.job(texts(1))
    racing(made, JobStatus.COMPLETED)
    with pytest.raises(JobClosed):
        stop_job("job-1", made.ports)
    assert made.row.status is JobStatus.COMPLETED


def test_a_stop_that_races_the_beginning_of_the_job_wins() -> None:
    made = Installation()
    made.job(texts(1), status=JobStatus.INITIALIZING)
    racing(made, JobStatus.IN_PROGRESS)
    assert stop_job("job-1", made.ports).status is JobStatus.STOPPING
    made.ledger.job_rows["job-1"] = type(made.row)(**{**_fields(made.row), "status": JobStatus.IN_PROGRESS})
    racing(made, *[JobStatus.INITIALIZING, JobStatus.IN_PROGRESS] * 4)
    with pytest.raises(Conflict):
        stop_job("job-1", made.ports)


# -- failure
def test_the_first_cause_of_a_failure_stays_and_is_cut() -> None:
    made = waiting()
    assert fail_job("job-1", "x" * 5000, made.ports).failure == "x" * 1024
    assert fail_job("job-1", "second", made.ports).failure == "x" * 1024
    assert made.row.status is JobStatus.STOPPING
    assert [*made.workflow.fired] == ["t"]


# -- meter
def test_metering_puts_what_is_missing_and_may_be_redone() -> None:
    made = Installation()
    made.opened(texts(3))
    made.answer_all("ann")
    made.answer_all("ben")
    consolidate_objects("job-1", [0, 1, 2], made.ports, HERE)
    made.ledger.put_label(Label("job-1", 7, Outcome.FAILED, 0.0))
    before = dict(made.ledger.usage_rows)
    made.ledger.usage_rows.pop(next(iter(before)))
    made.clock.advance(60 * 86_400)
    assert meter_job("job-1", made.ports) == 3
    assert meter_job("job-1", made.ports) == 3
    assert made.ledger.usage_rows == before, "also the month is that of the label"


# -- announce
@pytest.mark.parametrize(
    ("status", "failure", "final"),
    [
        (JobStatus.IN_PROGRESS, None, JobStatus.COMPLETED),
        (JobStatus.STOPPING, None, JobStatus.STOPPED),
        (JobStatus.STOPPED, None, JobStatus.STOPPED),
        (JobStatus.STOPPING, "no manifest", JobStatus.FAILED),
        (JobStatus.COMPLETED, None, JobStatus.COMPLETED),
    ],
)
def test_the_final_status_is_set_and_announced(status: JobStatus, failure: str | None, final: JobStatus) -> None:
    made = waiting()
    put = {"status": status, "failure": failure, "output_manifest": "s3://data/out", "closed": 99}
    made.ledger.change_job("job-1", put=put)
    made.ledger.close_unopened(Label("job-1", 0, Outcome.SKIPPED, 0.0))
    job = announce_end("job-1", made.ports, HERE)
    assert (job.status, job.token, job.closed, job.unopened) == (final, None, 1, 1)
    (detail,) = made.events.announced
    assert detail["LabelingJobName"] == "Job-1"
    assert detail["LabelingJobArn"].endswith(":labeling-job/job-1")
    assert detail["LabelingJobStatus"] == final.value
    assert detail["OutputDatasetS3Uri"] == "s3://data/out"
    assert detail.get("FailureReason") == failure


# -- resume
def test_a_job_without_its_execution_starts_once_under_the_next_number() -> None:
    made = waiting()
    made.clock.advance(GRACE_SECONDS)
    assert resume_jobs(made.ports) == ["job-1-2"]
    assert made.workflow.started == {"job-1-2": {"job": "job-1", "attempt": 2}}
    assert (made.row.attempt, made.row.token) == (2, None)
    assert resume_jobs(made.ports) == []


def test_of_two_that_resume_at_once_one_starts() -> None:
    made = waiting()
    other: list[list[str]] = []
    running = made.workflow.running

    def both_look_first(name: str) -> bool:
        answer = running(name)
        if not other:
            other.append([])
            other.append(resume_jobs(made.ports, grace=0))
        return answer

    made.workflow.running = both_look_first  # type: ignore[method-assign]
    assert resume_jobs(made.ports, grace=0) == []
    assert other[1] == ["job-1-2"]
    assert [*made.workflow.started] == ["job-1-2"]


def test_nobody_resumes_what_somebody_is_about_to_start() -> None:
    made = waiting()
    assert resume_jobs(made.ports) == [], "the row is new"
    made.clock.advance(GRACE_SECONDS + 1)
    start = made.workflow.start
    seen: list[list[str]] = []

    def slowly(name: str, payload: Any) -> None:
        seen.append(resume_jobs(made.ports))
        start(name, payload)

    made.workflow.start = slowly  # type: ignore[method-assign]
    assert resume_jobs(made.ports) == ["job-1-2"]
    assert seen == [[]], "the row was resumed a moment ago"


def test_a_job_that_ends_while_the_list_is_read_does_not_begin_again() -> None:
    made = waiting()
    listed = [made.row]
    made.ledger.change_job("job-1", put={"status": JobStatus.COMPLETED})
    made.ledger.jobs = lambda _status=None: iter(listed)  # type: ignore[method-assign]
    assert resume_jobs(made.ports, grace=0) == []
    assert made.workflow.started == {}


def test_a_start_that_crashed_is_made_up_for() -> None:
    made = waiting()
    start = made.workflow.start

    def crash(name: str, payload: Any) -> None:
        raise ConnectionError(name)

    made.workflow.start = crash  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        resume_jobs(made.ports, grace=0)
    made.workflow.start = start  # type: ignore[method-assign]
    assert resume_jobs(made.ports, grace=0) == ["job-1-3"]


def test_ended_and_running_jobs_are_left_alone() -> None:
    made = Installation()
    for number, status in enumerate(ENDED):
        made.ledger.create_job(Job(f"end-{number}", SPEC, 0.0, 0.0, status=status))
    made.ledger.create_job(Job("runs", SPEC, 0.0, 0.0, status=JobStatus.IN_PROGRESS))
    made.workflow.start("runs-1", {})
    made.ledger.create_job(Job("stops", SPEC, 0.0, 0.0, status=JobStatus.STOPPING, attempt=4))
    assert resume_jobs(made.ports) == ["stops-5"]


# -- sweep
@pytest.mark.parametrize("damage", [b"", b"{", b"[[1]]", None])
def test_one_bad_job_does_not_stop_the_others(damage: bytes | None) -> None:
    made = waiting()
    for seq in (0, 1):
        made.ledger.close_unopened(Label("job-1", seq, Outcome.SKIPPED, 0.0))
    now = made.clock.now()
    made.ledger.create_job(Job("bad", SPEC, now + 1, now, status=JobStatus.IN_PROGRESS, slices=1, waves=1))
    if damage is not None:
        made.blobs.write(HERE.slice_index("bad", 0), damage)
    trouble = sweep_jobs(made.ports, HERE)
    assert [*trouble] == ["bad"]
    assert trouble["bad"]
    assert [*made.workflow.fired] == ["t"], "the good job was swept, though it comes after the bad one"


def test_a_sweep_sends_what_a_lost_message_left_behind() -> None:
    made = Installation()
    made.opened(texts(2))
    made.answer_all("ann")
    made.answer_all("ben")
    made.queue.messages.clear()
    assert sweep_jobs(made.ports, HERE) == {}
    assert sorted(made.queue.messages) == [("job-1", 0), ("job-1", 1)]
