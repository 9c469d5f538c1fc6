"""A handler's DynamoDB calls give what the same calls give through botocore, answers and errors alike.

Both go to copies of the emulator's module: one directly, one through botocore's whole path, whose request
is handed to the module instead of a socket.
"""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.awsrequest import AWSResponse
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from ministack.services import dynamodb as unpatched

from trigpoint.local import direct_dynamo
from trigpoint.local.in_process import variables


def a_copy(name: str) -> Any:
    spec = importlib.util.spec_from_file_location(name, str(unpatched.__file__))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class Raw:
    def __init__(self, body: bytes) -> None:
        self.body = body

    def stream(self, **_options: Any) -> Iterator[bytes]:
        yield self.body


def a_client(module: Any) -> Any:
    """A client whose requests, built and signed, are answered by the module."""
    client = boto3.client(
        "dynamodb", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b"
    )  # fmt: skip

    def send(request: Any, **_rest: Any) -> AWSResponse:
        headers = {key.lower(): value.decode() if isinstance(value, bytes) else value
                   for key, value in request.headers.items()}  # fmt: skip
        status, sent, body = asyncio.run(module.handle_request("POST", "/", headers, request.body, {}))
        return AWSResponse(request.url, status, sent, Raw(body))

    client.meta.events.register("before-send.dynamodb", send)
    return client


@pytest.fixture(scope="module")
def both() -> Iterator[tuple[Any, Any]]:
    """(client whose calls inside a handler are direct, client that goes through botocore)"""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", BaseClient._make_api_call)
        direct, through = a_copy("dynamodb_direct"), a_copy("dynamodb_through")
        clients = a_client(direct), a_client(through)
        direct_dynamo.install(direct)
        yield clients


KEYS = {"pk": "HASH", "sk": "RANGE"}
TABLE = {
    "TableName": "rows",
    "BillingMode": "PAY_PER_REQUEST",
    "KeySchema": [{"AttributeName": name, "KeyType": kind} for name, kind in KEYS.items()],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in KEYS],
}
KEY = {"pk": {"S": "é"}, "sk": {"S": "1"}}
ITEM = {**KEY, "n": {"N": "1.50"}, "b": {"BOOL": True}, "m": {"M": {"l": {"L": [{"S": "x"}, {"NULL": True}]}}}}
OTHER = {"pk": {"S": "é"}, "sk": {"S": "2"}}
ABSENT = {"ConditionExpression": "attribute_not_exists(pk)", "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
ADD = {"UpdateExpression": "ADD n :one", "ExpressionAttributeValues": {":one": {"N": "1"}}}
QUERY = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "é"}}}

CALLS: list[tuple[str, dict[str, Any]]] = [
    ("put_item", {"TableName": "rows", "Item": ITEM}),
    ("put_item", {"TableName": "rows", "Item": ITEM, **ABSENT}),
    ("put_item", {"TableName": "rows", "Item": OTHER, "ReturnValues": "ALL_OLD"}),
    ("get_item", {"TableName": "rows", "Key": KEY, "ConsistentRead": True}),
    ("get_item", {"TableName": "rows", "Key": {**KEY, "sk": {"S": "none"}}}),
    ("update_item", {"TableName": "rows", "Key": KEY, **ADD, "ReturnValues": "ALL_NEW"}),
    ("update_item", {"TableName": "rows", "Key": KEY, **ADD, **ABSENT}),
    ("update_item", {"TableName": "rows", "Key": KEY, "UpdateExpression": "SET nonsense"}),
    ("query", {"TableName": "rows", **QUERY, "Limit": 1}),
    ("query", {"TableName": "rows", **QUERY, "Limit": 1, "ExclusiveStartKey": KEY, "ScanIndexForward": False}),
    ("query", {"TableName": "rows", **QUERY, "IndexName": "none"}),
    ("batch_get_item", {"RequestItems": {"rows": {"Keys": [KEY, OTHER], "ConsistentRead": True}}}),
    ("transact_write_items", {"TransactItems": [
        {"Put": {"TableName": "rows", "Item": {**KEY, "sk": {"S": "3"}}}},
        {"Put": {"TableName": "rows", "Item": ITEM, **ABSENT}},
    ]}),
    ("transact_write_items", {"TransactItems": [
        {"Put": {"TableName": "rows", "Item": {**KEY, "sk": {"S": "3"}}}},
        {"Update": {"TableName": "rows", "Key": KEY, **ADD}},
        {"Delete": {"TableName": "rows", "Key": OTHER}},
    ]}),
    ("batch_write_item", {"RequestItems": {"rows": [{"PutRequest": {"Item": OTHER}}]}}),
    ("delete_item", {"TableName": "rows", "Key": OTHER, "ReturnValues": "ALL_OLD"}),
    ("delete_item", {"TableName": "rows", "Key": OTHER, "ConditionExpression": "attribute_exists(pk)"}),
    ("scan", {"TableName": "rows"}),
    ("put_item", {"TableName": "none", "Item": ITEM}),
    ("describe_time_to_live", {"TableName": "rows"}),
]  # fmt: skip


def outcome(client: Any, call: str, arguments: dict[str, Any]) -> tuple[Any, ...]:
    try:
        reply = getattr(client, call)(**arguments)
    except ClientError as error:
        response: Any = error.response
        names = [one.__name__ for one in type(error).__mro__]
        parts = (response["Error"], response.get("Item"), response.get("CancellationReasons"))
        return (names, str(error), error.operation_name, *parts)
    return ({key: value for key, value in reply.items() if key != "ResponseMetadata"},)


def test_the_same_calls_give_the_same_answers_and_errors(both: tuple[Any, Any]) -> None:
    direct, through = both
    through.create_table(**TABLE)
    direct.create_table(**TABLE)
    failed = set()
    for call, arguments in CALLS:
        wanted = outcome(through, call, arguments)
        with variables({}):
            found = outcome(direct, call, arguments)
        assert found == wanted, (call, arguments)
        failed |= {wanted[0][0]} if len(wanted) > 1 else set()
    assert failed == {
        "ConditionalCheckFailedException",
        "TransactionCanceledException",
        "ResourceNotFoundException",
        "ClientError",
    }


def test_what_a_handler_does_to_its_own_values_later_does_not_reach_the_rows(both: tuple[Any, Any]) -> None:
    direct, _ = both
    item = {"pk": {"S": "own"}, "sk": {"S": "1"}, "m": {"M": {"a": {"S": "as put"}}}}
    with variables({}):
        direct.put_item(TableName="rows", Item=item)
        item["m"]["M"]["a"]["S"] = "changed"
        key = {name: item[name] for name in KEYS}
        assert direct.get_item(TableName="rows", Key=key)["Item"]["m"]["M"]["a"] == {"S": "as put"}


def test_only_calls_of_a_handler_and_of_dynamodb_are_direct(both: tuple[Any, Any]) -> None:
    direct, _ = both
    sent: list[str] = []
    direct.meta.events.register_first("before-send.dynamodb", lambda request, **_: sent.append(request.url))
    direct.get_item(TableName="rows", Key=KEY)
    assert len(sent) == 1
    with variables({}):
        direct.get_item(TableName="rows", Key=KEY)
        assert len(sent) == 1
        queue = boto3.client("sqs", region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="b")
        queue.meta.events.register(
            "before-send.sqs", lambda request, **_: AWSResponse(request.url, 200, {}, Raw(b'{"QueueUrl": "q"}'))
        )
        assert queue.get_queue_url(QueueName="q")["QueueUrl"] == "q"
