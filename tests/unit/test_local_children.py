"""Children never outlive the launcher; failures have their class; the emulator's Lambda patch fits."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ministack.core import lambda_runtime
from ministack.services import lambda_svc, stepfunctions

from trigpoint.local import failures

ROOT = Path(__file__).resolve().parents[2]
PARENT = """
import signal, subprocess, sys
from trigpoint.local.children import end_with_parent
child = subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"], preexec_fn=end_with_parent)
print(child.pid, flush=True)
signal.pause()
"""


def alive(pid: int) -> bool:
    """Whether the process runs; one that only waits to be buried does not."""
    try:
        return (Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


def test_a_child_dies_with_its_killed_parent() -> None:
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, cwd=ROOT)
    assert parent.stdout
    child = int(parent.stdout.readline())
    assert alive(child)
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait(10)
    for _ in range(200):
        if not alive(child):
            break
        signal.sigtimedwait([], 0.02)
    assert not alive(child)
    parent.stdout.close()


# -- failures.py
@pytest.fixture
def patched(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The emulator's modules as their patches see them, put back after the test."""
    worker = lambda_runtime.Worker
    for owner, name in (
        (worker, "invoke"),
        (worker._drain_stderr_bounded, "__defaults__"),
        (lambda_runtime, "_PYTHON_WORKER_SCRIPT"),
        (lambda_svc, "_execute_function_warm"),
        (stepfunctions, "_invoke_with_callback"),
        (stepfunctions, "_call_lambda"),
    ):
        monkeypatch.setattr(owner, name, getattr(owner, name))
    return SimpleNamespace(runtime=lambda_runtime, functions=lambda_svc, machines=stepfunctions)


def test_a_silent_function_is_not_waited_for_and_the_script_tells_the_class(patched: Any) -> None:
    failures.install(patched.runtime, patched.functions, patched.machines)
    assert patched.runtime.Worker._drain_stderr_bounded.__defaults__[0] == 0.001
    assert '"type": type(e).__name__' in patched.runtime._PYTHON_WORKER_SCRIPT
    compile(patched.runtime._PYTHON_WORKER_SCRIPT, "worker", "exec")


def fake_machines() -> Any:
    class ExecutionError(Exception):
        def __init__(self, error: str, cause: str) -> None:
            super().__init__(error)
            self.error, self.cause = error, cause

    class Event:
        done = False

        def set(self) -> None:
            self.done = True

    machines = SimpleNamespace(_ExecutionError=ExecutionError, _task_tokens={"t": {"event": Event()}})

    def call(_reference: str, event: Any) -> Any:
        if event == "fail":
            raise ExecutionError("LookupError", "no luck")
        return "fine"

    machines._call_lambda = call
    machines._invoke_with_callback = lambda _resource, data, _token, _state: machines._call_lambda("f", data)
    return machines


def installed(machines: Any, result: dict[str, Any] | None = None) -> Any:
    worker = type("Worker", (), {"invoke": lambda _self, *_: result or {}, "_drain_stderr_bounded": lambda _self: None})
    runtime = SimpleNamespace(Worker=worker, _PYTHON_WORKER_SCRIPT=failures._ERROR_LINE)

    def execute(_func: Any, event: Any, _request: str) -> dict[str, Any]:
        if event == "through a worker":
            worker().invoke()
        return {"error": True, "body": {"errorType": "Runtime.HandlerError", "errorMessage": "m"}}

    functions = SimpleNamespace(_execute_function_warm=execute)
    failures.install(runtime, functions, machines)
    return functions


def test_a_failing_function_ends_the_wait_for_its_token() -> None:
    machines = fake_machines()
    installed(machines)
    with pytest.raises(machines._ExecutionError):
        machines._invoke_with_callback("lambda", "fail", "t", {})
    assert machines._task_tokens["t"]["error"] == {"Error": "LookupError", "Cause": "no luck"}
    assert machines._task_tokens["t"]["event"].done


def test_other_calls_touch_no_token() -> None:
    machines = fake_machines()
    installed(machines)
    assert machines._invoke_with_callback("lambda", "work", "t", {}) == "fine"
    with pytest.raises(machines._ExecutionError):
        machines._call_lambda("f", "fail")
    assert "error" not in machines._task_tokens["t"]
    assert not machines._task_tokens["t"]["event"].done


def test_the_class_of_one_call_is_not_that_of_the_next() -> None:
    functions = installed(fake_machines(), {"status": "error", "type": "LookupError"})
    assert functions._execute_function_warm({}, "through a worker", "1")["body"]["errorType"] == "LookupError"
    assert functions._execute_function_warm({}, "another way", "2")["body"]["errorType"] == "Runtime.HandlerError"
