"""Lambda failures as AWS reports them.

The emulator calls every exception `Runtime.HandlerError`, so a Retry or Catch by class never matches; it
waits up to 50 ms after each call for a first log line; and it swallows the failure of a function in a
`waitForTaskToken` state, which then waits for its timeout.
"""

from __future__ import annotations

import contextvars
import functools
from collections.abc import Callable
from typing import Any

from trigpoint.local.symbols import EmulatorChanged

_ERROR_LINE = '{"status": "error", "error": str(e), "trace"'
_TYPED_ERROR_LINE = '{"status": "error", "type": type(e).__name__, "error": str(e), "trace"'
_failed_class: contextvars.ContextVar[str] = contextvars.ContextVar("failed_class", default="")
_waiting_token: contextvars.ContextVar[str] = contextvars.ContextVar("waiting_token", default="")


def install(runtime: Any, functions: Any, machines: Any) -> None:
    """Patch the emulator's Lambda runtime, Lambda and Step Functions modules."""
    runtime.Worker._drain_stderr_bounded.__defaults__ = (0.001, 0.005, 0.250)
    runtime._PYTHON_WORKER_SCRIPT = typed_errors(runtime._PYTHON_WORKER_SCRIPT)
    runtime.Worker.invoke = _noting_class(runtime.Worker.invoke)
    functions._execute_function_warm = _naming_class(functions._execute_function_warm)
    machines._invoke_with_callback = _remembering_token(machines._invoke_with_callback)
    machines._call_lambda = _failing_token(machines, machines._call_lambda)


def typed_errors(script: str) -> str:
    """The worker script, made to report the exception's class. Raises EmulatorChanged if it is another script."""
    if script.count(_ERROR_LINE) != 1:
        raise EmulatorChanged(
            "ministack.core.lambda_runtime._PYTHON_WORKER_SCRIPT is not the one known.",
            "Install the locked packages.",
        )
    return script.replace(_ERROR_LINE, _TYPED_ERROR_LINE)


def _noting_class(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    @functools.wraps(original)
    def invoke(worker: Any, *arguments: Any, **options: Any) -> dict[str, Any]:
        result = original(worker, *arguments, **options)
        _failed_class.set(result.get("type", ""))
        return result

    return invoke


def _naming_class(original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
    @functools.wraps(original)
    def execute(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        _failed_class.set("")
        result = original(func, event, request_id)
        body = result.get("body")
        if result.get("error") and isinstance(body, dict) and body.get("errorType") == "Runtime.HandlerError":
            body["errorType"] = _failed_class.get() or body["errorType"]
        return result

    return execute


def _remembering_token(original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def invoke(resource: str, data: Any, token: str, state: dict[str, Any]) -> Any:
        mark = _waiting_token.set(token)
        try:
            return original(resource, data, token, state)
        finally:
            _waiting_token.reset(mark)

    return invoke


def _failing_token(machines: Any, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def call(reference: str, event: Any) -> Any:
        try:
            return original(reference, event)
        except machines._ExecutionError as error:
            waiting = machines._task_tokens.get(_waiting_token.get())
            if waiting is not None:
                waiting["error"] = {"Error": error.error, "Cause": error.cause}
                waiting["event"].set()
            raise

    return call
