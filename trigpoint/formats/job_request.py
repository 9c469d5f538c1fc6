"""From a CreateLabelingJob request, or a recipe, to a JobSpec (facts: ground-truth 1.2, 1.3, 2.2).

A recipe is such a request without name and manifest; fields that Ground Truth demands but that
have a sensible default may be missing from it. Every error names the path of its field.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from trigpoint.domain.errors import RecipeError
from trigpoint.domain.job import AUTOMATED, INITIAL_MODEL, MOST_HUMAN, MOST_PERCENT, SNS_TOPIC, TASK_PAY, JobSpec
from trigpoint.formats.builtin_names import CUSTOM, REF_SUFFIXES, UNCHANGED, builtin_suffix, task_type_of
from trigpoint.formats.job_options import TAG_PREFIX, check_option, check_together
from trigpoint.formats.request_fields import Fields

NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
ATTRIBUTE = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,126}")
TOPIC = re.compile(r"arn:aws[a-z\-]*:sns:[a-z0-9\-]*:[0-9]{12}:[a-zA-Z0-9_.-]+")
S3_URI = re.compile(r"s3://[^/]+/.+")
S3_PLACE = re.compile(r"s3://[^/]+(/.*)?")


def check_job_name(name: str) -> str:
    """The name as given. Raises RecipeError for one Ground Truth would refuse."""
    if not NAME.fullmatch(name):
        raise RecipeError(
            f"LabelingJobName {name!r} is not a job name.",
            "Use 1 to 63 letters, digits and hyphens, beginning and ending with a letter or digit.",
        )
    return name


def job_spec(recipe: Any, *, name: str, manifest: str, task_types: Collection[str]) -> JobSpec:
    """The job a recipe asks for over the manifest at `manifest` (an s3:// URI).

    `task_types` are the names this installation has. Raises RecipeError.
    """
    check_job_name(name)
    request = Fields(recipe)
    human = request.part("HumanTaskConfig")
    pre = human.text("PreHumanTaskLambdaArn") or None
    post = human.part("AnnotationConsolidationConfig").text("AnnotationConsolidationLambdaArn") or None
    suffix = suffix_of(human, pre, post)
    task_type = CUSTOM if suffix is None else task_type_of(suffix)
    check_task_type(human, task_type, suffix, task_types)
    output = request.part("OutputConfig")
    options = {**conditions(request), **price(human), **tag_options(request)}
    check_together(request, options, task_type)
    return JobSpec(
        task_type=task_type,
        label_attribute=label_attribute(request, name, suffix),
        manifest=manifest,
        output=s3_place(output, "S3OutputPath"),
        categories=categories(request, task_type),
        template=template(human, task_type),
        team=team(human),
        role=request.text("RoleArn"),
        pre_function=customer_function(pre),
        post_function=customer_function(post),
        workers=human.number("NumberOfHumanWorkersPerDataObject", 3, 1, 9),
        task_seconds=human.number("TaskTimeLimitInSeconds", 300, 30),
        lifetime_seconds=human.number("TaskAvailabilityLifetimeInSeconds", 2_592_000, 60),
        window=human.number("MaxConcurrentTaskCount", 1000, 1, 5000),
        title=human.text("TaskTitle"),
        description=human.text("TaskDescription"),
        kms_key=output.text("KmsKeyId") or None,
        options=options,
    )


def request_spec(request: Mapping[str, Any], *, task_types: Collection[str]) -> tuple[str, JobSpec]:
    """Name and JobSpec of a whole CreateLabelingJob request. Raises RecipeError."""
    fields = Fields(request)
    source = fields.part("InputConfig").part("DataSource")
    if source.value("SnsDataSource") is not None:
        raise source.wrong("SnsDataSource", "asks for a streaming job", "Give an S3DataSource instead.")
    manifest = s3_object(source.part("S3DataSource"), "ManifestS3Uri")
    name = fields.required_text("LabelingJobName")
    return name, job_spec(request, name=name, manifest=manifest, task_types=task_types)


def suffix_of(human: Fields, pre: str | None, post: str | None) -> str | None:
    """The built-in that names the task type: the consolidation's, else the pre-annotation's.

    A customer's consolidation makes a built-in pre-annotation no more than a source of task
    inputs, yet its task type still says what an answer is.
    """
    post_suffix = builtin_suffix(post) if post else None
    pre_suffix = builtin_suffix(pre) if pre else None
    if post_suffix and pre_suffix and post_suffix != pre_suffix:
        raise human.part("AnnotationConsolidationConfig").wrong(
            "AnnotationConsolidationLambdaArn",
            f"is for {post_suffix}, but PreHumanTaskLambdaArn is for {pre_suffix}",
            "Name both functions of one task type.",
        )
    return post_suffix or pre_suffix


def check_task_type(human: Fields, task_type: str, suffix: str | None, task_types: Collection[str]) -> None:
    if task_type not in task_types:
        raise human.wrong(
            "PreHumanTaskLambdaArn",
            f"asks for task type {suffix or task_type}, which is not here",
            f"Use one of: {', '.join(sorted(task_types))}.",
        )


def customer_function(arn: str | None) -> str | None:
    return None if arn is None or builtin_suffix(arn) else arn


def label_attribute(request: Fields, name: str, suffix: str | None) -> str:
    """Rules of ground-truth 2.2; the job's name where none is given, as in AWS's console."""
    attribute = request.text("LabelAttributeName", name)
    field = "LabelAttributeName"
    if not ATTRIBUTE.fullmatch(attribute):
        raise request.wrong(field, f"is {attribute!r}", "Use 1 to 127 letters, digits and hyphens.")
    if attribute in ("source", "source-ref"):
        raise request.wrong(field, f"is {attribute!r}, a key of the input", "Choose another name.")
    if attribute.endswith("-metadata"):
        raise request.wrong(field, "ends in -metadata", "Ground Truth adds that ending itself.")
    check_ref(request, attribute, suffix)
    return attribute


def check_ref(request: Fields, attribute: str, suffix: str | None) -> None:
    wanted = suffix in REF_SUFFIXES
    if suffix in (None, UNCHANGED) or attribute.endswith("-ref") == wanted:
        return
    rule = "must" if wanted else "must not"
    raise request.wrong("LabelAttributeName", f"is {attribute!r}", f"For {suffix} it {rule} end in -ref.")


def categories(request: Fields, task_type: str) -> str:
    if task_type == CUSTOM and request.value("LabelCategoryConfigS3Uri") is None:
        return ""
    return s3_object(request, "LabelCategoryConfigS3Uri")


def template(human: Fields, task_type: str) -> str:
    """URI of the worker template; empty means the task type's own."""
    ui = human.part("UiConfig")
    if ui.value("UiTemplateS3Uri") is None and task_type != CUSTOM:
        return ""
    return s3_object(ui, "UiTemplateS3Uri")


def team(human: Fields) -> str:
    """The team's name: the end of a work team ARN, or the name itself."""
    return human.required_text("WorkteamArn", "Name the work team.").rpartition("/")[2]


def s3_object(fields: Fields, name: str) -> str:
    uri = fields.required_text(name)
    if not S3_URI.fullmatch(uri):
        raise fields.wrong(name, f"is {uri!r}", "Write it as s3://bucket/key.")
    return uri


def s3_place(fields: Fields, name: str) -> str:
    uri = fields.required_text(name)
    if not S3_PLACE.fullmatch(uri):
        raise fields.wrong(name, f"is {uri!r}", "Write it as s3://bucket/prefix/.")
    return uri.rstrip("/")


def conditions(request: Fields) -> dict[str, str]:
    """Ground Truth's own fields that JobSpec knows as options."""
    stopping = request.part("StoppingConditions")
    most = stopping.number("MaxHumanLabeledObjectCount", 0, 1)
    percent = stopping.number("MaxPercentageOfInputDatasetLabeled", 0, 1, 100)
    learning = request.part("LabelingJobAlgorithmsConfig")
    algorithm = learning.text("LabelingJobAlgorithmSpecificationArn")
    options = {
        MOST_HUMAN: str(most or ""),
        MOST_PERCENT: str(percent or ""),
        AUTOMATED: algorithm.rpartition("/")[2],
        INITIAL_MODEL: learning.text("InitialActiveLearningModelArn").rpartition("/")[2].lower(),
        SNS_TOPIC: topic(request.part("OutputConfig")),
    }
    return {name: value for name, value in options.items() if value}


def price(human: Fields) -> dict[str, str]:
    """PublicWorkforceTaskPrice as an option; Ground Truth's public workforce is paid in US dollars."""
    amount = human.part("PublicWorkforceTaskPrice").part("AmountInUsd")
    dollars = amount.number("Dollars", 0, 0, 2)
    cents, tenths = amount.number("Cents", 0, 0, 99), amount.number("TenthFractionsOfACent", 0, 0, 9)
    return {TASK_PAY: f"{dollars}.{cents:02d}{tenths} USD"} if dollars or cents or tenths else {}


def topic(output: Fields) -> str:
    arn = output.text("SnsTopicArn")
    if arn and not TOPIC.fullmatch(arn):
        raise output.wrong("SnsTopicArn", f"is {arn!r}", "Give the ARN of an SNS topic.")
    return arn


def tag_options(request: Fields) -> dict[str, str]:
    """`trigpoint:<option>` tags without their prefix; other tags are the customer's own."""
    options = {}
    for index, entry in enumerate(request.list("Tags")):
        tag = Fields(entry, f"Tags[{index}]")
        key = tag.required_text("Key")
        if key.startswith(TAG_PREFIX):
            options[key.removeprefix(TAG_PREFIX)] = tag.text("Value")
            check_option(tag, key.removeprefix(TAG_PREFIX))
    return options
