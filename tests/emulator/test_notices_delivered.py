"""Labelled objects and the end of a job reach an SNS topic and a webhook, through the real queue and rule."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from stack import Stack
from test_control_api import by_word, client_of, request_for, trigpoint

from trigpoint.formats.notices import is_ours
from trigpoint.testing.waiting import wait_until

COUNT = 6
TEAM = "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/team-a"
Heard = list[tuple[dict[str, str], bytes]]


@pytest.fixture
def receiver() -> Iterator[tuple[str, Heard]]:
    """The address of a webhook, and what it took; it refuses the first call of every delivery."""
    heard: Heard = []
    seen: set[str] = set()

    class Receiver(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            delivery = self.headers["Trigpoint-Delivery"]
            self.send_response(204 if delivery in seen else 503)
            self.end_headers()
            if delivery in seen:
                heard.append((dict(self.headers), body))
            seen.add(delivery)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Receiver)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/labels?team=a", heard
    server.shutdown()
    server.server_close()


def topic_of(stack: Stack) -> tuple[str, str]:
    """A topic and the URL of a queue that hears it."""
    sns, sqs = stack.client("sns"), stack.client("sqs")
    topic = sns.create_topic(Name="labels-SageMaker")["TopicArn"]
    url = sqs.create_queue(QueueName="labels")["QueueUrl"]
    arn = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
    sns.subscribe(TopicArn=topic, Protocol="sqs", Endpoint=arn, Attributes={"RawMessageDelivery": "true"})
    return topic, url


def messages(stack: Stack, url: str, count: int) -> list[Any]:
    """Messages of so many objects, in the order of their texts; a repeat counts once."""
    sqs, found = stack.client("sqs"), dict[str, Any]()

    def all_there() -> bool:
        for one in sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", []):
            line = json.loads(one["Body"])
            found[line["source"]] = line
            sqs.delete_message(QueueUrl=url, ReceiptHandle=one["ReceiptHandle"])
        return len(found) >= count

    wait_until(all_there, f"{count} messages")
    return [found[source] for source in sorted(found)]


def test_labels_and_the_end_reach_topic_and_webhook(stack: Stack, receiver: tuple[str, Heard]) -> None:
    url, heard = receiver
    stack.worker("notices")
    sagemaker = client_of(json.loads(trigpoint(stack, "keys", "create", "--json")))
    hook = json.loads(trigpoint(stack, "webhook", "add", "suite", url, "--json"))
    topic, queue = topic_of(stack)
    request = request_for(stack, "Told", TEAM, COUNT)
    request["OutputConfig"]["SnsTopicArn"] = topic
    request["Tags"] = [{"Key": "trigpoint:webhook", "Value": "suite"}]
    sagemaker.create_labeling_job(**request)
    stack.label_all(stack.sign_in("notices"), "told", by_word)
    wait_until(lambda: len({one["Trigpoint-Delivery"] for one, _ in heard}) == COUNT + 1, "all calls of the webhook")
    for headers, body in heard:
        assert is_ours(headers["Trigpoint-Signature"], body, hook["secret"], time.time())
        assert headers["Trigpoint-Delivery"] == json.loads(body)["delivery"]
    assert max(int(headers["Trigpoint-Attempt"]) for headers, _ in heard) >= 2, "the first call was refused"
    notices = list({json.loads(body)["delivery"]: json.loads(body) for _, body in heard}.values())
    objects = {one["object"]: one["line"] for one in notices if one["event"] == "object.labelled"}
    lines = stack.manifest("Told")
    assert [undated(objects[number]) for number in range(COUNT)] == [undated(line) for line in lines]
    (end,) = [one for one in notices if one["event"] == "job.state"]
    assert (end["job"], end["status"]) == ("Told", "Completed")
    assert [undated(line) for line in messages(stack, queue, COUNT)] == [undated(line) for line in lines]


def undated(line: dict[str, Any]) -> dict[str, Any]:
    """Without the date of the label: what was told at once may have been revised since."""
    metadata = {name: value for name, value in line["verdict-metadata"].items() if name != "creation-date"}
    return line | {"verdict-metadata": metadata}


def test_a_webhook_has_to_be_there(stack: Stack) -> None:
    sagemaker = client_of(json.loads(trigpoint(stack, "keys", "create", "--json")))
    request = request_for(stack, "Untold", TEAM, 1)
    request["Tags"] = [{"Key": "trigpoint:webhook", "Value": "nowhere"}]
    with pytest.raises(sagemaker.exceptions.ClientError, match="no webhook 'nowhere'"):
        sagemaker.create_labeling_job(**request)


def test_webhooks_are_listed_without_secrets_and_deleted(stack: Stack) -> None:
    made = json.loads(trigpoint(stack, "webhook", "add", "shortlived", "https://example.com/", "--json"))
    assert made["secret"] not in trigpoint(stack, "webhook", "list", "--json")
    assert "shortlived" in trigpoint(stack, "webhook", "list", "--json")
    trigpoint(stack, "webhook", "delete", "shortlived")
    assert "shortlived" not in trigpoint(stack, "webhook", "list", "--json")


def test_no_stored_secret_can_be_read_and_none_is_logged(stack: Stack) -> None:
    made = json.loads(trigpoint(stack, "keys", "create", "--name", "sealed", "--json"))
    hook = json.loads(trigpoint(stack, "webhook", "add", "sealed", "https://example.com/", "--json"))
    assert client_of(made).list_labeling_jobs(MaxResults=1)
    stored = json.dumps(stack.rows()) + stack.place.log.read_text(errors="replace")
    assert made["AWS_ACCESS_KEY_ID"] in stored
    for secret in (made["AWS_SECRET_ACCESS_KEY"], hook["secret"]):
        assert secret not in stored


def test_a_sealed_secret_opens_only_for_its_own_key(stack: Stack) -> None:
    made = json.loads(trigpoint(stack, "keys", "create", "--name", "moved", "--json"))
    key = {"pk": {"S": "K#"}, "sk": {"S": made["AWS_ACCESS_KEY_ID"]}}
    table, dynamodb = stack.output("TableName"), stack.client("dynamodb")
    row = dynamodb.get_item(TableName=table, Key=key)["Item"]
    dynamodb.put_item(TableName=table, Item={**row, "sk": {"S": "TRIGMOVEDMOVEDMOVEDM"}})
    with pytest.raises(Exception, match=r"UnrecognizedClientException|AccessDeniedException"):
        client_of(made | {"AWS_ACCESS_KEY_ID": "TRIGMOVEDMOVEDMOVEDM"}).list_labeling_jobs()
