"""Bad input of every kind: a named error at its place, and the rest of the job completes."""

from __future__ import annotations

import json
from typing import Any

import pytest
from stack import Stack

from trigpoint.testing.waiting import wait_until

GOOD = b'{"source": "fine"}'


def ham(_task_input: dict[str, Any]) -> str:
    return "ham"


def reason(stack: Stack, job: str, line: int) -> str:
    """Why an object failed, from the output manifest."""
    return str(stack.manifest(job)[line]["verdict-metadata"]["failure-reason"])


def upload_error(stack: Stack, recipe: str, job: str) -> dict[str, Any]:
    data = wait_until(lambda: stack.get(f"inbox/{recipe}/{job}.error.json"), f"an error file for {job}", 20)
    return dict(json.loads(data))


def test_byte_order_mark_and_windows_line_ends_are_no_trouble(stack: Stack) -> None:
    data = b'\xef\xbb\xbf{"source": "one"}\r\n{"source": "two"}\r\n'
    stack.drop("windows", data, stack.recipe("windows"))
    assert stack.label_all(stack.worker("b1"), "windows", ham) == 2
    assert [line["source"] for line in stack.manifest("windows")] == ["one", "two"]


def test_an_empty_manifest_fails_the_job(stack: Stack) -> None:
    stack.drop("empty", b"\n\n", stack.recipe("empty"))
    row = stack.ended("empty")
    assert row["status"] == "Failed"
    assert "ManifestError" in row["failure"]
    assert "holds no lines" in row["failure"]


@pytest.mark.parametrize(
    ("name", "bad", "expected"),
    [
        ("notjson", b'{"source": "x"', "Line 7 (object 6) is not JSON at column"),
        ("both", b'{"source": "x", "source-ref": "s3://b/k"}', "both source and source-ref"),
        ("neither", b'{"text": "x"}', "neither source nor source-ref"),
        ("long", b'{"source": "' + b"x" * 99_990 + b'"}', "100,00"),
        ("blank", b"", "Line 7 (object 6) is blank"),
        ("list", b"[1]", "not a JSON object"),
        ("gone", b"MISSING", "does not exist"),
        ("foreign", b'{"source-ref": "s3://somebody-elses/x.png"}', "may not read"),
    ],
)
def test_a_bad_line_fails_only_its_object(stack: Stack, name: str, bad: bytes, expected: str) -> None:
    if bad == b"MISSING":
        bad = json.dumps({"source-ref": f"s3://{stack.bucket}/data/no-such.png"}).encode()
    lines = [GOOD] * 6 + [bad] + [GOOD] * 2
    job = f"bad-{name}"
    stack.drop(job, b"\n".join(lines), stack.recipe(job))
    assert stack.label_all(stack.worker("b1"), job, ham) == 8
    assert stack.job(job)["status"] == "Completed"
    assert expected in reason(stack, job, 6)
    output = stack.manifest(job)
    assert [number for number, line in enumerate(output) if "verdict" in line] == [0, 1, 2, 3, 4, 5, 7, 8]


def test_a_name_that_is_taken_in_any_case_is_refused_and_the_first_job_goes_on(stack: Stack) -> None:
    recipe = stack.recipe("taken")
    stack.drop("Taken-1", [{"source": "first"}], recipe, "taken")
    wait_until(lambda: stack.job("taken-1"), "the job row")
    stack.drop("taken-1", [{"source": "second"}], None, "taken")
    error = upload_error(stack, "taken", "taken-1")
    assert error["code"] == "JobNameTaken"
    stack.label_all(stack.worker("b1"), "taken-1", ham)
    assert [line["source"] for line in stack.manifest("Taken-1")] == ["first"]


def test_another_upload_under_the_same_key_is_refused_and_changes_nothing(stack: Stack) -> None:
    stack.drop("again", [{"source": "first"}], stack.recipe("again"))
    wait_until(lambda: stack.job("again").get("opened") == "1", "an open task")
    stack.drop("again", [{"source": "second"}])
    assert upload_error(stack, "again", "again")["code"] == "JobNameTaken"
    stack.label_all(stack.worker("b1"), "again", ham)
    assert [line["source"] for line in stack.manifest("again")] == ["first"]


def test_an_unknown_recipe_is_refused(stack: Stack) -> None:
    stack.drop("lost", [{"source": "x"}], None, "no-such-recipe")
    error = upload_error(stack, "no-such-recipe", "lost")
    assert error["code"] == "RecipeError"
    assert "no-such-recipe" in error["message"]
    assert stack.job("lost") == {}


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("NumberOfHumanWorkersPerDataObject", 10, "NumberOfHumanWorkersPerDataObject"),
        ("TaskTimeLimitInSeconds", "soon", "TaskTimeLimitInSeconds"),
        ("WorkteamArn", None, "WorkteamArn"),
    ],
)
def test_a_bad_recipe_names_its_field(stack: Stack, field: str, value: Any, expected: str) -> None:
    recipe = stack.recipe("wrong")
    recipe["HumanTaskConfig"][field] = value
    job = f"wrong-{field.lower()}"
    stack.drop(job, [{"source": "x"}], recipe)
    error = upload_error(stack, job, job)
    assert error["code"] == "RecipeError"
    assert expected in error["message"]


def test_a_recipe_that_is_not_json_is_refused(stack: Stack) -> None:
    stack.put("recipes/broken.json", "{")
    stack.drop("broken", [{"source": "x"}])
    assert "not JSON" in upload_error(stack, "broken", "broken")["message"]


@pytest.mark.parametrize(
    ("name", "markup", "expected"),
    [("illiquid", "{% if %}", "Line 2"), ("unheard", "<crowd-cuboid>", "Line 2, column 1: there is no element")],
)
def test_a_template_that_no_task_could_be_shown_with_is_refused(
    stack: Stack, name: str, markup: str, expected: str
) -> None:
    template = stack.put(f"data/templates/{name}.html", f"<crowd-form>\n{markup}\n</crowd-form>")
    stack.drop(name, [{"source": "x"}], stack.recipe(name, UiConfig={"UiTemplateS3Uri": template}))
    error = upload_error(stack, name, name)
    assert error["code"] == "TemplateError"
    assert expected in error["message"]


def test_a_missing_template_or_categories_file_fails_the_job(stack: Stack) -> None:
    recipe = stack.recipe("astray", UiConfig={"UiTemplateS3Uri": f"s3://{stack.bucket}/no/such.html"})
    stack.drop("astray-1", [{"source": "x"}], recipe)
    assert "no/such.html does not exist" in stack.ended("astray-1")["failure"]
    recipe = stack.recipe("astray") | {"LabelCategoryConfigS3Uri": f"s3://{stack.bucket}/no/such.json"}
    stack.drop("astray-2", [{"source": "x"}], recipe)
    assert "no/such.json does not exist" in stack.ended("astray-2")["failure"]


def test_an_answer_that_does_not_fit_is_refused_and_the_lease_kept(stack: Stack) -> None:
    stack.drop("misfit", [{"source": "x"}], stack.recipe("misfit"))
    token = stack.worker("b2")
    path = "/portal/jobs/misfit/next"
    task = wait_until(lambda: stack.call(token, path, {})[1].get("task"), "a task")
    for answer, expected in (
        ({"category": {"label": "eggs"}}, "not a category"),
        ({"category": {"label": ["ham"]}}, "not a category"),
        ({"comment": "hm"}, "No widget"),
        ([1], "answer must be an object"),
        ("ham", "answer must be an object"),
    ):
        status, reply = stack.call(token, path, {"lease": task["lease"], "answer": answer})
        assert (status, reply["error"]["code"]) == (400, "AnswerError")
        assert expected in reply["error"]["message"]
    fitting = {"lease": task["lease"], "answer": {"category": {"label": "ham"}}}
    assert stack.call(token, path, fitting)[0] == 200
    assert stack.call(token, path, fitting)[0] in (200, 409), "a repeat changes nothing"
    assert stack.ended("misfit")["status"] == "Completed"
    assert stack.manifest("misfit")[0]["verdict"] == 1


def test_an_answer_to_an_expired_lease_is_refused_by_name(stack: Stack) -> None:
    stack.drop("overdue", [{"source": "x"}], stack.recipe("overdue"))
    token, path = stack.worker("b3"), "/portal/jobs/overdue/next"
    task = wait_until(lambda: stack.call(token, path, {})[1].get("task"), "a task")
    stack.lapse_leases("overdue")
    late = {"lease": task["lease"], "answer": {"category": {"label": "spam"}}}
    status, reply = stack.call(token, path, late)
    assert (status, reply["error"]["code"]) == (409, "LeaseExpired")
    assert reply["error"]["fix"]
    stack.label_all(token, "overdue", ham)
    assert stack.manifest("overdue")[0]["verdict"] == 1


@pytest.mark.parametrize(
    ("body", "code"),
    [({"holding": "x"}, "AnswerError"), ({"lease": "x", "answer": {"a": 1}}, "AnswerError"), ([], "BadInput")],
)
def test_a_malformed_call_is_refused(stack: Stack, body: Any, code: str) -> None:
    stack.drop("calls", [{"source": "x"}], stack.recipe("calls"))
    wait_until(lambda: stack.job("calls").get("opened") == "1", "an open task")
    status, reply = stack.call(stack.worker("b4"), "/portal/jobs/calls/next", body)
    assert status == 400
    assert reply["error"]["code"] in (code, "BadInput")


def test_unknown_addresses_and_jobs_are_named(stack: Stack) -> None:
    token = stack.worker("b4")
    assert stack.call(token, "/portal/nothing", {})[1]["error"]["code"] == "NotFound"
    assert stack.call(token, "/portal/jobs/no-such/next", {})[1]["error"]["code"] == "NotFound"
