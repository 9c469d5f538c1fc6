"""What a worker's seat calls: submit-and-next, the rendered task, and the cache of open jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from usecase_bench import HERE, SPEC, Installation, texts

from trigpoint.adapters.open_jobs import KEPT_SECONDS, OpenJobs
from trigpoint.domain.errors import AlreadyAnswered, AnswerError, LeaseExpired, NotFound, TemplateError
from trigpoint.domain.job import JobStatus
from trigpoint.usecases.render_task import LONGEST_GRANT_SECONDS, granting, render_task
from trigpoint.usecases.serve_worker import BROKEN_TASKS, NextRequest, OpenJob, serve_next

HAM = {"category": {"label": "ham"}}
PLAIN = "<p>{{ task.input.taskObject }}</p>"


def opened(lines: list[Any], template: str = PLAIN, **fields: Any) -> tuple[Installation, OpenJob]:
    made = Installation()
    job = made.opened(lines, **fields)
    return made, OpenJob(job, ("spam", "ham"), template)


def serve(made: Installation, one: OpenJob, worker: str = "ann", **body: Any) -> dict[str, Any]:
    return serve_next(one, worker, NextRequest.parse(body), made.ports, HERE)


# -- serve_next
def test_submit_and_next_in_one_call() -> None:
    made, one = opened(texts(2))
    first = serve(made, one)
    task = first["task"]
    assert first["accepted"] is False
    assert task["html"] == f"<p>text {task['object']}</p>"
    assert task["input"]["labels"] == ["spam", "ham"]
    assert (task["accepted"], task["deadline"]) == (made.clock.now(), made.clock.now() + 60)
    made.clock.advance(10)
    second = serve(made, one, lease=task["lease"], answer=HAM, accepted=task["accepted"])
    assert second["accepted"] is True
    assert second["task"]["object"] != task["object"]
    (answer,) = made.ledger.answers("job-1", task["object"])
    assert (answer.submitted - answer.accepted, answer.content) == (10, HAM)
    last = serve(made, one, lease=second["task"]["lease"], answer=HAM)
    assert last == {"accepted": True, "task": None}


def test_the_same_submit_again_is_accepted_and_another_answer_is_not() -> None:
    made, one = opened(texts(2))
    task = serve(made, one)["task"]
    serve(made, one, lease=task["lease"], answer=HAM)
    assert serve(made, one, lease=task["lease"], answer=HAM)["accepted"] is True
    with pytest.raises(AlreadyAnswered):
        serve(made, one, lease=task["lease"], answer={"category": {"label": "spam"}})
    assert [row.content for row in made.ledger.answers("job-1", task["object"])] == [HAM]


@pytest.mark.parametrize("answer", [{}, {"category": {"label": "other"}}, {"category": "ham"}, {"a": {"label": 1}}])
def test_an_answer_that_does_not_fit_stores_nothing_and_keeps_the_lease(answer: dict[str, Any]) -> None:
    made, one = opened(texts(1))
    lease = serve(made, one)["task"]["lease"]
    before = {**made.ledger.task_rows}
    with pytest.raises(AnswerError):
        serve(made, one, lease=lease, answer=answer)
    assert made.ledger.answer_rows == {}
    assert made.ledger.task_rows == before
    assert made.queue.messages == []
    assert serve(made, one, lease=lease, answer=HAM)["accepted"] is True


def test_an_answer_after_the_deadline_is_refused() -> None:
    made, one = opened(texts(1))
    lease = serve(made, one)["task"]["lease"]
    made.clock.advance(61)
    with pytest.raises(LeaseExpired):
        serve(made, one, lease=lease, answer=HAM)
    assert made.ledger.answer_rows == {}


def test_the_answer_that_fills_an_object_passes_it_on() -> None:
    made, one = opened(texts(1))
    for worker in ("ann", "ben"):
        serve(made, one, worker, lease=serve(made, one, worker)["task"]["lease"], answer=HAM)
    assert made.queue.messages == [("job-1", 0)]


def test_a_task_ahead_is_prefetched_and_what_is_on_the_screen_is_not_given_again() -> None:
    made, one = opened(texts(3))
    first = serve(made, one)["task"]
    ahead = serve(made, one, holding=[first["lease"]], prefetch=True)["task"]
    assert ahead["object"] != first["object"]
    assert ahead["deadline"] == made.clock.now() + 120
    assert serve(made, one, holding=[first["lease"], ahead["lease"]], prefetch=True)["task"] is None
    assert serve(made, one)["task"]["lease"] in (first["lease"], ahead["lease"]), "a reload gets them back"


FOREIGN = "{{ task.input.taskObject | grant_read_access }}"


def test_an_object_the_template_cannot_show_is_declined_and_the_worker_goes_on() -> None:
    lines = [{"source": "s3://private/1.png"}, {"source": "s3://images/2.png"}]
    made, one = opened(lines, FOREIGN)
    for worker in ("ann", "ben"):
        task = serve(made, one, worker)["task"]
        assert task["object"] == 1
        assert serve(made, one, worker, holding=[task["lease"]])["task"] is None
        assert worker in made.ledger.task_rows["job-1", 0].declined
    assert "private/1.png" in made.ledger.task_rows["job-1", 0].reasons[0]
    assert made.queue.messages == [("job-1", 0)], "all have passed: it ends with a reason"


def test_a_template_that_shows_nothing_gives_up_after_a_few() -> None:
    made, one = opened([{"source": f"s3://private/{number}.png"} for number in range(9)], FOREIGN)
    assert serve(made, one)["task"] is None
    assert sum(len(task.reasons) for task in made.ledger.task_rows.values()) == BROKEN_TASKS


def test_a_stopped_job_gives_nothing_more() -> None:
    made, one = opened(texts(1))
    stopped = replace(one, job=replace(one.job, status=JobStatus.STOPPING))
    assert serve(made, stopped) == {"accepted": False, "task": None}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"answer": HAM}, "answer"),
        ({"answer": [], "lease": "0.t"}, "answer"),
        ({"holding": "0.t"}, "holding"),
        ({"holding": [1]}, "holding"),
        ({"accepted": "now"}, "accepted"),
        ({"accepted": True}, "accepted"),
        ({"accepted": float("nan")}, "accepted"),
        ({"accepted": float("inf")}, "accepted"),
    ],
)
def test_a_request_that_is_none_is_refused_by_its_field(body: dict[str, Any], field: str) -> None:
    with pytest.raises(AnswerError, match=field):
        NextRequest.parse(body)


# -- render_task
def rendered(template: str, source: str, **fields: Any) -> str:
    made, one = opened([{"source": source}], template, **fields)
    task = made.ledger.task_rows["job-1", 0]
    return render_task(one.job, task, template, {"taskObject": source}, made.blobs, HERE)


def test_only_objects_of_allowed_buckets_are_granted() -> None:
    assert rendered(FOREIGN, "s3://images/1.png").startswith("https://blobs.invalid/images/1.png")
    assert rendered(FOREIGN, "s3://data/1.png").startswith("https://blobs.invalid/data/1.png")
    assert rendered(FOREIGN, "https://example.com/1.png") == "https://example.com/1.png"
    for foreign in ("s3://private/1.png", "s3://imagesx/1.png", "s3://"):
        with pytest.raises(TemplateError, match=r"Object 0: .*bucket this job may not read"):
            rendered(FOREIGN, foreign)


def test_a_template_reaches_no_bucket_that_its_job_does_not_name() -> None:
    """Another job's bucket is allowed in the deployment, which is not enough."""
    nosy = "{{ 's3://images/other.png' | grant_read_access }}"
    with pytest.raises(TemplateError, match="trigpoint:allow-buckets"):
        rendered(nosy, "s3://data/1.png")
    assert rendered(nosy, "s3://images/1.png"), "where the object itself lies"
    assert rendered(nosy, "s3://data/1.png", options={"allow-buckets": "others images"})
    with pytest.raises(TemplateError, match="may not read"):
        rendered(nosy.replace("images", "private"), "s3://data/1.png", options={"allow-buckets": "private"})


def test_the_task_says_which_outside_hosts_its_page_may_load_from() -> None:
    made, one = opened(texts(1), options={"allow-hosts": "cdn.example.com .example.org"})
    assert serve(made, one)["task"]["hosts"] == ["cdn.example.com", "*.example.org"]


def test_an_address_lives_as_long_as_the_task_and_as_a_signature_may() -> None:
    made = Installation()
    assert granting(60, made.blobs, HERE.may_use)("s3://data/x").endswith("expires=60")
    made.opened(texts(1), task_seconds=900_000)
    html = render_task(
        made.row, made.ledger.task_rows["job-1", 0], FOREIGN, {"taskObject": "s3://data/x"}, made.blobs, HERE
    )
    assert html.endswith(f"expires={LONGEST_GRANT_SECONDS}")


def test_what_a_line_holds_cannot_become_markup() -> None:
    assert rendered(PLAIN, "<script>x</script>") == "<p>&lt;script&gt;x&lt;/script&gt;</p>"


# -- open_jobs
def test_an_open_job_is_read_once_for_some_seconds() -> None:
    made = Installation()
    made.blobs.write("s3://data/page.html", b"one")
    made.opened(texts(1), template="s3://data/page.html")
    jobs = OpenJobs(made.ports)
    first = jobs.get("job-1")
    assert (first.template, first.categories) == ("one", ("spam", "ham"))
    made.ledger.change_job("job-1", put={"status": JobStatus.STOPPING})
    made.blobs.write("s3://data/page.html", b"two")
    assert jobs.get("job-1") is first
    made.clock.advance(KEPT_SECONDS)
    later = jobs.get("job-1")
    assert later.job.status is JobStatus.STOPPING
    assert later.template == "one", "a job's files do not change while it lives"


def test_a_job_that_is_made_again_under_a_name_is_read_anew() -> None:
    made = Installation()
    made.opened(texts(1))
    jobs = OpenJobs(made.ports)
    jobs.get("job-1")
    made.clock.advance(KEPT_SECONDS)
    made.blobs.write(SPEC.categories, b'{"labels": [{"label": "cat"}, {"label": "dog"}]}')
    made.ledger.job_rows["job-1"] = replace(made.row, created=made.clock.now())
    assert jobs.get("job-1").categories == ("cat", "dog")
    with pytest.raises(NotFound):
        jobs.get("none")
