"""From answers to labels: consolidation, closing the window, refitting."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from usecase_bench import HERE, Installation, an_answer, texts

from trigpoint.domain.errors import FunctionFailed, FunctionReplyError, FunctionSilent
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import InputPointer, Outcome, Task
from trigpoint.usecases.close_window import close_window
from trigpoint.usecases.consolidate_objects import built_in, consolidate_objects
from trigpoint.usecases.refit import refit


def closed(made: Installation, *seqs: int, last_try: bool = True) -> list[int]:
    labels = consolidate_objects("job-1", seqs, made.ports, HERE, last_try=last_try)
    return sorted(label.seq for label in labels)


def answered(count: int, **fields: Any) -> Installation:
    """A job of `count` texts, each with two answers."""
    made = Installation()
    made.opened(texts(count), **fields)
    made.answer_all("ann")
    made.answer_all("ben")
    return made


# -- built-in
def test_a_full_object_gets_its_label_and_usage_record() -> None:
    made = answered(2)
    assert closed(made, 0, 1, 1, 7) == [0, 1]
    label = made.ledger.label("job-1", 0)
    assert label
    assert (label.outcome, label.workers, label.wave) == (Outcome.LABELLED, ("ann", "ben"), 1)
    assert label.content["verdict"] == 0
    assert label.content["verdict-metadata"]["class-name"] == "spam"
    assert {record.seq: record.answers for record in made.ledger.usage_rows.values()} == {0: 2, 1: 2}
    assert closed(made, 0, 1) == [], "a second delivery does nothing"
    assert len(made.ledger.usage_rows) == 2


def test_what_the_last_refit_learned_of_the_workers_decides_a_tie() -> None:
    made = quarrelling()
    task = Task("job-1", 20, 0, 2, 0, 0.0, InputPointer(0, 0, 1), done=("ann", "cy"))
    tie = [(task, [an_answer(20, "ann", "ham"), an_answer(20, "cy", "spam")])]

    def winner() -> str:
        label = built_in(made.row, tie, made.ports, HERE)[20]
        return str(label.content["verdict-metadata"]["class-name"])

    assert winner() == "spam", "the first category, while nobody is known"
    refit("job-1", made.ports, HERE)
    made.ledger.change_job("job-1", put={"waves": 2})
    assert winner() == "ham", "cy has been wrong all the time"


def test_an_answer_that_no_longer_fits_fails_its_object_alone() -> None:
    made = answered(2)
    made.ledger.answer_rows["job-1", 1]["ben"] = replace(made.ledger.answer_rows["job-1", 1]["ben"], content={})
    assert closed(made, 0, 1) == [0, 1]
    assert made.outcomes() == {0: "labelled", 1: "failed"}
    assert "ConsolidationFailed" in made.reason(1)
    assert len(made.ledger.usage_rows) == 1


# -- the customer's function
class Combine:
    """A customer's function: reads the payload, replies as told."""

    def __init__(self, made: Installation) -> None:
        self.made = made
        self.seen: list[list[str]] = []
        self.reply: Any = None
        self.fails_for: set[str] = set()

    def __call__(self, event: Mapping[str, Any]) -> Any:
        entries = json.loads(self.made.blobs.read(event["payload"]["s3Uri"]))
        ids = [entry["datasetObjectId"] for entry in entries]
        self.seen.append(ids)
        if self.fails_for & set(ids):
            raise RuntimeError("bad day")
        if self.reply is not None:
            return self.reply
        return [
            {"datasetObjectId": one, "consolidatedAnnotation": {"content": {"verdict": f"label of {one}"}}}
            for one in ids
        ]


def combining(count: int = 2, **fields: Any) -> tuple[Installation, Combine]:
    made = answered(count, post_function="combine", **fields)
    made.functions.functions["combine"] = combine = Combine(made)
    return made, combine


def test_a_customers_function_is_called_once_for_a_batch_and_once_an_object() -> None:
    made, combine = combining(3)
    assert closed(made, 0, 1, 2) == [0, 1, 2]
    assert closed(made, 0, 1, 2) == []
    assert combine.seen == [["0", "1", "2"]]
    label = made.ledger.label("job-1", 1)
    assert label
    assert label.content["verdict"] == "label of 1"
    assert label.content["verdict-metadata"]["type"] == "groundtruth/custom"
    _, event = made.functions.calls[0]
    assert (event["labelAttributeName"], event["labelCategories"]) == ("verdict", ["spam", "ham"])
    item = made.json(event["payload"]["s3Uri"])[0]
    assert item["dataObject"] == {"content": "text 0"}
    assert [one["workerId"].startswith("private.us-east-1.") for one in item["annotations"]] == [True, True]
    responses = [uri for uri in made.blobs.objects if "/consolidation-response/iteration-1/" in uri]
    assert len(responses) == 1


def test_a_failing_function_is_tried_again_until_the_last_try() -> None:
    made, combine = combining()
    combine.fails_for = {"0"}
    with pytest.raises(FunctionFailed, match="bad day"):
        closed(made, 0, 1, last_try=False)
    assert made.ledger.label_rows == {}
    assert closed(made, 0, 1) == [0, 1]
    assert made.outcomes() == {0: "failed", 1: "failed"}
    assert "bad day" in made.reason(0)
    assert made.ledger.usage_rows == {}


def test_a_silent_function_is_not_called_again_for_it_may_still_be_at_work() -> None:
    made, _ = combining()
    calls: list[Any] = []

    def silent(event: Any) -> Any:
        calls.append(event)
        raise FunctionSilent("function combine said nothing for 120 seconds.", "Make it faster.")

    made.functions.functions["combine"] = silent
    assert closed(made, 0, 1, last_try=False) == [0, 1]
    assert made.outcomes() == {0: "failed", 1: "failed"}
    assert "said nothing for 120 seconds" in made.reason(0)
    assert closed(made, 0, 1, last_try=False) == []
    assert len(calls) == 1


def test_a_failure_in_one_wave_does_not_touch_the_objects_of_another() -> None:
    made, combine = combining()
    made.ledger.task_rows["job-1", 1] = replace(made.ledger.task_rows["job-1", 1], wave=2)
    combine.fails_for = {"1"}
    with pytest.raises(FunctionReplyError, match=r"objects \[1\]"):
        closed(made, 0, 1, last_try=False)
    assert made.outcomes() == {0: "labelled"}
    assert closed(made, 0, 1) == [1]
    assert made.outcomes() == {0: "labelled", 1: "failed"}
    assert combine.seen == [["0"], ["1"], ["1"]]


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        ({"no": "list"}, "not a list"),
        ([], "returned nothing for object 0"),
        ([{"datasetObjectId": "0"}], "no consolidatedAnnotation.content"),
        ([{"datasetObjectId": "0", "consolidatedAnnotation": {"content": {"other": 1}}}], "no key 'verdict'"),
    ],
)
def test_a_reply_outside_the_contract_fails_the_object_with_the_reason(reply: Any, reason: str) -> None:
    made, combine = combining(1)
    combine.reply = reply
    assert closed(made, 0, last_try=False) == [0]
    assert made.outcomes() == {0: "failed"}
    assert reason in made.reason(0)


# -- close_window
def stopping(made: Installation) -> None:
    made.ledger.change_job("job-1", put={"status": JobStatus.STOPPING})


def test_after_a_stop_full_objects_are_kept_and_the_rest_leaves_the_window() -> None:
    made = Installation()
    made.opened(texts(250), window=250)
    made.answer_all("ann", most=120)
    both = made.answer_all("ben", most=110)
    full = {seq for (_, seq), task in made.ledger.task_rows.items() if task.full}
    assert both == 110
    stopping(made)
    assert close_window("job-1", made.ports, HERE) == 250 - len(full)
    assert made.ledger.task_rows == {}
    assert {seq for _, seq in made.ledger.label_rows} == full
    assert {record.seq for record in made.ledger.usage_rows.values()} == full
    assert close_window("job-1", made.ports, HERE) == 0


def test_after_a_normal_end_there_is_nothing_left() -> None:
    made = answered(3)
    closed(made, 0, 1, 2)
    assert close_window("job-1", made.ports, HERE) == 0


def test_what_expired_with_partial_answers_is_consolidated_when_the_window_closes() -> None:
    made = Installation()
    made.opened(texts(2))
    made.answer_all("ann", "ham", most=1)
    (seq,) = (seq for (_, seq), task in made.ledger.task_rows.items() if task.done)
    made.clock.advance(3601)
    stopping(made)
    assert close_window("job-1", made.ports, HERE) == 0
    assert made.outcomes() == {seq: "labelled", 1 - seq: "failed"}


def test_a_failing_function_does_not_stop_the_window_from_closing() -> None:
    made, combine = combining(2)
    combine.fails_for = {"0", "1"}
    stopping(made)
    assert close_window("job-1", made.ports, HERE) == 0
    assert made.outcomes() == {0: "failed", 1: "failed"}


# -- refit
def quarrelling() -> Installation:
    """Ann and ben agree on 19 of 20 objects, cy always says the contrary; ben errs on object 0."""
    made = Installation()
    made.opened(texts(20), workers=3)
    made.answer_all("ann", "spam")
    while one := made.take("ben"):
        made.submit(one, "ben", "ham" if one.task.seq == 0 else "spam")
    made.answer_all("cy", "ham")
    closed(made, *range(20))
    return made


def test_refit_revises_labels_and_never_their_usage_records() -> None:
    made = quarrelling()
    before = dict(made.ledger.label_rows)
    usage = dict(made.ledger.usage_rows)
    made.clock.advance(40 * 86_400)
    revised = refit("job-1", made.ports, HERE)
    changed = {key for key, label in made.ledger.label_rows.items() if label != before[key]}
    assert revised == len(changed) > 0
    for key in changed:
        old, new = before[key], made.ledger.label_rows[key]
        assert (new.revision, new.created, new.workers, new.wave) == (1, old.created, old.workers, old.wave)
    assert made.ledger.usage_rows == usage
    assert refit("job-1", made.ports, HERE) == 0, "the same answers revise nothing"


def test_a_label_that_somebody_else_revised_meanwhile_is_left() -> None:
    made = quarrelling()
    revise = made.ledger.revise_label
    made.ledger.revise_label = lambda label: revise(replace(label, revision=9))  # type: ignore[method-assign]
    assert refit("job-1", made.ports, HERE) == 0


def test_customer_jobs_and_failed_objects_are_untouched() -> None:
    made, combine = combining()
    closed(made, 0, 1)
    combine.seen.clear()
    before = dict(made.ledger.label_rows)
    assert refit("job-1", made.ports, HERE) == 0
    assert (made.ledger.label_rows, combine.seen) == (before, [])
    assert made.blobs.info(HERE.worker_model("job-1")) is None
    failing = answered(1)
    task: Task = failing.ledger.task_rows["job-1", 0]
    failing.ledger.answer_rows["job-1", 0]["ben"] = replace(failing.ledger.answers("job-1", 0)[1], content={})
    closed(failing, task.seq)
    assert refit("job-1", failing.ports, HERE) == 0
    assert failing.outcomes() == {0: "failed"}
