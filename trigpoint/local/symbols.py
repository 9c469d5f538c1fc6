"""Refuse to run on an emulator whose insides are not the ones our patches were written for.

`symbols.lock.json` holds the version, a hash of every module file we touch and one of every symbol's
source. Module files are compared first; only a module that differs has its symbols looked at (fetching
sources costs most of a second), so that a harmless change elsewhere in a file does not stop us.
"""

from __future__ import annotations

import hashlib
import importlib
import importlib.metadata
import importlib.util
import inspect
import json
from collections.abc import Iterator
from pathlib import Path

from trigpoint.domain.errors import TrigpointError

LOCK = Path(__file__).with_name("symbols.lock.json")

SYMBOLS: dict[str, tuple[str, ...]] = {
    "ministack.app": (
        "app",
        "_dispatch_service_request",
        "_handle_pre_body_request",
        "_handle_lifespan",
        "_build_persistence_save_dict",
        "_load_persisted_state",
        "_parse_execute_api_url",
    ),
    "ministack.core.persistence": ("save_state", "load_state", "_json_default", "_json_object_hook"),
    "ministack.core.lambda_runtime": ("Worker._drain_stderr_bounded", "Worker.invoke"),
    "ministack.services.dynamodb": (
        "get_state",
        "load_persisted_state",
        "_ttl_reaper",
        "_set_item",
        "_remove_item",
        "_put_item",
        "_get_item",
        "_delete_item",
        "_update_item",
        "_query",
        "_scan",
        "_batch_write_item",
        "_batch_get_item",
        "_transact_write_items",
        "_transact_get_items",
        "_delete_table",
        "drop_stream_records",
        "_execute_statement",
        "_batch_execute_statement",
        "_execute_transaction",
        "_restore_table_from_backup",
        "_restore_table_to_point_in_time",
        "_import_table",
        "_evaluate_condition",
        "_ddb_equals",
        "json_response",
        "_paginate_evaluated_items",
        "_build_key",
        "_condition_syntax_error",
        "_tokenize",
    ),
    "ministack.services.lambda_svc": (
        "_execute_function",
        "_execute_function_dispatch",
        "_execute_function_warm",
        "_emit_lambda_logs",
    ),
    "ministack.services.stepfunctions": ("_invoke_with_callback", "_call_lambda"),
    "ministack.services.sqs": ("_act_send_message_batch", "_act_send_message", "_Err"),
    "ministack.services.cloudformation": (),
    "ministack.services.cloudformation.provisioners": ("_ddb_delete",),
}


class EmulatorChanged(TrigpointError):
    """A symbol we patch is not the one we know."""

    code = "EmulatorChanged"


def module_hash(module: str) -> str:
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise EmulatorChanged(f"{module} is not installed.", "Run `make` again to install the locked packages.")
    return hashlib.sha256(Path(spec.origin).read_bytes()).hexdigest()


def symbol_hash(module: str, symbol: str) -> str:
    """Hash of a symbol's source text. Raises EmulatorChanged when it is gone."""
    target: object = importlib.import_module(module)
    for part in symbol.split("."):
        if not hasattr(target, part):
            raise EmulatorChanged(f"{module}.{symbol} is gone.", "Install the pinned emulator version.")
        target = getattr(target, part)
    return hashlib.sha256(inspect.getsource(target).encode()).hexdigest()  # type: ignore[arg-type]


def current() -> dict[str, object]:
    """The lock's content for the installed emulator."""
    return {
        "version": importlib.metadata.version("ministack"),
        "modules": {module: module_hash(module) for module in SYMBOLS},
        "symbols": {
            f"{module}.{symbol}": symbol_hash(module, symbol)
            for module, symbols in SYMBOLS.items()
            for symbol in symbols
        },
    }


def changed(lock: dict[str, dict[str, str]]) -> Iterator[str]:
    """Names of symbols whose source differs from the lock."""
    for module, symbols in SYMBOLS.items():
        if lock["modules"].get(module) == module_hash(module):
            continue
        for symbol in symbols:
            if lock["symbols"].get(f"{module}.{symbol}") != symbol_hash(module, symbol):
                yield f"{module}.{symbol}"


def check(lock_file: Path = LOCK) -> None:
    """Raises EmulatorChanged, naming what differs."""
    lock = json.loads(lock_file.read_text())
    version = importlib.metadata.version("ministack")
    if lock["version"] != version:
        raise EmulatorChanged(
            f"the emulator is version {version}; this launcher was proved with {lock['version']}.",
            "Install the locked packages, or rerun the patch contract tests and renew symbols.lock.json.",
        )
    if names := list(changed(lock)):
        raise EmulatorChanged(
            f"the emulator's source differs from the one proved: {', '.join(names)}.",
            "Install the locked packages, or rerun the patch contract tests and renew symbols.lock.json.",
        )


def renew(lock_file: Path = LOCK) -> None:
    """Write the lock for the installed emulator: `python -m trigpoint.local.symbols`."""
    lock_file.write_text(json.dumps(current(), indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    renew()
