"""Our own functions inside the emulator's process: environment, failures, timeouts, and whose code runs."""

from __future__ import annotations

import io
import os
import threading
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from trigpoint.local import in_process
from trigpoint.local.in_process import CHECKOUT, Checkout, InProcess, Watchdog, scope_environment, variables
from trigpoint.local.journal import Journal

HANDLERS = """
import os
from tests_in_process_hooks import hooks

AT_IMPORT = os.environ.get("OWN")

def environment(event, context):
    before = os.environ["OWN"]
    inner = hooks["run"]("environment", event["inner"], own=event["inner"]["own"]) if event.get("inner") else None
    return {
        "before": before, "inner": inner, "after": os.environ["OWN"], "only": os.getenv("ONLY"),
        "listed": sorted(key for key in os.environ if key in ("OWN", "ONLY")), "copied": dict(os.environ).get("ONLY"),
        "at import": AT_IMPORT,
    }

def fail(event, context):
    raise LookupError("nothing there")

def context(event, context):
    return [context.function_name, context.aws_request_id, context.get_remaining_time_in_millis()]

def loop(event, context):
    while True:
        try:
            hooks["turn"]()
        except Exception:
            pass

def odd(event, context):
    return {1, 2}
"""


class Bench:
    """Functions of a module written for the test, run as the launcher runs ours."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.journal = Journal(folder / "journal", fsync=self.fsync)
        self.slow = 0.0
        self.runner = InProcess(self.journal, Watchdog(self.journal), SimpleNamespace(holds=lambda *_: True))  # type: ignore[arg-type]
        self.module = f"handlers_of_{folder.name}"
        (folder / f"{self.module}.py").write_text(HANDLERS)
        self.hooks: dict[str, Any] = {"run": self.run}
        patch.setitem(__import__("sys").modules, "tests_in_process_hooks", SimpleNamespace(hooks=self.hooks))
        patch.syspath_prepend(folder)
        patch.setattr(os, "environ", os.environ)
        scope_environment()

    def fsync(self, _descriptor: int) -> None:
        if self.slow:
            threading.Event().wait(self.slow)

    def run(self, name: str, event: Any, timeout: float = 3, own: str = "outer", **more: str) -> Any:
        config = {
            "FunctionName": name,
            "Handler": f"{self.module}.{name}",
            "Timeout": timeout,
            "Environment": {"Variables": {"OWN": own, **more}},
        }
        return self.runner.run(config, event, "request-1")


@pytest.fixture
def bench(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Bench:
    return Bench(tmp_path, monkeypatch)


# -- environment
def test_each_function_sees_its_own_variables_also_when_one_calls_another(bench: Bench) -> None:
    reply = bench.run("environment", {"inner": {"own": "inner"}}, ONLY="here")["body"]
    assert (reply["before"], reply["after"], reply["only"], reply["copied"]) == ("outer", "outer", "here", "here")
    assert reply["listed"] == ["ONLY", "OWN"]
    inner = reply["inner"]["body"]
    assert (inner["before"], inner["after"], inner["only"]) == ("inner", "inner", None)
    assert reply["at import"] == "outer"
    assert "OWN" not in os.environ
    assert len(os.environ) == len(list(os.environ))


def test_functions_at_the_same_time_do_not_see_each_others_variables(bench: Bench) -> None:
    together = threading.Barrier(4)
    seen: dict[str, str] = {}

    def call(name: str) -> None:
        with variables({"OWN": name}):
            together.wait(5)
            seen[name] = os.environ["OWN"]

    threads = [threading.Thread(target=call, args=(str(number),)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {str(number): str(number) for number in range(4)}


# -- results
def test_a_failure_carries_its_class_its_message_and_its_log(bench: Bench) -> None:
    result = bench.run("fail", {})
    assert result["error"] is True
    assert result["body"] == {"errorType": "LookupError", "errorMessage": "nothing there"}
    assert 'raise LookupError("nothing there")' in result["log"]


def test_a_reply_that_is_no_json_fails_as_on_aws(bench: Bench) -> None:
    result = bench.run("odd", {})
    assert (result["error"], result["body"]["errorType"]) == (True, "TypeError")


def test_the_context_tells_name_request_and_time_left(bench: Bench) -> None:
    name, request, left = bench.run("context", {}, timeout=2)["body"]
    assert (name, request) == ("context", "request-1")
    assert 1000 < left <= 2000


# -- timeouts
def test_an_endless_loop_is_ended_though_it_swallows_every_exception(bench: Bench) -> None:
    bench.hooks["turn"] = lambda: None
    result = bench.run("loop", {}, timeout=0.1)
    assert result["body"]["errorType"] == "Sandbox.Timedout"
    assert result["body"]["errorMessage"] == "Task timed out after 0.10 seconds"


def test_each_of_several_at_once_is_ended(bench: Bench) -> None:
    bench.hooks["turn"] = lambda: None
    results: list[str] = []
    calls = [
        threading.Thread(target=lambda: results.append(bench.run("loop", {}, timeout=0.1)["body"]["errorType"]))
        for _ in range(3)
    ]
    for call in calls:
        call.start()
    for call in calls:
        call.join(5)
    assert results == ["Sandbox.Timedout"] * 3


def test_nobody_is_ended_within_a_call_of_the_journal(bench: Bench, tmp_path: Path) -> None:
    """Every call is whole, and a thread that was ended leaves nobody waiting for its sync."""
    bench.slow = 0.004

    def turn() -> None:
        with bench.journal.call():
            for row in ("a", "b"):
                bench.journal.record(("arn", "p", row, {"n": {"N": "1"}}))
                sum(range(2000))

    bench.hooks["turn"] = turn
    results: list[str] = []

    def call() -> None:
        results.append(bench.run("loop", {}, timeout=0.05)["body"]["errorType"])

    calls = [threading.Thread(target=call) for _ in range(6)]
    for one in calls:
        one.start()
    for one in calls:
        one.join(10)
    assert results == ["Sandbox.Timedout"] * 6
    after = threading.Thread(target=turn)
    after.start()
    after.join(5)
    assert not after.is_alive(), "the journal still syncs"
    lines = (tmp_path / "journal" / "journal-0.log").read_bytes().splitlines()
    assert len(lines) > 6
    assert all(line.count(b'"arn"') == 2 for line in lines), "no half transaction"


# -- whose code runs
def zipped(files: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


ROUTING = "functions/routing/handler.py"
OURS = {name: (CHECKOUT / name).read_bytes() for name in (ROUTING, "trigpoint/local/__init__.py")}


@pytest.mark.parametrize(
    ("files", "trusted"),
    [
        (OURS, True),
        (OURS | {"boto3/session.py": b"other = 1", "README.md": b"x", "trigpoint/data.json": b"{}"}, True),
        (OURS | {ROUTING: OURS[ROUTING] + b"\n"}, False),
        (OURS | {"trigpoint/domain/unknown.py": b""}, False),
        ({"customer/app.py": b"x = 1"}, False),
        ({}, False),
    ],
)
def test_only_the_code_of_this_checkout_is_trusted(files: dict[str, bytes], trusted: bool) -> None:
    assert Checkout().holds(str(sorted(files.items())), zipped(files)) is trusted


def test_a_verdict_is_kept_by_the_codes_hash() -> None:
    checkout = Checkout()
    assert checkout.holds("one", zipped(OURS))
    assert checkout.holds("one", b"not even a zip")
    assert not checkout.holds("two", zipped(OURS | {ROUTING: b""}))


def function(code: bytes, wanted: str = "1") -> dict[str, Any]:
    variables = {"TRIGPOINT_IN_PROCESS": wanted} if wanted else {}
    config = {"CodeSha256": str(hash(code)), "Environment": {"Variables": variables}, "Handler": "x.y"}
    return {"config": config, "code_zip": code}


def test_who_runs_in_process_and_whose_log_lines_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    emitted: list[tuple[str, bool]] = []
    elsewhere: list[str] = []
    functions = SimpleNamespace(
        _execute_function_warm=lambda _func, _event, request: elsewhere.append(request) or {"body": "subprocess"},
        _emit_lambda_logs=lambda _func, request, _text, error: emitted.append((request, error)),
    )
    journal = Journal(tmp_path)
    runner = InProcess(journal, Watchdog(journal), Checkout())
    monkeypatch.setattr(runner, "run", lambda *_: {"body": "in process"})
    runner.install(functions)
    ours, altered = function(zipped(OURS)), function(zipped(OURS | {ROUTING: b""}))
    unasked, customers = function(zipped(OURS), ""), function(zipped({"app.py": b""}))
    for number, func in enumerate((ours, altered, unasked, customers)):
        functions._execute_function_warm(func, {}, str(number))
        functions._emit_lambda_logs(func, str(number), "", False)
        functions._emit_lambda_logs(func, str(number), "", True)
    assert elsewhere == ["1", "2", "3"]
    assert emitted == [("0", True), ("1", False), ("1", True), ("2", False), ("2", True), ("3", False), ("3", True)]
    assert in_process.inside_handler() is False
