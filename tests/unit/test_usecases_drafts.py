"""Drafts by the portal API's routes: kept, given back with their task, gone with their lease, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import io
from typing import Any

import pytest
from ledger_bench import Counted
from PIL import Image
from test_portal_routes import ANN, HAM, HERE, Api

from trigpoint.adapters.http_events import Caller
from trigpoint.domain.errors import AnswerError, BadInput, Conflict, JobClosed, LeaseExpired
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Answer
from trigpoint.usecases.keep_draft import GAP_SECONDS, LARGEST_DRAFT

BEN = Caller("ben", frozenset({"team-a"}))
SOME = {"category": {"label": "sp"}, "note": "é 😀"}


def opened(**fields: Any) -> tuple[Api, dict[str, Any]]:
    api = Api(**fields)
    task: dict[str, Any] = api("POST", "/portal/jobs/job-1/next")["task"]
    assert task["draft"] is None
    return api, task


def save(api: Api, lease: str, draft: Any, who: Caller = ANN) -> Any:
    return api("POST", "/portal/jobs/job-1/draft", {"lease": lease, "draft": draft}, who)


def again(api: Api, who: Caller = ANN) -> dict[str, Any]:
    """As after a reload, or on another device."""
    task: dict[str, Any] = api("POST", "/portal/jobs/job-1/next", {"holding": []}, who)["task"]
    return task


# -- kept and given back
def test_a_draft_comes_back_with_its_task_to_its_worker_alone() -> None:
    api, task = opened(workers=2)
    assert save(api, task["lease"], SOME) == {"saved": api.made.clock.now()}
    assert again(api) == {**task, "draft": {"answer": SOME, "saved": api.made.clock.now()}}
    assert again(api, BEN)["draft"] is None


def test_a_save_is_one_ledger_call_and_a_new_task_costs_none_for_drafts() -> None:
    api, task = opened()
    object.__setattr__(api.made.ports, "ledger", counted := Counted(api.made.ledger))
    save(api, task["lease"], SOME)
    assert counted.calls == ["put_draft"]
    counted.calls.clear()
    api("POST", "/portal/jobs/job-1/next", {"holding": [task["lease"]]})
    assert counted.calls[-1] == "claim"
    assert "draft" not in counted.calls
    counted.calls.clear()
    again(api)
    assert counted.calls == ["session", "task", "draft"]


@pytest.mark.parametrize(
    ("verb", "body"), [("next", {"answer": HAM, "only": True}), ("decline", {"reason": "unclear"}), ("release", {})]
)
def test_a_draft_ends_with_its_lease(verb: str, body: dict[str, Any]) -> None:
    api, task = opened()
    save(api, task["lease"], SOME)
    api("POST", f"/portal/jobs/job-1/{verb}", {"lease": task["lease"], "drafted": True, **body})
    assert api.made.ledger.draft_rows == {}


def test_giving_another_task_back_keeps_the_draft() -> None:
    api, task = opened()
    ahead = api("POST", "/portal/jobs/job-1/next", {"holding": [task["lease"]], "prefetch": True})["task"]
    save(api, task["lease"], SOME)
    api("POST", "/portal/jobs/job-1/release", {"lease": ahead["lease"], "drafted": True})
    assert again(api)["draft"]["answer"] == SOME


def test_a_draft_whose_time_ran_out_is_not_given_to_the_next_lease() -> None:
    api, task = opened(count=1)
    save(api, task["lease"], SOME)
    api.made.clock.advance(61)
    later = again(api)
    assert (later["object"], later["draft"]) == (task["object"], None)
    with pytest.raises(LeaseExpired):
        api("POST", "/portal/jobs/job-1/next", {"lease": task["lease"], "answer": HAM})


def test_an_answer_taken_back_is_the_draft_of_its_new_lease() -> None:
    api = Api(count=1)
    task = api.answer()
    undone = api("POST", "/portal/jobs/job-1/undo", {"lease": task["lease"]})["task"]
    assert undone["draft"] == {"answer": HAM, "saved": api.made.clock.now()}
    assert again(api)["draft"] == undone["draft"], "after a reload too"
    api("POST", "/portal/jobs/job-1/next", {"lease": undone["lease"], "answer": HAM, "only": True, "drafted": True})
    assert api.made.ledger.draft_rows == {}


def test_a_mask_that_lies_apart_is_in_its_place_when_its_answer_is_taken_back() -> None:
    api, task = opened()
    data = io.BytesIO()
    Image.effect_noise((200, 200), 90).save(data, "png")
    mask, token = data.getvalue(), task["lease"].partition(".")[2]
    uri = HERE.mask("job-1", task["object"], token, hashlib.sha256(mask).hexdigest()[:32])
    api.made.blobs.write(uri, mask, "image/png")
    now, lane = api.made.clock.now(), api.made.ledger.task_rows["job-1", task["object"]].lane
    content = {"m": {"labeledImage": {"pngImageUri": uri}}}
    api.made.ledger.submit(Answer("job-1", task["object"], "ann", content, now, now, token), lane)
    undone = api("POST", "/portal/jobs/job-1/undo", {"lease": task["lease"]})["task"]
    assert undone["draft"]["answer"] == {"m": {"labeledImage": {"pngImageData": base64.b64encode(mask).decode()}}}


# -- refused
@pytest.mark.parametrize(
    "draft",
    [
        None,
        "text",
        ["a"],
        {"a": float("nan")},
        {"a": float("inf")},
        {"a": "\ud800"},
        {"a": "x" * LARGEST_DRAFT},
        {"m": {"labeledImage": {"pngImageUri": "s3://data/secret.json"}}},
    ],
    ids=["nothing", "text", "list", "nan", "infinity", "half a character", "too large", "somebody's file"],
)
def test_what_is_no_draft_is_refused_and_the_one_before_stays(draft: Any) -> None:
    api, task = opened()
    save(api, task["lease"], SOME)
    api.made.clock.advance(GAP_SECONDS)
    with pytest.raises(AnswerError, match="draft"):
        save(api, task["lease"], draft)
    assert again(api)["draft"]["answer"] == SOME


def test_drafts_are_kept_at_most_once_a_second() -> None:
    api, task = opened()
    save(api, task["lease"], SOME)
    for _ in range(100):
        with pytest.raises(Conflict):
            save(api, task["lease"], {"a": "flood"})
    assert len(api.made.ledger.draft_rows) == 1
    api.made.clock.advance(GAP_SECONDS)
    save(api, task["lease"], {"a": "later"})
    assert again(api)["draft"]["answer"] == {"a": "later"}


def test_one_draft_a_worker_and_job_however_many_leases_are_named() -> None:
    api, _ = opened()
    for number in range(5):
        save(api, f"{number}.forged", {"a": number})
        api.made.clock.advance(GAP_SECONDS)
    assert len(api.made.ledger.draft_rows) == 1
    assert again(api)["draft"] is None, "none of them is of a lease that is held"


def test_a_job_that_ends_keeps_no_more_drafts() -> None:
    api, task = opened()
    api.made.ledger.change_job("job-1", put={"status": JobStatus.STOPPING})
    api.jobs = type(api.jobs)(api.made.ports)
    with pytest.raises(JobClosed):
        save(api, task["lease"], SOME)


def test_a_draft_names_its_lease() -> None:
    api, _ = opened()
    for lease in ("", "nonsense"):
        with pytest.raises(BadInput):
            save(api, lease, SOME)


# -- submit alone, pay and the count of answers
def test_an_answer_alone_asks_for_no_task_and_is_in_the_history() -> None:
    api, task = opened()
    body = {"lease": task["lease"], "answer": HAM, "only": True}
    for _ in range(2):
        assert api("POST", "/portal/jobs/job-1/next", body) == {"accepted": True, "task": None}
    assert [one["object"] for one in api("GET", "/portal/jobs/job-1/history")["answers"]] == [task["object"]]
    assert len(api.made.ledger.answer_rows) == 1


def test_the_list_of_jobs_says_how_many_answers_are_mine_and_what_is_paid() -> None:
    api = Api(options={"undo-seconds": "30", "task-pay": "0.036 USD"})
    (job,) = api("GET", "/portal/jobs")["jobs"]
    assert (job["answered"], job["pay"]) == (0, "0.036 USD")
    first = api.answer()
    api.answer()
    assert api("GET", "/portal/jobs")["jobs"][0]["answered"] == 2
    api("POST", "/portal/jobs/job-1/undo", {"lease": first["lease"]})
    assert api("GET", "/portal/jobs")["jobs"][0]["answered"] == 1
    assert api("GET", "/portal/jobs", who=BEN)["jobs"][0]["answered"] == 0
    assert Api()("GET", "/portal/jobs")["jobs"][0]["pay"] is None
