"""A handler's SendMessageBatch puts the same messages, and raises the same errors, as through the wire."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.client import BaseClient
from botocore.exceptions import ClientError
from ministack.services import sqs as unpatched

from trigpoint.adapters.sqs_queue import SqsQueue
from trigpoint.local import direct_queue
from trigpoint.local.in_process import variables


def a_copy() -> Any:
    spec = importlib.util.spec_from_file_location("sqs_direct", str(unpatched.__file__))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def direct() -> Iterator[tuple[Any, Any, str]]:
    """The emulator's module, a client and the address of a queue. Nothing listens anywhere."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(BaseClient, "_make_api_call", BaseClient._make_api_call)
        module = a_copy()
        direct_queue.install(module)
        client = boto3.client(
            "sqs",
            region_name="us-east-1",
            endpoint_url="http://127.0.0.1:9",
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        yield module, client, module._act_create_queue({"QueueName": "closing"}, "")["QueueUrl"]


def test_inside_a_handler_messages_go_straight_into_the_queue(direct: tuple[Any, Any, str]) -> None:
    module, client, url = direct
    with variables({}):
        SqsQueue(client, url).send("job-1", list(range(120)), 7)
    stored = module._get_q(url)["messages"]
    bodies = [json.loads(message["body"]) for message in stored]
    assert {body["job"] for body in bodies} == {"job-1"}
    assert [seq for body in bodies for seq in body["seqs"]] == list(range(120))
    assert all(message["visible_at"] > message["sent_at"] + 6 for message in stored), "the delay is kept"


def test_the_replys_shape_and_errors_are_botocores(direct: tuple[Any, Any, str]) -> None:
    _module, client, url = direct
    entries = [{"Id": "0", "MessageBody": "x"}]
    with variables({}):
        reply = client.send_message_batch(QueueUrl=url, Entries=entries)
        assert [one["Id"] for one in reply["Successful"]] == ["0"]
        with pytest.raises(client.exceptions.QueueDoesNotExist):
            client.send_message_batch(QueueUrl=f"{url}-gone", Entries=entries)
        with pytest.raises(ClientError, match="BatchEntryIdsNotDistinct"):
            client.send_message_batch(QueueUrl=url, Entries=entries * 2)


def test_outside_of_a_handler_calls_go_over_the_wire(direct: tuple[Any, Any, str], monkeypatch: Any) -> None:
    module, client, url = direct
    seen: list[str] = []
    client.meta.events.register("before-send.sqs", lambda request, **_: seen.append(request.url) or b"")
    monkeypatch.setattr(client.meta.config, "retries", {"total_max_attempts": 1})
    with pytest.raises(Exception, match="'bytes' object"):
        client.send_message_batch(QueueUrl=url, Entries=[{"Id": "0", "MessageBody": "x"}])
    assert seen
    assert module._get_q(url)["messages"] == []
