"""The portal API's addresses over the memory ledger: history and undo, and what operators see."""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest
from usecase_bench import HERE, Installation, texts

from trigpoint.adapters.http_events import Caller
from trigpoint.adapters.open_jobs import OpenJobs
from trigpoint.domain.errors import BadInput, JobClosed, NotAllowed, NotFound
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Label, Outcome
from trigpoint.usecases.close_window import close_window
from trigpoint.usecases.consolidate_objects import consolidate_objects
from trigpoint.usecases.watch_jobs import FAILED_OBJECTS, FEW_SHARDS, JOBS

HAM = {"category": {"label": "ham"}}
ANN, BOSS = Caller("ann", frozenset({"team-a"})), Caller("boss", frozenset({"operators"}))

ENVIRONMENT = {
    "TRIGPOINT_TABLE": "none",
    "TRIGPOINT_BUCKET": HERE.bucket,
    "TRIGPOINT_CLOSING_QUEUE": "none",
    "TRIGPOINT_MACHINE": "arn:aws:states:us-east-1:000000000000:stateMachine:none",
    "TRIGPOINT_EVENT_BUS": "none",
    "AWS_REGION": HERE.region,
    "AWS_DEFAULT_REGION": HERE.region,
}


def load_route() -> Callable[[str, str], Any]:
    """The handler beside the routes builds its adapters when it is imported."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setitem(os.environ, name, value)
        found: Callable[[str, str], Any] = importlib.import_module("functions.portal_api.routes").route
        return found


route = load_route()


class Api:
    """An installation with a job of one answer an object, and its handler's routes."""

    def __init__(self, count: int = 3, **fields: Any) -> None:
        self.made = Installation()
        wanted = {"workers": 1, "options": {"undo-seconds": "30"}}
        self.made.opened(texts(count), **(wanted | fields))
        self.jobs = OpenJobs(self.made.ports)

    def __call__(self, method: str, path: str, body: Mapping[str, Any] | None = None, who: Caller = ANN) -> Any:
        return route(method, path)(who, body or {}, self.jobs, self.made.ports, HERE)

    def answer(self) -> dict[str, Any]:
        """Answer the next task; the task."""
        task: dict[str, Any] = self("POST", "/portal/jobs/job-1/next")["task"]
        self("POST", "/portal/jobs/Job-1/next", {"lease": task["lease"], "answer": HAM, "holding": []})
        return task


# -- workers
def test_an_answer_is_listed_and_undone() -> None:
    api = Api()
    task = api.answer()
    listed = api("GET", "/portal/jobs/job-1/history")
    now = api.made.clock.now()
    given = {"object": task["object"], "lease": task["lease"], "submitted": now, "answer": HAM, "undoUntil": now + 30}
    assert listed == {"answers": [given]}
    again = api("POST", "/portal/jobs/job-1/undo", {"object": task["object"]})["task"]
    for body in ({"object": task["object"]}, {"lease": task["lease"]}):
        assert api("POST", "/portal/jobs/job-1/undo", body)["task"] == again, "a repeat gets the same"
    assert set(again) == set(task)
    assert (again["object"], again["html"]) == (task["object"], task["html"])
    assert api("GET", "/portal/jobs/job-1/history") == {"answers": []}


@pytest.mark.parametrize("wrong", [None, "1", True, -1, 1.0, 10**9])
def test_what_is_no_object_is_refused(wrong: Any) -> None:
    with pytest.raises(BadInput, match="object"):
        Api()("POST", "/portal/jobs/job-1/undo", {"object": wrong})


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", "/portal/jobs/job-1/history"),
        ("GET", "/portal/jobs/job-1/undo"),
        ("GET", "/console/jobs/job-1/stop"),
        ("POST", "/console/jobs"),
        ("GET", "/console"),
    ],
)
def test_other_addresses_are_not_there(method: str, path: str) -> None:
    with pytest.raises(NotFound, match="there is no"):
        route(method, path)


def test_another_team_sees_no_history() -> None:
    with pytest.raises(NotAllowed):
        Api()("GET", "/portal/jobs/job-1/history", who=Caller("eve", frozenset({"team-b", "operators"})))


def test_a_job_says_how_long_an_answer_can_be_taken_back() -> None:
    (job,) = Api()("GET", "/portal/jobs")["jobs"]
    assert (job["job"], job["taskSeconds"], job["undoSeconds"]) == ("job-1", 60, 30)


def test_what_an_object_was_declined_for_is_told_to_the_operator() -> None:
    api = Api()
    task = api("POST", "/portal/jobs/job-1/next")["task"]
    api("POST", "/portal/jobs/job-1/decline", {"lease": task["lease"], "reason": "unclear: which one?"})
    consolidate_objects("job-1", [task["object"]], api.made.ports, HERE)
    (failed,) = api("GET", "/console/jobs/job-1/failed", who=BOSS)["objects"]
    assert failed == {"object": task["object"], "reason": "declined by all workers: unclear: which one?"}


# -- operators
@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/console/jobs"), ("GET", "/console/jobs/job-1/failed"), ("POST", "/console/jobs/job-1/stop")],
)
def test_only_operators_see_and_steer(method: str, path: str) -> None:
    api = Api()
    with pytest.raises(NotAllowed, match="operators"):
        api(method, path)
    assert api.made.row.status is JobStatus.IN_PROGRESS


def test_jobs_are_listed_newest_first_with_exact_counts() -> None:
    api = Api()
    api.made.ledger.close_task(Label("job-1", 0, Outcome.LABELLED, 1.0), 0)
    api.made.ledger.close_task(Label("job-1", 1, Outcome.FAILED, 1.0, reason="bad"), 1)
    api.made.ledger.create_job(replace(api.made.row, name="Later", created=api.made.row.created + 1, shards=0))
    later, first = api("GET", "/console/jobs", who=BOSS)["jobs"]
    assert later["job"] == "later"
    assert first == {
        "job": "job-1",
        "name": "Job-1",
        "status": "InProgress",
        "taskType": "text_multi_class",
        "total": 3,
        "labelled": 1,
        "failed": 1,
        "exact": True,
        "created": api.made.row.created,
        "failure": None,
        "machine": 0,
        "promise": None,
        "allowedHosts": [],
        "warnings": [],
    }


@pytest.mark.parametrize(
    ("status", "shards", "exact"),
    [
        (JobStatus.IN_PROGRESS, FEW_SHARDS + 1, False),
        (JobStatus.FAILED, FEW_SHARDS + 1, True),
        (JobStatus.COMPLETED, 1, True),
    ],
)
def test_large_and_ended_jobs_show_the_rows_counts(status: JobStatus, shards: int, exact: bool) -> None:
    api = Api()
    api.made.ledger.change_job(
        "job-1", put={"status": status, "shards": shards, "labelled": 7, "failed": 2, "failure": "why"}
    )
    (found,) = api("GET", "/console/jobs", who=BOSS)["jobs"]
    assert (found["labelled"], found["failed"], found["exact"], found["failure"]) == (7, 2, exact, "why")


def test_at_most_a_hundred_jobs_are_listed() -> None:
    api = Api()
    for number in range(JOBS + 5):
        status = JobStatus.COMPLETED if number % 2 else JobStatus.FAILED
        created = api.made.row.created + number
        api.made.ledger.create_job(replace(api.made.row, name=f"n{number}", created=created, status=status))
    names = [job["name"] for job in api("GET", "/console/jobs", who=BOSS)["jobs"]]
    assert names == [f"n{number}" for number in range(JOBS + 4, 4, -1)]


def test_failed_objects_are_listed_with_their_reasons() -> None:
    api = Api()
    ledger = api.made.ledger
    for seq in range(FAILED_OBJECTS + 9, -1, -1):
        outcome = Outcome.FAILED if seq else Outcome.LABELLED
        ledger.close_unopened(Label("job-1", seq, outcome, 1.0, reason=f"bad {seq}" if seq else ""))
    found = api("GET", "/console/jobs/JOB-1/failed", who=BOSS)["objects"]
    assert found == [{"object": seq, "reason": f"bad {seq}"} for seq in range(1, FAILED_OBJECTS + 1)]
    with pytest.raises(NotFound, match="none"):
        api("GET", "/console/jobs/none/failed", who=BOSS)


def test_an_operator_stops_a_job_once() -> None:
    api = Api()
    assert api("POST", "/console/jobs/Job-1/stop", who=BOSS) == {"status": "Stopping"}
    api.made.ledger.change_job("job-1", put={"status": JobStatus.STOPPED})
    with pytest.raises(JobClosed):
        api("POST", "/console/jobs/job-1/stop", who=BOSS)


# -- stop and undo
def test_a_stopped_job_labels_full_objects_that_could_still_be_undone() -> None:
    api = Api()
    task = api.answer()
    api("POST", "/console/jobs/job-1/stop", who=BOSS)
    assert close_window("job-1", api.made.ports, HERE) == 2
    assert api.made.outcomes() == {task["object"]: "labelled"}
    assert api.made.ledger.task_rows == {}


def test_an_answer_undone_while_the_window_closes_leaves_no_task_behind() -> None:
    api = Api(1)
    api.answer()
    api.made.ledger.change_job("job-1", put={"status": JobStatus.STOPPING})
    seal = api.made.ledger.seal

    def late(task: Any) -> bool:
        api.made.ledger.task_rows["job-1", 0] = replace(task, done=(), open=1)
        api.made.ledger.answer_rows.clear()
        return seal(task)

    api.made.ledger.seal = late  # type: ignore[method-assign]
    assert close_window("job-1", api.made.ports, HERE) == 1
    assert (api.made.ledger.task_rows, api.made.outcomes()) == ({}, {})
