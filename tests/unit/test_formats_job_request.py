"""From CreateLabelingJob requests and recipes to a JobSpec."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from trigpoint.domain.errors import RecipeError
from trigpoint.domain.job import JobSpec
from trigpoint.formats.builtin_names import SUFFIXES, suffix_of_type, task_type_of
from trigpoint.formats.job_request import check_job_name, job_spec, request_spec

TYPES = ("image_multi_class", "text_multi_class", "custom")
ARN = "arn:aws:lambda:us-east-1:432418664414:function:"
MINE = "arn:aws:lambda:eu-west-1:111122223333:function:SageMaker-mine:prod"

REQUEST: dict[str, Any] = {
    "LabelingJobName": "Birds-1",
    "LabelAttributeName": "species",
    "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": "s3://b/in.manifest"}}},
    "OutputConfig": {"S3OutputPath": "s3://b/out/", "KmsKeyId": "key"},
    "RoleArn": "arn:aws:iam::111122223333:role/gt",
    "LabelCategoryConfigS3Uri": "s3://b/classes.json",
    "StoppingConditions": {"MaxHumanLabeledObjectCount": 500},
    "HumanTaskConfig": {
        "WorkteamArn": "arn:aws:sagemaker:eu-west-1:111122223333:workteam/private-crowd/birders",
        "UiConfig": {"UiTemplateS3Uri": "s3://b/t.html"},
        "PreHumanTaskLambdaArn": ARN + "PRE-ImageMultiClass",
        "TaskTitle": "Name the bird",
        "TaskDescription": "One of ten",
        "NumberOfHumanWorkersPerDataObject": 5,
        "TaskTimeLimitInSeconds": 600,
        "TaskAvailabilityLifetimeInSeconds": 86400,
        "MaxConcurrentTaskCount": 200,
        "AnnotationConsolidationConfig": {
            "AnnotationConsolidationLambdaArn": ARN.replace("us-east-1", "mars") + "ACS-ImageMultiClass"
        },
    },
    "Tags": [{"Key": "trigpoint:min-workers", "Value": "2"}, {"Key": "cost-center", "Value": "9"}],
}


def changed(path: str, value: Any) -> dict[str, Any]:
    """The request with one field replaced; None removes it."""
    request = copy.deepcopy(REQUEST)
    *parents, last = path.split(".")
    place = request
    for name in parents:
        place = place[name]
    place.pop(last, None)
    if value is not None:
        place[last] = value
    return request


def test_whole_request() -> None:
    name, spec = request_spec(REQUEST, task_types=TYPES)
    assert name == "Birds-1"
    assert spec == JobSpec(
        task_type="image_multi_class",
        label_attribute="species",
        manifest="s3://b/in.manifest",
        output="s3://b/out",
        categories="s3://b/classes.json",
        template="s3://b/t.html",
        team="birders",
        role="arn:aws:iam::111122223333:role/gt",
        workers=5,
        task_seconds=600,
        lifetime_seconds=86400,
        window=200,
        title="Name the bird",
        description="One of ten",
        kms_key="key",
        options={"max-human-labelled": "500", "min-workers": "2"},
    )


def test_smallest_recipe() -> None:
    recipe = {
        "OutputConfig": {"S3OutputPath": "s3://b"},
        "LabelCategoryConfigS3Uri": "s3://b/c.json",
        "HumanTaskConfig": {"WorkteamArn": "team", "PreHumanTaskLambdaArn": "PRE-TextMultiClass"},
    }
    spec = job_spec(recipe, name="j", manifest="s3://b/m", task_types=TYPES)
    assert (spec.task_type, spec.label_attribute, spec.team, spec.template) == (
        "text_multi_class",
        "j",
        "team",
        "",
    )
    assert (spec.workers, spec.window, spec.task_seconds) == (3, 1000, 300)


def test_customer_functions() -> None:
    human = {**REQUEST["HumanTaskConfig"], "PreHumanTaskLambdaArn": MINE}
    _, spec = request_spec({**REQUEST, "HumanTaskConfig": human}, task_types=TYPES)
    assert (spec.task_type, spec.pre_function, spec.post_function) == ("image_multi_class", MINE, None)
    human = {**human, "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": MINE}}
    _, spec = request_spec({**REQUEST, "HumanTaskConfig": human}, task_types=TYPES)
    assert (spec.task_type, spec.pre_function, spec.post_function) == ("custom", MINE, MINE)


def test_pass_through_is_custom() -> None:
    human = {
        "WorkteamArn": "t",
        "UiConfig": {"UiTemplateS3Uri": "s3://b/t.html"},
        "PreHumanTaskLambdaArn": ARN + "PRE-PassThrough",
        "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": ARN + "ACS-PassThrough"},
    }
    recipe = {"OutputConfig": {"S3OutputPath": "s3://b/o"}, "HumanTaskConfig": human}
    spec = job_spec(recipe, name="j", manifest="s3://b/m", task_types=TYPES)
    assert (spec.task_type, spec.pre_function, spec.categories) == ("custom", None, "")


HUMAN = "HumanTaskConfig"


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (f"{HUMAN}.NumberOfHumanWorkersPerDataObject", 12, r"\.NumberOfHumanWorkersPerDataObject is 12"),
        (f"{HUMAN}.NumberOfHumanWorkersPerDataObject", "3", "is not a whole number"),
        (f"{HUMAN}.TaskTimeLimitInSeconds", 29, "HumanTaskConfig.TaskTimeLimitInSeconds is 29"),
        (f"{HUMAN}.TaskAvailabilityLifetimeInSeconds", 59, "Use a number 60 or more"),
        (f"{HUMAN}.MaxConcurrentTaskCount", 5001, "Use a number from 1 to 5000"),
        (f"{HUMAN}.WorkteamArn", None, "HumanTaskConfig.WorkteamArn is missing"),
        (
            f"{HUMAN}.PreHumanTaskLambdaArn",
            ARN + "PRE-BoundingBox",
            "but PreHumanTaskLambdaArn is for BoundingBox",
        ),
        (f"{HUMAN}.UiConfig", {"UiTemplateS3Uri": "http://x"}, "UiConfig.UiTemplateS3Uri is 'http://x'"),
        (HUMAN, [], "HumanTaskConfig is not an object"),
        ("OutputConfig", None, "OutputConfig.S3OutputPath is missing"),
        ("OutputConfig.S3OutputPath", "https://s3/b", "OutputConfig.S3OutputPath is"),
        ("LabelCategoryConfigS3Uri", None, "LabelCategoryConfigS3Uri is missing"),
        ("LabelingJobName", "-x", "LabelingJobName '-x'"),
        ("LabelAttributeName", "source-ref", "a key of the input"),
        ("LabelAttributeName", "x-metadata", "ends in -metadata"),
        ("LabelAttributeName", "x-ref", "must not end in -ref"),
        ("LabelAttributeName", "a b", "LabelAttributeName is 'a b'"),
        ("Tags", [{"Value": "x"}], r"Tags\[0\].Key is missing"),
        ("Tags", {"a": "b"}, "Tags is not a list"),
        ("InputConfig.DataSource.SnsDataSource", {"SnsTopicArn": "x"}, "asks for a streaming job"),
        ("InputConfig.DataSource", {}, "InputConfig.DataSource.S3DataSource.ManifestS3Uri is missing"),
    ],
)
def test_bad_field_is_named(path: str, value: Any, message: str) -> None:
    with pytest.raises(RecipeError, match=message):
        request_spec(changed(path, value), task_types=TYPES)


@pytest.mark.parametrize(("value", "seconds"), [("0", 0), ("30", 30), ("900", 900)])
def test_the_seconds_of_undo_are_read(value: str, seconds: int) -> None:
    tags = [{"Key": "trigpoint:undo-seconds", "Value": value}]
    assert request_spec(changed("Tags", tags), task_types=TYPES)[1].undo_seconds == seconds


@pytest.mark.parametrize("value", ["", "901", "-1", "1.5", "soon", "٣"])
def test_wrong_seconds_of_undo_are_named(value: str) -> None:
    tags = [{"Key": "trigpoint:undo-seconds", "Value": value}]
    with pytest.raises(RecipeError, match=r"Tags\[0\].Value of trigpoint:undo-seconds .* from 0 to 900"):
        request_spec(changed("Tags", tags), task_types=TYPES)


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("target-accuracy", ".9"),
        ("target-accuracy", "0.950"),
        ("certificate-confidence", "0.99"),
        ("human-budget", "1"),
        ("human-budget", "0.40"),
        ("audit-objects", "200"),
        ("seed", "0"),
    ],
)
def test_the_numbers_of_automated_labeling_are_read(option: str, value: str) -> None:
    tags = [{"Key": f"trigpoint:{option}", "Value": value}]
    assert request_spec(changed("Tags", tags), task_types=TYPES)[1].options[option] == value


@pytest.mark.parametrize(
    ("option", "value", "fix"),
    [
        ("target-accuracy", "95", "between 0 and 1"),
        ("target-accuracy", "0.0", "between 0 and 1"),
        ("certificate-confidence", "1", "between 0 and 1"),
        ("certificate-confidence", "nan", "between 0 and 1"),
        ("human-budget", "1.5", "up to 1"),
        ("audit-objects", "-1", "how many machine labels"),
        ("seed", "\u0663", "a whole number"),
        ("seed", "first", "a whole number"),
    ],
)
def test_wrong_numbers_of_automated_labeling_are_named(option: str, value: str, fix: str) -> None:
    tags = [{"Key": f"trigpoint:{option}", "Value": value}]
    with pytest.raises(RecipeError, match=rf"Tags\[0\].Value of trigpoint:{option} .* {fix}"):
        request_spec(changed("Tags", tags), task_types=TYPES)


def test_task_type_that_is_not_here() -> None:
    human = {"WorkteamArn": "t", "PreHumanTaskLambdaArn": "PRE-BoundingBox"}
    with pytest.raises(RecipeError, match="task type BoundingBox, which is not here"):
        job_spec({HUMAN: human}, name="j", manifest="s3://b/m", task_types=TYPES)


def test_segmentation_wants_a_ref() -> None:
    human = {"WorkteamArn": "t", "PreHumanTaskLambdaArn": "PRE-AdjustmentSemanticSegmentation"}
    with pytest.raises(RecipeError, match="must end in -ref"):
        job_spec({HUMAN: human}, name="j", manifest="s3://b/m", task_types=["adjustment_semantic_segmentation"])


def test_every_builtin_has_its_own_task_type() -> None:
    assert len({task_type_of(suffix) for suffix in SUFFIXES}) == len(SUFFIXES) == 23
    assert task_type_of("3DPointCloudObjectTracking") == "3d_point_cloud_object_tracking"
    assert [suffix_of_type(task_type_of(suffix)) for suffix in SUFFIXES[:-1]] == list(SUFFIXES[:-1])
    assert suffix_of_type(task_type_of(SUFFIXES[-1])) is None


@pytest.mark.parametrize("name", ["", "a" * 64, "a_b", "a-", "ä"])
def test_bad_job_names(name: str) -> None:
    with pytest.raises(RecipeError, match="is not a job name"):
        check_job_name(name)


# -- pay
@pytest.mark.parametrize(
    ("amount", "pay"),
    [
        ({"Dollars": 0, "Cents": 3, "TenthFractionsOfACent": 6}, "0.036 USD"),
        ({"Dollars": 2}, "2.000 USD"),
        ({"Cents": 0}, ""),
        (None, ""),
    ],
)
def test_the_price_of_a_task_is_its_pay(amount: dict[str, int] | None, pay: str) -> None:
    price = None if amount is None else {"AmountInUsd": amount}
    assert request_spec(changed("HumanTaskConfig.PublicWorkforceTaskPrice", price), task_types=TYPES)[1].pay == pay


def test_a_tag_says_what_is_paid_and_goes_before_the_price() -> None:
    tagged = changed("Tags", [{"Key": "trigpoint:task-pay", "Value": "0.05 EUR"}])
    tagged["HumanTaskConfig"]["PublicWorkforceTaskPrice"] = {"AmountInUsd": {"Cents": 1}}
    assert request_spec(tagged, task_types=TYPES)[1].pay == "0.05 EUR"


@pytest.mark.parametrize("value", ["", "a lot", "0.05", "0.05 eur", "-1 EUR", "0.05 EUR ", "<b>1 EUR"])
def test_pay_is_an_amount_and_a_currency(value: str) -> None:
    with pytest.raises(RecipeError, match="task-pay"):
        request_spec(changed("Tags", [{"Key": "trigpoint:task-pay", "Value": value}]), task_types=TYPES)
