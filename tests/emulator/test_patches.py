"""One contract test for each patch of the launcher, where only the running emulator can show it."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import HANDLERS, make_place
from stack import Stack
from test_customer_functions import install

from trigpoint.local import launcher, symbols
from trigpoint.local.deploy import CHECKOUT
from trigpoint.local.place import REGION, Place, client_environment
from trigpoint.testing.waiting import wait_until

PORTS = ("emulator_port", "listener_port", "frame_port")
RAISES = """
class NoLuck(Exception):
    pass

def handler(event, context):
    raise NoLuck("as planned")
"""
SILENT = "def handler(event, context): return event"


# -- the guard, on every port
def asked(port: int, *lines: str, method: str = "GET", path: str = "/") -> tuple[int, str]:
    """Status and head of the reply to a request with exactly these header lines."""
    head = "\r\n".join([f"{method} {path} HTTP/1.1", *lines, "Connection: close", "", ""])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(head.encode())
        reply = b""
        while chunk := connection.recv(65_536):
            reply += chunk
    text = reply.decode("latin-1")
    return int(text.split(" ", 2)[1]), text.partition("\r\n\r\n")[0].lower()


FOREIGN = {
    "foreign Origin": ("GET", ["Host: 127.0.0.1:{port}", "Origin: http://evil.example"]),
    "null Origin": ("POST", ["Host: 127.0.0.1:{port}", "Origin: null", "Content-Length: 0"]),
    "another port of this machine": ("GET", ["Host: 127.0.0.1:{port}", "Origin: http://127.0.0.1:1"]),
    "unknown Host": ("GET", ["Host: evil.example:{port}"]),
    "a rebound name": ("GET", ["Host: 127.0.0.1.evil.example:{port}"]),
    "no port in Host": ("GET", ["Host: 127.0.0.1"]),
    "another port's Host": ("GET", ["Host: 127.0.0.1:1"]),
    "cross-site without Origin": (
        "POST",
        ["Host: 127.0.0.1:{port}", "Sec-Fetch-Site: cross-site", "Content-Length: 0"],
    ),
    "preflight": (
        "OPTIONS",
        ["Host: 127.0.0.1:{port}", "Origin: http://evil.example", "Access-Control-Request-Method: POST"],
    ),
}


@pytest.mark.parametrize("name", PORTS)
@pytest.mark.parametrize("case", FOREIGN)
def test_every_port_refuses_strangers(stack: Stack, name: str, case: str) -> None:
    port = getattr(stack.place, name)
    method, lines = FOREIGN[case]
    for path in ("/", "/_ministack/health", "/portal/jobs"):
        status, head = asked(port, *(line.format(port=port) for line in lines), method=method, path=path)
        assert status == 403, (case, path)
        assert "access-control-allow-origin" not in head


def test_a_page_elsewhere_can_read_the_frames_public_files_and_nothing_else(stack: Stack) -> None:
    place = stack.place
    image = ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: no-cors"]
    for port in (place.emulator_port, place.listener_port):
        for path in ("/", f"/{stack.bucket}/recipes/x.json", "/portal/jobs"):
            assert asked(port, f"Host: 127.0.0.1:{port}", *image, path=path)[0] == 403
    for path in ("/portal/jobs", "/_ministack/health", f"/{stack.bucket}"):
        assert asked(place.frame_port, f"Host: 127.0.0.1:{place.frame_port}", *image, path=path)[0] == 404


@pytest.mark.parametrize("name", PORTS)
def test_every_port_refuses_two_hosts(stack: Stack, name: str) -> None:
    port = getattr(stack.place, name)
    status, _ = asked(port, f"Host: 127.0.0.1:{port}", f"Host: 127.0.0.1:{port}")
    assert status in (400, 403)


@pytest.mark.parametrize("name", PORTS)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_every_port_lets_its_own_in(stack: Stack, name: str, host: str) -> None:
    port = getattr(stack.place, name)
    own = [f"Host: {host}:{port}", f"Origin: http://{host}:{stack.place.listener_port}"]
    assert asked(port, *own)[0] != 403


def test_only_loopback_is_listened_on(stack: Stack) -> None:
    wanted = {f"{getattr(stack.place, name):04X}" for name in PORTS}
    rows = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
    listening = {tuple(row[1].split(":")) for row in rows if row[3] == "0A"}
    assert {address for address, port in listening if port in wanted} == {"0100007F"}


def test_a_reset_is_refused_and_a_snapshot_saved(stack: Stack) -> None:
    port = stack.place.emulator_port
    host = f"Host: 127.0.0.1:{port}"
    for method in ("POST", "GET"):
        assert asked(port, host, "Content-Length: 0", method=method, path="/_ministack/reset")[0] == 403
    assert asked(port, host, "Content-Length: 0", method="POST", path="/_trigpoint/snapshot")[0] == 200
    assert stack.rows() is not None
    saved = stack.place.state / "cloudformation.json"
    assert time.time() - saved.stat().st_mtime < 60
    stacks = json.loads(saved.read_text())["payload"]["stacks"]["data"]
    assert {one["StackStatus"].rpartition("_")[2] for one in stacks.values()} == {"COMPLETE"}


def test_what_bypasses_the_journal_is_refused(stack: Stack) -> None:
    dynamodb = stack.client("dynamodb")
    statement = [{"Statement": "DELETE FROM \"any\" WHERE pk = 'a' AND sk = 'b'"}]
    with pytest.raises(dynamodb.exceptions.ClientError, match="bypasses the journal"):
        dynamodb.execute_transaction(TransactStatements=statement)


# -- failures
def machine(stack: Stack, name: str, states: dict[str, Any]) -> dict[str, Any]:
    """Run a small machine to its end: {"status", "error", "output", "seconds"}."""
    client = stack.client("stepfunctions")
    definition = json.dumps({"StartAt": "Call", "States": states, "TimeoutSeconds": 120})
    arn = client.create_state_machine(name=name, definition=definition, roleArn="arn:aws:iam::000000000000:role/r")
    begun = time.monotonic()
    run = client.start_execution(stateMachineArn=arn["stateMachineArn"], input="{}")["executionArn"]
    ended = wait_until(
        lambda: (now := client.describe_execution(executionArn=run))["status"] != "RUNNING" and now,
        f"{name} to end",
        60,
    )
    client.delete_state_machine(stateMachineArn=arn["stateMachineArn"])
    return {key: ended.get(key) for key in ("status", "error", "output")} | {"seconds": time.monotonic() - begun}


def call(function: str, *, waits: bool = False, catch: str = "") -> dict[str, Any]:
    payload: dict[str, Any] = {"step": "meter", "job": "no-such-job", **({"token.$": "$$.Task.Token"} if waits else {})}
    caught = {"Catch": [{"ErrorEquals": [catch], "ResultPath": "$.error", "Next": "Caught"}]} if catch else {}
    return {
        "Call": {
            "Type": "Task",
            "Resource": "arn:aws:states:::lambda:invoke" + (".waitForTaskToken" if waits else ""),
            "Parameters": {"FunctionName": function, "Payload": payload},
            "TimeoutSeconds": 90,
            "End": True,
            **caught,
        },
        **({"Caught": {"Type": "Pass", "End": True}} if catch else {}),
    }


@pytest.mark.parametrize(
    ("function", "error"), [("patch-raises", "NoLuck"), ("trigpoint-metering", "NotFound")], ids=["customer", "own"]
)
def test_an_error_is_caught_by_its_class_and_ends_a_wait_at_once(stack: Stack, function: str, error: str) -> None:
    install(stack, "patch-raises", RAISES)
    caught = machine(stack, f"catches-{error}", call(function, catch=error))
    assert caught["status"] == "SUCCEEDED"
    assert json.loads(caught["output"])["error"]["Error"] == error
    other = machine(stack, f"misses-{error}", call(function, catch="AnotherClass"))
    assert (other["status"], other["error"]) == ("FAILED", error)
    waiting = machine(stack, f"waits-{error}", call(function, waits=True))
    assert (waiting["status"], waiting["error"]) == ("FAILED", error)
    assert waiting["seconds"] < 20
    caught = machine(stack, f"waits-and-catches-{error}", call(function, waits=True, catch=error))
    assert caught["status"] == "SUCCEEDED"


# -- where functions run
def emulator_process(stack: Stack) -> int:
    (pid,) = (
        pid
        for pid in stack.processes()
        if b"trigpoint.local.serve" in (Path("/proc") / str(pid) / "cmdline").read_bytes()
    )
    return pid


def processes_of(stack: Stack, function: str) -> list[int]:
    """Processes that the emulator started for a function and that still run."""
    lists = (Path("/proc") / str(emulator_process(stack)) / "task").glob("*/children")
    pids = [int(child) for one in lists for child in one.read_text().split()]
    name = f"AWS_LAMBDA_FUNCTION_NAME={function}\0".encode()
    return [pid for pid in pids if name in (Path("/proc") / str(pid) / "environ").read_bytes()]


def test_our_functions_run_where_the_mode_says_and_customers_never_in_process(stack: Stack) -> None:
    install(stack, "patch-silent", SILENT)
    stack.sweep()
    stack.client("lambda").invoke(FunctionName="patch-silent", Payload=b"{}")
    assert len(processes_of(stack, "patch-silent")) == 1
    assert bool(processes_of(stack, "trigpoint-routing")) == (HANDLERS == "subprocess")


# -- what the launcher refuses
ALTERED = """
import sys
from pathlib import Path
from trigpoint.local import serve, symbols
symbols.check.__defaults__ = (Path(sys.argv[1]),)
serve.main()
"""


@pytest.mark.parametrize("symbol", ["ministack.services.dynamodb._set_item", "ministack.core.persistence.save_state"])
def test_a_changed_symbol_makes_the_launcher_refuse_by_its_name(tmp_path: Path, symbol: str) -> None:
    lock = json.loads(symbols.LOCK.read_text())
    lock["symbols"][symbol] = lock["modules"][symbol.rpartition(".")[0]] = "0" * 64
    file = tmp_path / "lock.json"
    file.write_text(json.dumps(lock))
    environment = os.environ | {"TRIGPOINT_HOME": str(tmp_path / "home"), "PYTHONPATH": str(CHECKOUT)}
    done = subprocess.run(
        [sys.executable, "-c", ALTERED, str(file)],
        env=environment, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.returncode != 0
    assert symbol in done.stderr
    assert "Install the locked packages" in done.stderr
    assert not (tmp_path / "home").exists(), "nothing was begun"


@pytest.fixture
def bare(tmp_path: Path) -> Iterator[Stack]:
    """The emulator alone, nothing deployed."""
    own = Stack(make_place(tmp_path))
    own.place.home.mkdir(parents=True)
    yield own
    own.kill()


def put_rows(place: Place, first: int, count: int) -> None:
    import boto3

    keys = client_environment(place)
    dynamodb = boto3.client(
        "dynamodb",
        endpoint_url=place.emulator_url,
        region_name=REGION,
        aws_access_key_id=keys["AWS_ACCESS_KEY_ID"],
        aws_secret_access_key=keys["AWS_SECRET_ACCESS_KEY"],
    )
    if "rows" not in dynamodb.list_tables()["TableNames"]:
        dynamodb.create_table(
            TableName="rows",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        )
    for number in range(first, first + count):
        dynamodb.put_item(TableName="rows", Item={"pk": {"S": str(number)}})


def test_a_damaged_journal_stops_the_start_instead_of_losing_rows(bare: Stack) -> None:
    launcher.start_emulator(bare.place)
    put_rows(bare.place, 0, 5)
    bare.kill()
    journal = bare.place.journal / "journal-0.log"
    whole = journal.read_bytes()
    lines = whole.splitlines(keepends=True)
    assert len(lines) == 5
    journal.write_bytes(b"".join([*lines[:2], lines[2].replace(b'"2"', b'"9"', 1), *lines[3:]]))
    with pytest.raises(launcher.LauncherError, match=r"journal-0\.log line 3"):
        launcher.start_emulator(bare.place)
    journal.write_bytes(whole)
    launcher.start_emulator(bare.place)
    put_rows(bare.place, 5, 1)
    assert len(bare.client("dynamodb").scan(TableName="rows")["Items"]) == 6
