"""A changed emulator is refused, by name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from trigpoint.local import symbols
from trigpoint.local.failures import typed_errors


def altered(tmp_path: Path, **changes: object) -> Path:
    lock = json.loads(symbols.LOCK.read_text())
    for path, value in changes.items():
        lock[path] = value if not isinstance(value, dict) else lock[path] | value
    file = tmp_path / "lock.json"
    file.write_text(json.dumps(lock))
    return file


def test_the_installed_emulator_is_the_one_in_the_lock() -> None:
    symbols.check()
    assert symbols.current() == json.loads(symbols.LOCK.read_text())


def test_another_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(symbols.EmulatorChanged, match=r"proved with 9\.9\.9"):
        symbols.check(altered(tmp_path, version="9.9.9"))


@pytest.mark.parametrize("symbol", ["ministack.services.dynamodb._set_item", "ministack.app._dispatch_service_request"])
def test_a_changed_symbol_is_refused_by_its_name(tmp_path: Path, symbol: str) -> None:
    module = symbol.rpartition(".")[0]
    lock = altered(tmp_path, modules={module: "0"}, symbols={symbol: "0"})
    with pytest.raises(symbols.EmulatorChanged, match=symbol.replace(".", r"\.")):
        symbols.check(lock)


def test_a_change_elsewhere_in_a_module_does_not_stop_us(tmp_path: Path) -> None:
    symbols.check(altered(tmp_path, modules={"ministack.services.dynamodb": "0"}))


def test_a_symbol_that_is_gone_is_named() -> None:
    with pytest.raises(symbols.EmulatorChanged, match=r"ministack\.app\.no_such is gone"):
        symbols.symbol_hash("ministack.app", "no_such")


def test_another_worker_script_is_refused() -> None:
    with pytest.raises(symbols.EmulatorChanged, match="_PYTHON_WORKER_SCRIPT"):
        typed_errors("print()")
