"""Least privilege: who may touch which rows, and no wildcard without a reason."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from infra.access import CUSTOMER_ENDPOINTS
from infra.suppressions import ANY_RESOURCE
from tests.infra.deployment import Deployment


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _statements_of(deployment: Deployment, function: str) -> Iterator[dict[str, Any]]:
    role = deployment.function(function)["Role"]["Fn::GetAtt"][0]
    for policy in deployment.properties("AWS::IAM::Policy"):
        if any(bound["Ref"] == role for bound in policy["Roles"]):
            yield from policy["PolicyDocument"]["Statement"]


def _leading_keys(deployment: Deployment, function: str) -> set[str]:
    return {
        prefix
        for statement in _statements_of(deployment, function)
        if any(action.startswith("dynamodb:") for action in _listed(statement["Action"]))
        for prefix in statement["Condition"]["ForAllValues:StringLike"]["dynamodb:LeadingKeys"]
    }


def _actions(deployment: Deployment, function: str) -> set[str]:
    return {a for s in _statements_of(deployment, function) for a in _listed(s["Action"])}


def test_no_action_is_a_wildcard(anywhere: Deployment) -> None:
    actions = [action for statement in anywhere.statements() for action in _listed(statement["Action"])]
    assert not [action for action in actions if "*" in action]


def test_any_resource_is_allowed_only_to_actions_that_know_none(anywhere: Deployment) -> None:
    found = {
        action
        for statement in anywhere.statements()
        if "*" in _listed(statement["Resource"])
        for action in _listed(statement["Action"])
    }
    assert found <= set(ANY_RESOURCE)


def test_nobody_may_scan(anywhere: Deployment) -> None:
    assert "dynamodb:Scan" not in json.dumps(list(anywhere.statements()))


def test_only_consolidation_writes_both_tasks_and_usage_records(aws: Deployment) -> None:
    names = [f["FunctionName"].removeprefix("trigpoint-") for f in aws.properties("AWS::Lambda::Function")]
    both = [name for name in names if {"Q#*", "U#*"} <= _leading_keys(aws, name)]
    assert both == ["consolidation"]


def test_the_portal_knows_no_usage_records_keys_or_catalogue(aws: Deployment) -> None:
    assert _leading_keys(aws, "portal-api") == {"J#*", "Q#*", "W#*", "TEAM#*", "JOBS#*"}


def test_the_portal_lists_jobs_by_its_two_indexes_and_stops_them_by_their_token_only(aws: Deployment) -> None:
    indexes = [
        json.dumps(statement["Resource"])
        for statement in _statements_of(aws, "portal-api")
        if "index/" in json.dumps(statement["Resource"])
    ]
    assert [name for name in ("GSI1", "GSI2") for found in indexes if name in found] == ["GSI1", "GSI2"]
    assert {action for action in _actions(aws, "portal-api") if action.startswith("states:")} == {
        "states:SendTaskSuccess"
    }


def test_the_portal_may_neither_start_jobs_nor_call_functions_and_writes_only_masks(aws: Deployment) -> None:
    forbidden = {"states:StartExecution", "lambda:InvokeFunction", "events:PutEvents"}
    assert not forbidden & _actions(aws, "portal-api")
    writes = [one for one in _statements_of(aws, "portal-api") if "s3:PutObject" in _listed(one["Action"])]
    assert [_listed(one["Action"]) for one in writes] == [["s3:PutObject"]]
    assert json.dumps(writes[0]["Resource"]).endswith('/work/*/masks/*"]]}')


def test_customer_functions_are_called_for_tasks_answers_and_models_only(aws: Deployment) -> None:
    names = [f["FunctionName"].removeprefix("trigpoint-") for f in aws.properties("AWS::Lambda::Function")]
    callers = {name for name in names if "lambda:InvokeFunction" in _actions(aws, name)}
    assert callers == {"pre-annotation", "consolidation", "autolabel"}


def test_who_writes_labels_files_may_write_where_a_jobs_output_lies(aws: Deployment) -> None:
    """Masks of people's labels, those of a model, and the manifest."""
    names = [f["FunctionName"].removeprefix("trigpoint-") for f in aws.properties("AWS::Lambda::Function")]
    writers = {
        name
        for name in names
        for one in _statements_of(aws, name)
        if "s3:PutObject" in _listed(one["Action"]) and not json.dumps(one["Resource"]).count("/work/")
        if "/*" in json.dumps(one["Resource"])
    }
    assert {"consolidation", "autolabel", "export"} <= writers
    assert "portal-api" not in writers


def test_only_the_model_asks_endpoints_and_only_those_that_label(aws: Deployment) -> None:
    names = [f["FunctionName"].removeprefix("trigpoint-") for f in aws.properties("AWS::Lambda::Function")]
    asking = {
        name: one["Resource"]
        for name in names
        for one in _statements_of(aws, name)
        if "sagemaker:InvokeEndpoint" in _listed(one["Action"])
    }
    assert set(asking) == {"autolabel"}
    found = {json.dumps(one).rpartition(":endpoint/")[2].rstrip('"]}') for one in asking["autolabel"]}
    assert found == set(CUSTOMER_ENDPOINTS)


def _decrypting(deployment: Deployment, function: str) -> list[dict[str, Any]]:
    """Conditions under which a function may decrypt."""
    statements = _statements_of(deployment, function)
    return [one["Condition"] for one in statements if "kms:Decrypt" in _listed(one["Action"])]


def test_each_kind_of_secret_is_opened_by_one_function(aws: Deployment) -> None:
    names = [f["FunctionName"].removeprefix("trigpoint-") for f in aws.properties("AWS::Lambda::Function")]
    assert {name for name in names if _decrypting(aws, name)} == {"control-api", "notices"}
    for name, kind in (("control-api", "service-key"), ("notices", "webhook")):
        (condition,) = _decrypting(aws, name)
        assert condition["ForAllValues:StringEquals"] == {"kms:EncryptionContextKeys": [kind]}
        assert condition["Null"] == {f"kms:EncryptionContext:{kind}": "false"}
    assert not [name for name in names if "kms:Encrypt" in _actions(aws, name)]


def test_notices_are_told_from_rows_nobody_can_change_there(aws: Deployment) -> None:
    assert _leading_keys(aws, "notices") == {"J#*", "C#WEBHOOK"}
    assert not {"dynamodb:PutItem", "s3:PutObject"} & _actions(aws, "notices")


def test_a_listed_bucket_is_opened_to_jobs(synth: Any) -> None:
    opened = synth(environment="local", allowed_buckets="customer-images")
    granted = [
        action
        for statement in _statements_of(opened, "export")
        if "customer-images" in json.dumps(statement["Resource"])
        for action in _listed(statement["Action"])
    ]
    assert {"s3:GetObject", "s3:PutObject", "s3:ListBucket"} <= set(granted)
    told = opened.function("export")["Environment"]["Variables"]["TRIGPOINT_ALLOWED_BUCKETS"]
    assert "customer-images" in json.dumps(told)
