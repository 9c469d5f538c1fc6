"""A customer's model behind a SageMaker endpoint: unmodified boto3 against a server that speaks its REST shape."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import boto3
import pytest
from botocore.config import Config

from trigpoint.adapters.lambda_functions import LambdaFunctions
from trigpoint.adapters.model_endpoints import CustomerCode
from trigpoint.domain.errors import FunctionFailed, FunctionReplyError

ARN = "arn:aws:sagemaker:eu-west-1:111122223333:endpoint/mail-labeling"
EVENT = {"version": "2018-10-16", "labelCategories": ["spam"], "dataObjects": [{"datasetObjectId": "0"}]}
GOOD = {"predictions": [{"datasetObjectId": "0", "label": "spam", "confidence": 0.9}]}


@dataclass
class Endpoint:
    """What the server answers, what it was asked, and an event that keeps it silent until it is set."""

    status: int = 200
    body: bytes = json.dumps(GOOD).encode()
    error: str = ""
    asked: list[tuple[str, str, bytes]] = field(default_factory=list)
    speaks: threading.Event = field(default_factory=threading.Event)
    url: str = ""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    known = Endpoint()
    known.speaks.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler_of(known))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    known.url = f"http://127.0.0.1:{server.server_port}"
    yield known
    known.speaks.set()
    server.shutdown()
    server.server_close()


def handler_of(known: Endpoint) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            known.asked.append((self.path, self.headers["Content-Type"], body))
            known.speaks.wait(10)
            self.send_response(known.status)
            if known.error:
                self.send_header("x-amzn-ErrorType", known.error)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(known.body)))
            self.end_headers()
            self.wfile.write(known.body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    return Handler


def code(endpoint: Endpoint, seconds: float = 5) -> CustomerCode:
    def runtime() -> Any:
        return boto3.client(
            "sagemaker-runtime",
            endpoint_url=endpoint.url,
            region_name="eu-west-1",
            aws_access_key_id="test",
            aws_secret_access_key="test",
            config=Config(read_timeout=seconds, retries={"max_attempts": 0}),
        )

    return CustomerCode(LambdaFunctions(None), runtime)


def test_an_endpoint_gets_and_gives_what_a_function_does(endpoint: Endpoint) -> None:
    assert code(endpoint).invoke(ARN, EVENT) == GOOD
    ((path, kind, body),) = endpoint.asked
    assert path == "/endpoints/mail-labeling/invocations"
    assert kind == "application/json"
    assert json.loads(body) == EVENT


def test_a_model_that_fails_is_quoted(endpoint: Endpoint) -> None:
    endpoint.status, endpoint.error = 424, "ModelError"
    endpoint.body = json.dumps(
        {"Message": "Received server error (500)", "OriginalStatusCode": 500, "OriginalMessage": "no tokenizer"}
    ).encode()
    with pytest.raises(FunctionFailed, match=r"endpoint mail-labeling failed: no tokenizer"):
        code(endpoint).invoke(ARN, EVENT)


def test_an_endpoint_that_is_not_there_is_named(endpoint: Endpoint) -> None:
    endpoint.status, endpoint.error = 400, "ValidationError"
    endpoint.body = b'{"Message": "Endpoint mail-labeling of account 111122223333 not found."}'
    with pytest.raises(FunctionFailed, match=r"mail-labeling of account 111122223333 not found"):
        code(endpoint).invoke(ARN, EVENT)


def test_a_model_that_hangs_is_given_up(endpoint: Endpoint) -> None:
    endpoint.speaks.clear()
    with pytest.raises(FunctionFailed, match=r"endpoint mail-labeling failed: .*timed? ?out"):
        code(endpoint, seconds=0.2).invoke(ARN, EVENT)


@pytest.mark.parametrize(
    ("body", "said"), [(b"<html>", "did not reply with JSON"), (b'"' + b"x" * (6 << 20) + b'"', "more than 6 MB")]
)
def test_replies_that_are_none_are_refused(endpoint: Endpoint, body: bytes, said: str) -> None:
    endpoint.body = body
    with pytest.raises(FunctionReplyError, match=rf"endpoint mail-labeling .*{said}"):
        code(endpoint).invoke(ARN, EVENT)


@pytest.mark.parametrize("name", [ARN.replace("eu-west-1", "us-east-1"), "x:endpoint/mail-labeling"])
def test_an_endpoint_of_another_region_is_not_asked_here(endpoint: Endpoint, name: str) -> None:
    with pytest.raises(FunctionFailed, match="not in eu-west-1"):
        code(endpoint).invoke(name, EVENT)
    assert endpoint.asked == []
