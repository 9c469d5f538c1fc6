"""The emulator's control plane on the disk: what is saved, when, and what is never saved half-way."""

from __future__ import annotations

import asyncio
import importlib.util
import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ministack import app
from ministack.core import persistence

from trigpoint.local.state import LARGE_BYTES, ControlPlane, StateFiles


@pytest.fixture
def files(tmp_path: Path) -> tuple[Any, StateFiles]:
    """A copy of the emulator's persistence module with our files behind it."""
    spec = importlib.util.spec_from_file_location("a_persistence", str(persistence.__file__))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module.PERSIST_STATE, module.STATE_DIR = True, str(tmp_path)
    made = StateFiles(module, tmp_path)
    made.install()
    return module, made


# -- files
@pytest.mark.parametrize("size", [0, 1, LARGE_BYTES, LARGE_BYTES + 1, 3 * LARGE_BYTES])
def test_bytes_of_any_size_come_back(files: tuple[Any, StateFiles], tmp_path: Path, size: int) -> None:
    module, _ = files
    data = bytes(range(256)) * (size // 256) + b"x" * (size % 256)
    state = {"code": data, "name": "é", "nested": [{"more": bytearray(data)}]}
    module.save_state("lambda", state)
    assert module.load_state("lambda") == {"code": data, "name": "é", "nested": [{"more": data}]}
    kept = list((tmp_path / "bytes").iterdir())
    assert len(kept) == (1 if size > LARGE_BYTES else 0), "the same bytes lie there once"
    assert (tmp_path / "lambda.json").stat().st_size < 4 * LARGE_BYTES


def test_scoped_stores_come_back_and_the_format_is_the_emulators(files: tuple[Any, StateFiles], tmp_path: Path) -> None:
    module, _ = files
    store = module.AccountRegionScopedDict()
    store["queue"] = {"url": "u"}
    module.save_state("sqs", {"queues": store})
    assert module.load_state("sqs")["queues"]["queue"] == {"url": "u"}
    document = json.loads((tmp_path / "sqs.json").read_text())
    assert document["__ministack_format__"] == persistence._state_format_version("sqs")


def test_a_save_that_fails_leaves_the_last_one(files: tuple[Any, StateFiles]) -> None:
    module, made = files
    made.save("kms", {"key": 1})
    with pytest.raises(TypeError):
        made.save("kms", {"key": object()})
    assert module.load_state("kms") == {"key": 1}


# -- what counts as a change
def target(name: str) -> tuple[str, str, dict[str, str], bytes]:
    return "POST", "/", {"x-amz-target": name, "content-type": "application/x-amz-json-1.1"}, b""


def form(action: str, service: str) -> tuple[str, str, dict[str, str], bytes]:
    scope = f"AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/{service}/aws4_request, Signature=0"
    headers = {"content-type": "application/x-www-form-urlencoded", "authorization": scope}
    return "POST", "/", headers, f"Action={action}&Version=1".encode()


def rest(method: str, path: str) -> tuple[str, str, dict[str, str], bytes]:
    return method, path, {}, b""


CHANGES = [
    (target("AWSCognitoIdentityProviderService.AdminCreateUser"), "cognito-idp"),
    (target("AWSCognitoIdentityProviderService.InitiateAuth"), "cognito-idp"),
    (target("AWSCognitoIdentityProviderService.GetUser"), None),
    (target("AmazonSQS.CreateQueue"), "sqs"),
    (target("AmazonSQS.SendMessage"), None),
    (target("AmazonSQS.SendMessageBatch"), None),
    (target("AmazonSQS.ReceiveMessage"), None),
    (target("AmazonSQS.DeleteMessageBatch"), None),
    (target("AmazonSQS.ChangeMessageVisibility"), None),
    (target("DynamoDB_20120810.PutItem"), None),
    (target("DynamoDB_20120810.TransactWriteItems"), None),
    (target("DynamoDB_20120810.Query"), None),
    (target("DynamoDB_20120810.CreateTable"), "dynamodb"),
    (target("DynamoDB_20120810.DeleteTable"), "dynamodb"),
    (target("DynamoDB_20120810.UpdateTimeToLive"), "dynamodb"),
    (target("DynamoDB_20120810.UpdateContinuousBackups"), "dynamodb"),
    (target("DynamoDB_20120810.DescribeTable"), None),
    (target("AWSStepFunctions.CreateStateMachine"), "states"),
    (target("AWSStepFunctions.StartExecution"), None),
    (target("AWSStepFunctions.SendTaskSuccess"), None),
    (target("AWSEvents.PutRule"), "events"),
    (target("AWSEvents.PutEvents"), None),
    (target("Logs_20140328.PutLogEvents"), None),
    (target("AmazonSSM.PutParameter"), "ssm"),
    (form("CreateTopic", "sns"), "sns"),
    (form("Publish", "sns"), None),
    (form("CreateQueue", "sqs"), "sqs"),
    (form("SendMessage", "sqs"), None),
    (form("CreateRole", "iam"), "iam"),
    (form("AssumeRole", "sts"), None),
    (rest("POST", "/2015-03-31/functions"), "lambda"),
    (rest("PUT", "/2015-03-31/functions/x/code"), "lambda"),
    (rest("DELETE", "/2015-03-31/functions/x"), "lambda"),
    (rest("GET", "/2015-03-31/functions"), None),
    (rest("POST", "/2015-03-31/functions/x/invocations"), None),
    (rest("PUT", "/bucket"), "s3"),
    (rest("PUT", "/bucket/"), "s3"),
    (rest("PUT", "/bucket/key"), None),
    (rest("DELETE", "/bucket/a/b"), None),
    (rest("HEAD", "/bucket"), None),
    (rest("OPTIONS", "/bucket"), None),
    (rest("POST", "/v2/apis"), "apigateway"),
    (rest("POST", "/_aws/execute-api/abc/$default/portal/jobs/x/next"), None),
]


@pytest.mark.parametrize(("request_", "service"), CHANGES, ids=lambda one: str(one)[:90])
def test_which_requests_count_as_changes(
    request_: tuple[str, str, dict[str, str], bytes], service: str | None, tmp_path: Path
) -> None:
    method, path, headers, body = request_
    control = ControlPlane(app, StateFiles(persistence, tmp_path))
    headers = {"host": "127.0.0.1:4566", **headers}
    assert control._changed(method, path, headers, body, {}) == service


def test_a_service_is_saved_under_the_names_it_is_restored_from() -> None:
    control = ControlPlane(app, StateFiles(persistence, Path()))
    for service in {service for _, service in CHANGES if service}:
        assert set(control._keys(service)) <= set(app._state_map), service


# -- when it is saved
class Emulator:
    """Stands for the emulator's app: two services and a stack in some state."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, stack: str) -> None:
        self.saved: list[str] = []
        self.state: dict[str, Any] = {"sqs": {"n": 1}, "ses": None, "cloudformation": {"stack": stack}}
        stacks = SimpleNamespace(all_values=lambda: [{"StackStatus": "CREATE_COMPLETE"}, {"StackStatus": stack}])
        monkeypatch.setitem(sys.modules, "ministack.services.cloudformation", SimpleNamespace(_stacks=stacks))
        self.answer: tuple[int, dict[str, str], bytes] = (200, {}, b"")
        self.app = SimpleNamespace(
            _build_persistence_save_dict=lambda: {name: lambda name=name: self.state[name] for name in self.state},
            _dispatch_service_request=self.dispatch,
            _routing_params=lambda *rest: rest[-1],
            detect_service=lambda *_: "sqs",
            SERVICE_REGISTRY={"sqs": {"sub_modules": ["ses"]}},
        )
        self.control = ControlPlane(self.app, SimpleNamespace(save=lambda name, _state: self.saved.append(name)))  # type: ignore[arg-type]
        self.control.install()

    async def dispatch(self, *_: Any) -> Any:
        return self.answer

    def request(self, operation: str) -> None:
        headers = {"x-amz-target": f"AmazonSQS.{operation}"}
        asyncio.run(self.app._dispatch_service_request("POST", "/", headers, b"", {}, "r"))


@pytest.mark.parametrize("stack", ["CREATE_IN_PROGRESS", "UPDATE_ROLLBACK_IN_PROGRESS", "DELETE_IN_PROGRESS"])
def test_no_stack_is_saved_while_one_is_in_progress(monkeypatch: pytest.MonkeyPatch, stack: str) -> None:
    emulator = Emulator(monkeypatch, stack)
    assert emulator.control.snapshot() is False
    assert emulator.saved == ["sqs"]


def test_a_snapshot_saves_all_that_have_a_state(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator(monkeypatch, "UPDATE_COMPLETE")
    assert emulator.control.snapshot() is True
    assert emulator.saved == ["sqs", "cloudformation"]
    emulator.saved.clear()
    emulator.app.save_all({})
    assert emulator.saved == ["sqs", "cloudformation"], "also what the emulator itself does at its end"


def test_a_change_is_saved_before_it_is_answered_and_a_refused_one_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator(monkeypatch, "CREATE_COMPLETE")
    emulator.request("SendMessage")
    assert emulator.saved == []
    emulator.request("CreateQueue")
    assert emulator.saved == ["sqs"]
    emulator.answer = (400, {}, b"")
    emulator.request("CreateQueue")
    assert emulator.saved == ["sqs"]


def test_a_stack_is_never_saved_by_a_request_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    emulator = Emulator(monkeypatch, "CREATE_COMPLETE")
    emulator.control.save_services(["cloudformation", "sqs", "unknown"])
    assert emulator.saved == ["sqs"]
