"""Labeling jobs in SageMaker's shapes: DescribeLabelingJob and the two lists.

A job that a request made is described by that request, echoed as it came. A job that an upload made is
described by what its JobSpec says, in the same shape.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from typing import Any

from trigpoint.domain.control import ListedJob
from trigpoint.domain.job import AUTOMATED, INITIAL_MODEL, MOST_HUMAN, MOST_PERCENT, SNS_TOPIC, Job, JobSpec
from trigpoint.domain.places import VERSION
from trigpoint.formats.builtin_names import POST, PRE, suffix_of_type
from trigpoint.formats.job_options import TAG_PREFIX
from trigpoint.formats.sagemaker_arns import Arns

ECHOED = (
    "LabelAttributeName",
    "InputConfig",
    "OutputConfig",
    "RoleArn",
    "LabelCategoryConfigS3Uri",
    "StoppingConditions",
    "LabelingJobAlgorithmsConfig",
    "HumanTaskConfig",
)
CONDITIONS = (MOST_HUMAN, MOST_PERCENT, AUTOMATED, INITIAL_MODEL, SNS_TOPIC)
FAILURE_CHARACTERS = 1024


def described(listed: ListedJob, arns: Arns) -> dict[str, Any]:
    """DescribeLabelingJobResponse."""
    job, request = listed.job, request_of(listed, arns)
    shown = {
        "LabelingJobStatus": job.status.value,
        "LabelCounters": counters(job),
        "FailureReason": (job.failure or "")[:FAILURE_CHARACTERS],
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        "JobReferenceCode": reference_code(job),
        "LabelingJobName": job.name,
        "LabelingJobArn": arns.job(job.key),
        "Tags": tag_list(tags_of(listed)),
        "LabelingJobOutput": output(job, arns),
        **{name: request[name] for name in ECHOED if name in request},
    }
    return {name: value for name, value in shown.items() if value not in ("", None)}


def summarised(listed: ListedJob, arns: Arns) -> dict[str, Any]:
    """LabelingJobSummary."""
    job, request = listed.job, request_of(listed, arns)
    human = request["HumanTaskConfig"]
    shown = {
        "LabelingJobName": job.name,
        "LabelingJobArn": arns.job(job.key),
        "CreationTime": job.created,
        "LastModifiedTime": job.modified,
        "LabelingJobStatus": job.status.value,
        "LabelCounters": counters(job),
        "WorkteamArn": human["WorkteamArn"],
        "PreHumanTaskLambdaArn": human.get("PreHumanTaskLambdaArn"),
        "AnnotationConsolidationLambdaArn": human.get("AnnotationConsolidationConfig", {}).get(
            "AnnotationConsolidationLambdaArn"
        ),
        "FailureReason": (job.failure or "")[:FAILURE_CHARACTERS],
        "LabelingJobOutput": output(job, arns),
        "InputConfig": request["InputConfig"],
    }
    return {name: value for name, value in shown.items() if value not in ("", None)}


def of_team(listed: ListedJob, account: str) -> dict[str, Any]:
    """LabelingJobForWorkteamSummary."""
    job = listed.job
    pending = 0 if job.status.ended else max(0, job.total - job.closed)
    return {
        "LabelingJobName": job.name,
        "JobReferenceCode": reference_code(job),
        "WorkRequesterAccountId": account,
        "CreationTime": job.created,
        "LabelCounters": {"HumanLabeled": job.labelled - job.machine, "PendingHuman": pending, "Total": job.total},
        "NumberOfHumanWorkersPerDataObject": job.spec.workers,
    }


def counters(job: Job) -> dict[str, int]:
    """LabelCounters."""
    return {
        "TotalLabeled": job.labelled,
        "HumanLabeled": job.labelled - job.machine,
        "MachineLabeled": job.machine,
        "FailedNonRetryableError": job.failed,
        "Unlabeled": max(0, job.total - job.labelled - job.failed),
    }


def output(job: Job, arns: Arns) -> dict[str, str] | None:
    """With the model's ARN where a model labelled: the next job may start from it."""
    if not job.output_manifest:
        return None
    return {
        "OutputDatasetS3Uri": job.output_manifest,
        **({"FinalActiveLearningModelArn": arns.model(job.key)} if job.machine else {}),
    }


def reference_code(job: Job) -> str:
    """A code of the job for people outside the account: it says nothing of its name."""
    return hashlib.sha256(f"{job.key}@{job.created!r}".encode()).hexdigest()[:32]


def tags_of(listed: ListedJob) -> dict[str, str]:
    """The job's tags; an upload's options count as tags, as they would in a request."""
    own = dict(listed.request.tags) if listed.request else {}
    shown = own if listed.request and listed.request.document else option_tags(listed.job.spec) | own
    return shown | promise_tag(listed.job)


def promise_tag(job: Job) -> dict[str, str]:
    """What the model's labels promise, or why there are none: a description has no other place for it.

    Tags know letters, digits and a few signs (the model's pattern), 256 of them.
    """
    if not job.promise:
        return {}
    words = job.promise.replace("%", " percent").replace("(", "- ").replace(")", "")
    return {f"{TAG_PREFIX}promise": NO_TAG.sub("", words)[:TAG_CHARACTERS]}


NO_TAG, TAG_CHARACTERS = re.compile(r"[^\w\s.:/=+\-@]"), 256


def tag_list(tags: Mapping[str, str]) -> list[dict[str, str]]:
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def request_of(listed: ListedJob, arns: Arns) -> Mapping[str, Any]:
    asked = listed.request
    return asked.document if asked and asked.document else derived_request(listed.job, arns)


# -- jobs of uploads -------------------------------------------------------------------
def derived_request(job: Job, arns: Arns) -> dict[str, Any]:
    """The CreateLabelingJob request that would have made the job."""
    spec = job.spec
    request = {
        "LabelAttributeName": spec.label_attribute,
        "InputConfig": {"DataSource": {"S3DataSource": {"ManifestS3Uri": unversioned(spec.manifest)}}},
        "OutputConfig": output_config(spec),
        "RoleArn": spec.role or arns.role(),
        "LabelCategoryConfigS3Uri": unversioned(spec.categories),
        "StoppingConditions": stopping(spec),
        "LabelingJobAlgorithmsConfig": algorithm(spec, arns),
        "HumanTaskConfig": derived_human(job, arns),
    }
    return {name: value for name, value in request.items() if value}


def output_config(spec: JobSpec) -> dict[str, str]:
    given = {"S3OutputPath": spec.output, "KmsKeyId": spec.kms_key, "SnsTopicArn": spec.topic}
    return {name: value for name, value in given.items() if value}


def unversioned(uri: str) -> str:
    return uri.partition(VERSION)[0]


def derived_human(job: Job, arns: Arns) -> dict[str, Any]:
    spec = job.spec
    pre, post = functions(spec, arns)
    human = {
        "WorkteamArn": arns.team(spec.team),
        "UiConfig": {"UiTemplateS3Uri": unversioned(spec.template)} if spec.template else {},
        "PreHumanTaskLambdaArn": pre,
        "TaskTitle": spec.title or job.name,
        "TaskDescription": spec.description or spec.title or job.name,
        "NumberOfHumanWorkersPerDataObject": spec.workers,
        "TaskTimeLimitInSeconds": spec.task_seconds,
        "TaskAvailabilityLifetimeInSeconds": spec.lifetime_seconds,
        "MaxConcurrentTaskCount": spec.window,
        "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": post} if post else None,
    }
    return {name: value for name, value in human.items() if value is not None}


def functions(spec: JobSpec, arns: Arns) -> tuple[str | None, str | None]:
    """ARNs of the pre- and post-annotation functions; None where a custom job has none."""
    built_in = suffix_of_type(spec.task_type)
    pre = spec.pre_function or (f"{PRE}{built_in}" if built_in else None)
    post = spec.post_function or (f"{POST}{built_in}" if built_in else None)
    return arns.function(pre) if pre else None, arns.function(post) if post else None


def stopping(spec: JobSpec) -> dict[str, int]:
    fields = {
        "MaxHumanLabeledObjectCount": spec.options.get(MOST_HUMAN),
        "MaxPercentageOfInputDatasetLabeled": spec.options.get(MOST_PERCENT),
    }
    return {name: int(value) for name, value in fields.items() if value}


def algorithm(spec: JobSpec, arns: Arns) -> dict[str, str]:
    name, initial = spec.options.get(AUTOMATED), spec.options.get(INITIAL_MODEL)
    if not name:
        return {}
    return {
        "LabelingJobAlgorithmSpecificationArn": arns.algorithm(name),
        **({"InitialActiveLearningModelArn": arns.model(initial)} if initial else {}),
    }


def option_tags(spec: JobSpec) -> dict[str, str]:
    return {f"{TAG_PREFIX}{name}": value for name, value in spec.options.items() if name not in CONDITIONS}
