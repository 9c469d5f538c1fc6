"""Our own functions inside the emulator's process: no subprocess, no sockets to the ledger.

Only functions whose environment says `TRIGPOINT_IN_PROCESS=1` (our own stack sets it) and whose zip is,
file for file, the code of this checkout as the process loaded it: a module that is already imported would
win over the zip, so different code runs in a subprocess instead, as on AWS. Customer functions and
anything with scikit-learn always do.
"""

from __future__ import annotations

import contextvars
import ctypes
import functools
import hashlib
import importlib
import io
import json
import os
import threading
import time
import traceback
import zipfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from botocore.client import BaseClient

from trigpoint.local.journal import Journal

CHECKOUT = Path(__file__).resolve().parents[2]
OUR_PACKAGES = ("trigpoint", "functions")
TICK_SECONDS = 0.05
EFFECTS = frozenset(("stepfunctions", "lambda", "events"))
"""Services that act on what the ledger says. A queue's messages and files carry ids only, or are made anew."""

_variables: contextvars.ContextVar[Mapping[str, str] | None] = contextvars.ContextVar("variables", default=None)


class TimedOut(BaseException):
    """Raised in the handler's thread by the watchdog. Not an Exception, so that no handler survives it."""


def inside_handler() -> bool:
    return _variables.get() is not None


class ScopedEnvironment(os._Environ):  # type: ignore[type-arg]
    """`os.environ` in which each running function sees its own variables first."""

    def __getitem__(self, key: str) -> str:
        own = _variables.get()
        return own[key] if own is not None and key in own else str(super().__getitem__(key))

    def __iter__(self) -> Iterator[str]:
        own = _variables.get() or {}
        yield from own
        yield from (key for key in super().__iter__() if key not in own)

    def __len__(self) -> int:
        return sum(1 for _ in self)


def scope_environment() -> None:
    plain: Any = os.environ
    scoped = ScopedEnvironment(plain._data, plain.encodekey, plain.decodekey, plain.encodevalue, plain.decodevalue)
    os.environ = scoped  # noqa: B003 - it wraps the same variables


def settle_before_effects(journal: Journal) -> None:
    """A handler's call that sets others to work waits for the rows behind it: a kill must not undo them under it."""
    original = BaseClient._make_api_call

    @functools.wraps(original)
    def make_api_call(client: Any, operation: str, parameters: dict[str, Any]) -> Any:
        if inside_handler() and client.meta.service_model.service_name in EFFECTS:
            journal.settle()
        return original(client, operation, parameters)

    BaseClient._make_api_call = make_api_call


@contextmanager
def variables(values: Mapping[str, str]) -> Iterator[None]:
    mark = _variables.set(values)
    try:
        yield
    finally:
        _variables.reset(mark)


def code_hashes(names_and_bytes: Iterator[tuple[str, bytes]]) -> dict[str, str]:
    return {name: hashlib.sha256(data).hexdigest() for name, data in names_and_bytes if name.endswith(".py")}


def checkout_code() -> dict[str, str]:
    """Path -> hash of every Python file of ours, as this process finds it at its start."""
    files = (path for package in OUR_PACKAGES for path in (CHECKOUT / package).rglob("*.py"))
    return code_hashes((path.relative_to(CHECKOUT).as_posix(), path.read_bytes()) for path in files)


class Checkout:
    """Decides whether a deployed zip holds the code this process has loaded."""

    def __init__(self) -> None:
        self._loaded = checkout_code()
        self._verdicts: dict[str, bool] = {}

    def holds(self, digest: str, code: bytes) -> bool:
        if digest not in self._verdicts:
            self._verdicts[digest] = self._same(code)
        return self._verdicts[digest]

    def _same(self, code: bytes) -> bool:
        with zipfile.ZipFile(io.BytesIO(code)) as archive:
            names = [name for name in archive.namelist() if name.partition("/")[0] in OUR_PACKAGES]
            zipped = code_hashes((name, archive.read(name)) for name in names)
        return bool(zipped) and all(self._loaded.get(name) == digest for name, digest in zipped.items())


class Context:
    """The Lambda context object."""

    def __init__(self, config: Mapping[str, Any], request_id: str, deadline: float) -> None:
        self.function_name = config.get("FunctionName", "")
        self.function_version = config.get("Version", "$LATEST")
        self.invoked_function_arn = config.get("FunctionArn", "")
        self.memory_limit_in_mb = config.get("MemorySize", 128)
        self.aws_request_id = request_id
        self.log_group_name = f"/aws/lambda/{self.function_name}"
        self.log_stream_name = ""
        self.identity = self.client_context = None
        self._deadline = deadline

    def get_remaining_time_in_millis(self) -> int:
        return max(0, int((self._deadline - time.time()) * 1000))


class Watchdog:
    """Ends handlers that outlive their timeout, but never in a call of the journal: neither between two rows
    of a transaction, nor while others wait for this thread to sync for them."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._running: dict[object, tuple[float, int]] = {}
        self._guard = threading.Lock()
        threading.Thread(target=self._watch, daemon=True, name="handler-watchdog").start()

    @contextmanager
    def watch(self, deadline: float) -> Iterator[None]:
        key, thread = object(), threading.get_ident()
        with self._guard:
            self._running[key] = (deadline, thread)
        try:
            yield
        finally:
            with self._guard:
                self._running.pop(key, None)

    def _watch(self) -> None:
        while True:
            time.sleep(TICK_SECONDS)  # how late a handler may be ended; waking for each deadline would cost every call
            with self._guard:
                late = [key for key, (deadline, _) in self._running.items() if time.time() > deadline]
                for key in late:
                    _, thread = self._running.pop(key)
                    self._journal.outside_of_call(thread, functools.partial(_time_out, thread))


def _time_out(thread: int) -> None:
    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TimedOut))


class InProcess:
    """Runs trusted handlers in the calling thread; everything else goes to the emulator's own way."""

    def __init__(self, journal: Journal, watchdog: Watchdog, checkout: Checkout) -> None:
        self._journal, self._watchdog, self._checkout = journal, watchdog, checkout
        self._handlers: dict[str, Callable[..., Any]] = {}
        self._loading = threading.Lock()

    def install(self, functions: Any) -> None:
        functions._execute_function_warm = self._executing(functions._execute_function_warm)
        functions._emit_lambda_logs = self._logging(functions._emit_lambda_logs)

    def trusted(self, func: Mapping[str, Any]) -> bool:
        config = func.get("config") or func
        wanted = config.get("Environment", {}).get("Variables", {}).get("TRIGPOINT_IN_PROCESS") == "1"
        code = func.get("code_zip")
        return bool(wanted and code and self._checkout.holds(config.get("CodeSha256", ""), code))

    def _executing(self, original: Callable[..., dict[str, Any]]) -> Callable[..., dict[str, Any]]:
        @functools.wraps(original)
        def execute(func: dict[str, Any], event: Any, request_id: str) -> dict[str, Any]:
            if not self.trusted(func):
                return original(func, event, request_id)
            return self.run(func.get("config") or func, event, request_id)

        return execute

    def _logging(self, original: Callable[..., None]) -> Callable[..., None]:
        """START/END lines of every call pile up in RAM: keep those of failed calls only."""

        @functools.wraps(original)
        def emit(func: dict[str, Any], request_id: str, text: str, error: bool, *rest: Any, **options: Any) -> None:
            if error or not self.trusted(func):
                original(func, request_id, text, error, *rest, **options)

        return emit

    def run(self, config: Mapping[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        """One invocation: {"body": reply} or {"body": {"errorType", "errorMessage"}, "error": True, "log"}.

        All its rows are on the disk when it returns.
        """
        with self._journal.promising():
            return self._run(config, event, request_id)

    def _run(self, config: Mapping[str, Any], event: Any, request_id: str) -> dict[str, Any]:
        timeout = float(config.get("Timeout", 3))
        deadline = time.time() + timeout
        try:
            with (
                variables(config.get("Environment", {}).get("Variables", {})),
                self._watchdog.watch(deadline),
            ):
                reply = self._handler(str(config["Handler"]))(event, Context(config, request_id, deadline))
                return {"body": json.loads(json.dumps(reply)), "log": ""}
        except TimedOut:
            return _failure("Sandbox.Timedout", f"Task timed out after {timeout:.2f} seconds")
        except Exception as error:  # noqa: BLE001 - whatever a handler raises is its function's result
            return _failure(type(error).__name__, str(error), traceback.format_exc())

    def _handler(self, name: str) -> Callable[..., Any]:
        with self._loading:
            if name not in self._handlers:
                module, _, attribute = name.rpartition(".")
                self._handlers[name] = getattr(importlib.import_module(module), attribute)
            return self._handlers[name]


def _failure(kind: str, message: str, log: str = "") -> dict[str, Any]:
    return {"body": {"errorType": kind, "errorMessage": message}, "error": True, "log": log or message}
