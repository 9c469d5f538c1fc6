"""Control-plane state of the emulator: saved before the change is answered, and whole after a deploy.

CloudFormation works on a thread after its request was answered. A stack saved while it is in progress
would stay so after a kill and the next deploy would do nothing and report success; so stacks are saved
only by `snapshot`, and never while one is in progress (facts: local-runtime-speed 8).
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Awaitable, Callable, Iterable
from pathlib import Path
from typing import Any

LARGE_BYTES = 64 * 1024
NEVER_SAVED_ALONE = frozenset({"cloudformation"})
DATA_TARGETS = (
    "SendMessage",
    "ReceiveMessage",
    "DeleteMessage",
    "ChangeMessageVisibility",
    "StartExecution",
    "StartSyncExecution",
    "StopExecution",
    "SendTask",
    "GetActivityTask",
    "PutEvents",
    "PutMetricData",
    "Publish",
    "Describe",
    "Get",
    "List",
    "Query",
    "Lookup",
    "Filter",
)
DATA_SERVICES = frozenset({"logs", "monitoring", "sts", "xray"})

Save = Callable[[str, Any], None]


class StateFiles:
    """Writes services' state as JSON files; bytes over 64 KB go to content-addressed files beside them."""

    def __init__(self, persistence: Any, folder: Path) -> None:
        self._persistence = persistence
        self._blobs = folder / "bytes"
        self._folder = folder

    def install(self) -> None:
        self._blobs.mkdir(parents=True, exist_ok=True)
        encode, decode = self._persistence._json_default, self._persistence._json_object_hook
        self._persistence._json_default = lambda value: self._put_bytes(value) or encode(value)
        self._persistence._json_object_hook = lambda value: self._take_bytes(value) or decode(value)
        self._persistence.save_state = self.save

    def save(self, service: str, state: Any) -> None:
        """Write one service's state and wait until it is on the disk."""
        path = self._folder / f"{service}.json"
        version = self._persistence._state_format_version(service)
        with path.with_suffix(".tmp").open("w") as file:
            json.dump(
                {"__ministack_format__": version, "payload": state},
                file,
                default=self._persistence._json_default,
            )
            file.flush()
            os.fsync(file.fileno())
        path.with_suffix(".tmp").replace(path)

    def _put_bytes(self, value: Any) -> dict[str, str] | None:
        if not isinstance(value, bytes | bytearray) or len(value) <= LARGE_BYTES:
            return None
        digest = hashlib.sha256(value).hexdigest()
        path = self._blobs / digest
        if not path.exists():
            # On the disk before the state that names it is.
            with path.with_suffix(".tmp").open("wb") as file:
                file.write(value)
                file.flush()
                os.fsync(file.fileno())
            path.with_suffix(".tmp").replace(path)
        return {"__large_bytes__": digest}

    def _take_bytes(self, value: dict[str, Any]) -> bytes | None:
        digest = value.get("__large_bytes__")
        return (self._blobs / digest).read_bytes() if digest else None


class ControlPlane:
    """Saves the emulator's services; `save_services` after a change, `snapshot` after a deploy."""

    def __init__(self, app: Any, files: StateFiles) -> None:
        self._app, self._files = app, files

    def save_services(self, names: Iterable[str]) -> None:
        sources = self._app._build_persistence_save_dict()
        for name in names:
            if name in sources and name not in NEVER_SAVED_ALONE:
                self._save(name, sources[name])

    def snapshot(self) -> bool:
        """Save everything; False while a stack is in progress, whose state is then left alone."""
        settled = not self._deploying()
        for name, source in self._app._build_persistence_save_dict().items():
            if settled or name not in NEVER_SAVED_ALONE:
                self._save(name, source)
        return settled

    def _save(self, name: str, source: Callable[[], Any]) -> None:
        state = source()
        if state is not None:
            self._files.save(name, state)

    def _deploying(self) -> bool:
        stacks = getattr(sys.modules.get("ministack.services.cloudformation"), "_stacks", None)
        found = stacks.all_values() if stacks is not None else ()
        return any(str(stack.get("StackStatus", "")).endswith("_IN_PROGRESS") for stack in found)

    def install(self) -> None:
        self._app._dispatch_service_request = self._saving(self._app._dispatch_service_request)
        self._app.save_all = lambda _services: self.snapshot()

    def _saving(self, original: Callable[..., Awaitable[Any]]) -> Callable[..., Awaitable[Any]]:
        async def dispatch(
            method: str,
            path: str,
            headers: dict[str, str],
            body: bytes,
            query: dict[str, list[str]],
            request_id: str,
        ) -> Any:
            answer = await original(method, path, headers, body, query, request_id)
            if answer[0] < 400 and (service := self._changed(method, path, headers, body, query)):
                self.save_services(self._keys(service))
            return answer

        return dispatch

    def _changed(
        self, method: str, path: str, headers: dict[str, str], body: bytes, query: dict[str, list[str]]
    ) -> str | None:
        """The service whose control plane a request may have changed, else None."""
        target = headers.get("x-amz-target", "")
        operation = target.rpartition(".")[2] or (query.get("Action") or [""])[0]
        if method in ("GET", "HEAD", "OPTIONS") or operation.startswith(DATA_TARGETS) or "/invocations" in path:
            return None
        if target.startswith("DynamoDB") and not operation.endswith(("Table", "Resource", "ToLive", "Backups")):
            return None
        routing = self._app._routing_params(method, path, headers, body, query)
        service = str(self._app.detect_service(method, path, headers, routing))
        form = (routing.get("Action") or [""])[0]
        if service in DATA_SERVICES or form.startswith(DATA_TARGETS):
            return None
        if service == "s3" and "/" in path.strip("/"):
            return None
        return service

    def _keys(self, service: str) -> list[str]:
        """State files of a service: its own and those of the modules it dispatches to."""
        config = self._app.SERVICE_REGISTRY.get(service, {})
        module = config.get("module", service)
        return [config.get("state_key", module), *config.get("sub_modules", ())]
