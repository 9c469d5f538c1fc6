"""Gold labels and the method of consolidation in jobs of single categories."""

from __future__ import annotations

from typing import Any

import pytest

from trigpoint.consolidation.answer_table import AnswerTable
from trigpoint.consolidation.dawid_skene import DawidSkene
from trigpoint.consolidation.panel import Panel
from trigpoint.consolidation.worker_model import WorkerModel
from trigpoint.domain.errors import ManifestError, RecipeError
from trigpoint.formats.job_request import job_spec
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.classification_merge import merge, refit
from trigpoint.tasktypes.gold import gold_of
from trigpoint.tasktypes.surroundings import Surroundings
from trigpoint.testing.crowd import answers_of, replay

CATEGORIES = ("cat", "dog")
TRUTHS = ["cat", "dog"] * 20
TRIPLES = replay(TRUTHS, CATEGORIES, 3)
ANSWERS = answers_of(TRIPLES, "c")


def around(line: dict[str, Any], **options: str) -> Surroundings:
    return Surroundings(lambda: line, **options)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ({"truth": "dog"}, "dog"),
        ({"truth": 1}, "dog"),
        ({"truth": 7, "truth-metadata": {"class-name": "cat"}}, "cat"),
        ({"truth": None}, None),
        ({}, None),
    ],
)
def test_gold_is_a_name_or_a_label_as_ground_truth_writes_it(line: dict[str, Any], found: str | None) -> None:
    assert gold_of(line, "truth", CATEGORIES) == found


@pytest.mark.parametrize("value", ["cow", 2, -1, True, ["dog"], {}])
def test_gold_that_is_no_category_is_named(value: Any) -> None:
    with pytest.raises(ManifestError, match="is not a category"):
        gold_of({"truth": value}, "truth", CATEGORIES)


def test_a_gold_label_stays_whatever_the_workers_say() -> None:
    given = [answer for answer in ANSWERS if answer.seq == 0]
    assert merge(given, CATEGORIES, None, around({"truth": "dog"}, gold_attribute="truth")).value == "dog"
    found = refit(ANSWERS, CATEGORIES, lambda seq: around({"truth": "dog"} if seq == 0 else {}, gold_attribute="truth"))
    assert (found.labels[0].value, found.labels[0].posterior) == ("dog", 1.0)


def test_gold_teaches_who_is_right() -> None:
    """Two who agree against one: gold on half of the objects shows that the one is right."""
    triples = [(seq, worker, "dog" if worker == "one" else "cat") for seq in range(40) for worker in ("one", "a", "b")]
    answers = answers_of(triples, "c")
    plain = refit(answers, CATEGORIES)
    taught = refit(
        answers, CATEGORIES, lambda seq: around({"truth": "dog"} if seq < 20 else {}, gold_attribute="truth")
    )
    assert {one.value for one in plain.labels.values()} == {"cat"}
    assert {taught.labels[seq].value for seq in range(20, 40)} == {"dog"}


def test_the_job_may_ask_for_ground_truths_own_method() -> None:
    found = refit(ANSWERS, CATEGORIES, lambda _: around({}, method="modified-dawid-skene"))
    own = DawidSkene().fit_predict(AnswerTable.of(TRIPLES, CATEGORIES))
    assert {seq: one.value for seq, one in found.labels.items()} == {seq: one.category for seq, one in own.items()}
    assert {seq: one.confidence for seq, one in found.labels.items()} == {s: one.confidence for s, one in own.items()}
    assert isinstance(found.model, WorkerModel)
    assert isinstance(task_type("text_multi_class").merging.restore(found.model.as_json()), WorkerModel)
    assert isinstance(refit(ANSWERS, CATEGORIES).model, Panel)


def recipe(kind: str, **tags: str) -> dict[str, Any]:
    arn = "arn:aws:lambda:us-east-1:432418664414:function:"
    return {
        "LabelAttributeName": "verdict",
        "OutputConfig": {"S3OutputPath": "s3://bucket/out"},
        "LabelCategoryConfigS3Uri": "s3://bucket/categories.json",
        "HumanTaskConfig": {"WorkteamArn": "team", "PreHumanTaskLambdaArn": f"{arn}PRE-{kind}"},
        "Tags": [{"Key": f"trigpoint:{name}", "Value": value} for name, value in tags.items()],
    }


def spec(kind: str, **tags: str) -> Any:
    types = ("text_multi_class", "bounding_box")
    return job_spec(recipe(kind, **tags), name="j", manifest="s3://bucket/m", task_types=types)


def test_both_are_options_of_a_job() -> None:
    options = spec("TextMultiClass", **{"consolidation": "panel", "gold-attribute": "truth"}).options
    assert (options["consolidation"], options["gold-attribute"]) == ("panel", "truth")


@pytest.mark.parametrize(
    ("kind", "tags", "said"),
    [
        ("TextMultiClass", {"consolidation": "best"}, "panel, modified-dawid-skene or majority"),
        ("TextMultiClass", {"gold-attribute": ""}, "Name the manifest's key"),
        ("BoundingBox", {"consolidation": "majority"}, "one category an object"),
        ("TextMultiClass", {"consolidation": "majority", "gold-attribute": "t"}, "takes no gold"),
    ],
)
def test_options_that_cannot_be_are_refused_before_the_job_begins(kind: str, tags: dict[str, str], said: str) -> None:
    with pytest.raises(RecipeError, match=said):
        spec(kind, **tags)
