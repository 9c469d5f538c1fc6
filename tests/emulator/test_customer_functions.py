"""Customers' own pre- and post-annotation Lambdas, with Ground Truth's contracts."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import pytest
from stack import Stack

FOREIGN = "arn:aws:lambda:eu-west-1:123456789012:function:"

PRE = """
def handler(event, context):
    line = event["dataObject"]
    assert event["version"] == "2018-10-16" and event["labelingJobArn"].endswith("labeling-job/" + line["job"])
    kind = line.get("kind")
    if kind == "raise":
        raise KeyError("no such thing")
    if kind == "hang":
        import time
        time.sleep(30)  # longer than its own Lambda timeout, which ends it
    if kind == "garbage":
        return "hello"
    if kind == "skip":
        return {"taskInput": {}, "humanAnnotationRequired": "false"}
    return {"taskInput": {"taskObject": line["source"].upper(), "labels": ["spam", "ham"]}}
"""

POST = """
import json
import boto3

def handler(event, context):
    assert event["labelAttributeName"] == "verdict" and event["labelCategories"] == ["spam", "ham"]
    bucket, _, key = event["payload"]["s3Uri"].removeprefix("s3://").partition("/")
    items = json.loads(boto3.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())
    out = []
    for item in items:
        if "raise" in item["dataObject"]["content"]:
            raise ValueError("post is broken")
        if "forget" in item["dataObject"]["content"]:
            continue
        answers = [json.loads(a["annotationData"]["content"]) for a in item["annotations"]]
        content = {event["labelAttributeName"]: {"answers": answers, "text": item["dataObject"]["content"]}}
        out.append({"datasetObjectId": item["datasetObjectId"], "consolidatedAnnotation": {"content": content}})
    return out
"""


def install(stack: Stack, name: str, source: str, timeout: int = 5) -> str:
    """Deploy a customer's function; an ARN of another account and region that must resolve to it by name."""
    archive = io.BytesIO()
    with zipfile.ZipFile(archive, "w") as file:
        file.writestr("index.py", source)
    functions = stack.client("lambda")
    existing = [one["FunctionName"] for one in functions.list_functions()["Functions"]]
    if name not in existing:
        functions.create_function(
            FunctionName=name,
            Runtime="python3.11",
            Handler="index.handler",
            Role="arn:aws:iam::000000000000:role/customer",
            Code={"ZipFile": archive.getvalue()},
            Timeout=timeout,
        )
    return FOREIGN + name


def ham(_task_input: dict[str, Any]) -> str:
    return "ham"


def test_a_pre_annotation_function_shapes_the_input_and_its_faults_fail_only_their_object(stack: Stack) -> None:
    pre = install(stack, "gt-SageMaker-pre", PRE, timeout=2)
    kinds = ["fine", "raise", "hang", "garbage", "skip", "fine"]
    lines = [{"source": f"text {kind}", "kind": kind, "job": "own-pre"} for kind in kinds]
    stack.drop("own-pre", lines, stack.recipe("own-pre", PreHumanTaskLambdaArn=pre))
    seen: list[str] = []

    def choose(task_input: dict[str, Any]) -> str:
        seen.append(task_input["taskObject"])
        return "ham"

    assert stack.label_all(stack.worker("cf1"), "own-pre", choose, 90) == 2
    assert set(seen) == {"TEXT FINE"}
    output = stack.manifest("own-pre")
    reasons = [line.get("verdict-metadata", {}).get("failure-reason", "") for line in output]
    assert "KeyError" in reasons[1]
    assert "no such thing" in reasons[1]
    assert "timed out" in reasons[2]
    assert "FunctionReplyError" in reasons[3]
    assert output[4] == lines[4], "skipped: as it came in"
    assert stack.job("own-pre")["status"] == "Completed"


def test_a_post_annotation_function_gets_batches_and_writes_the_label(stack: Stack) -> None:
    post = install(stack, "gt-SageMaker-post", POST)
    texts = ["one", "two forget", "three"]
    config = {"AnnotationConsolidationLambdaArn": post}
    recipe = stack.recipe("own-post", AnnotationConsolidationConfig=config)
    stack.drop("own-post", [{"source": text} for text in texts], recipe)
    stack.label_all(stack.worker("cf2"), "own-post", ham)
    output = stack.manifest("own-post")
    assert output[0]["verdict"] == {"answers": [{"category": {"label": "ham"}}], "text": "one"}
    assert output[0]["verdict-metadata"]["type"] == "groundtruth/custom"
    assert "returned nothing for object 1" in output[1]["verdict-metadata"]["failure-reason"]
    folder = "output/own-post/annotations/consolidated-annotation/"
    requests = stack.keys(f"{folder}consolidation-request/iteration-1/")
    sent = [entry["datasetObjectId"] for key in requests for entry in json.loads(stack.get(key) or b"")]
    assert sorted(sent) == ["0", "1", "2"], "each object once"
    responses = stack.keys(f"{folder}consolidation-response/iteration-1/")
    assert len(responses) == len(requests)


def test_a_post_annotation_function_that_keeps_failing_fails_its_objects_with_its_reason(stack: Stack) -> None:
    post = install(stack, "gt-SageMaker-post", POST)
    config = {"AnnotationConsolidationLambdaArn": post}
    recipe = stack.recipe("broken-post", AnnotationConsolidationConfig=config)
    stack.drop("broken-post", [{"source": "raise"}], recipe)
    stack.label_all(stack.worker("cf3"), "broken-post", ham, 120)
    reason = stack.manifest("broken-post")[0]["verdict-metadata"]["failure-reason"]
    assert "ValueError" in reason
    assert "post is broken" in reason


@pytest.mark.parametrize("which", ["PreHumanTaskLambdaArn", "post"])
def test_a_function_that_is_not_there_is_named(stack: Stack, which: str) -> None:
    missing = f"{FOREIGN}no-such-SageMaker-function"
    human = (
        {which: missing}
        if which != "post"
        else {"AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": missing}}
    )
    job = f"absent-{which[:4].lower()}"
    stack.drop(job, [{"source": "x"}], stack.recipe(job, **human))
    if which == "post":
        stack.label_all(stack.worker("cf4"), job, ham, 120)
    stack.ended(job, 120)
    reason = stack.manifest(job)[0]["verdict-metadata"]["failure-reason"]
    assert "no-such-SageMaker-function" in reason
    assert "trigpoint function add" in reason
