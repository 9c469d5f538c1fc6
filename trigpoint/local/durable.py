"""DynamoDB of the emulator on top of the journal: one lock, every change logged before it is answered.

The emulator's handlers run on the event loop, but Step Functions, the TTL reaper and our own in-process
functions call the same functions from other threads without a lock. One lock around every one of them
makes conditions atomic and gives the journal its order.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any

from trigpoint.domain.errors import TrigpointError
from trigpoint.local.journal import Journal, Row

WRITES = (
    "_put_item",
    "_delete_item",
    "_update_item",
    "_batch_write_item",
    "_transact_write_items",
    "_execute_statement",
    "_batch_execute_statement",
)
READS = ("_get_item", "_query", "_scan", "_batch_get_item", "_transact_get_items")
REFUSED = (
    "_execute_transaction",
    "_restore_table_from_backup",
    "_restore_table_to_point_in_time",
    "_import_table",
)
"""Operations that swap a table's rows wholesale, past the journal."""

Handler = Callable[[dict[str, Any]], tuple[Any, ...]]


def install(dynamodb: Any, journal: Journal) -> None:
    """Patch the emulator's DynamoDB module. Call before it restores its state."""
    for name in WRITES:
        setattr(dynamodb, name, _journaled(journal, getattr(dynamodb, name)))
    for name in READS:
        setattr(dynamodb, name, _locked(journal, getattr(dynamodb, name)))
    for name in REFUSED:
        setattr(dynamodb, name, _refuse(dynamodb, name))
    dynamodb._delete_table = _journaled(journal, dynamodb._delete_table)
    dynamodb.drop_stream_records = _recording_drop(dynamodb, journal, dynamodb.drop_stream_records)
    dynamodb._lock = _ReaperLock(journal)
    dynamodb._set_item = _recording_set(journal, dynamodb._set_item)
    dynamodb._remove_item = _recording_remove(journal, dynamodb._remove_item)
    dynamodb.get_state = _without_rows(dynamodb, dynamodb.get_state)
    dynamodb.load_persisted_state = _then_replay(dynamodb, journal, dynamodb.load_persisted_state)


def rows(dynamodb: Any) -> Iterator[Row]:
    """Every stored row, for a journal snapshot. Call under the journal's lock."""
    for table in dynamodb._tables.all_values():
        for partition, items in table["items"].items():
            for sort, item in items.items():
                yield table["TableArn"], partition, sort, item


class _ReaperLock:
    """Stands in for the module's lock, which the TTL reaper holds while it removes rows."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._calls: list[Any] = []

    def __enter__(self) -> None:
        call = self._journal.call()
        call.__enter__()
        self._calls.append(call)

    def __exit__(self, *exception: Any) -> None:
        self._calls.pop().__exit__(*exception)


def _journaled(journal: Journal, original: Handler) -> Handler:
    @functools.wraps(original)
    def call(data: dict[str, Any]) -> tuple[Any, ...]:
        with journal.call():
            return original(data)

    return call


def _locked(journal: Journal, original: Handler) -> Handler:
    @functools.wraps(original)
    def call(data: dict[str, Any]) -> tuple[Any, ...]:
        with journal.lock:
            return original(data)

    return call


def _refuse(dynamodb: Any, name: str) -> Handler:
    def call(_data: dict[str, Any]) -> tuple[Any, ...]:
        refusal: tuple[Any, ...] = dynamodb.error_response_json(
            "ValidationException",
            f"{name.strip('_')} is not available on one machine: it bypasses the journal",
            400,
        )
        return refusal

    return call


def _recording_drop(dynamodb: Any, journal: Journal, original: Callable[..., Any]) -> Callable[..., Any]:
    """What DeleteTable and CloudFormation both call with a table they took away: its rows must not come back
    with a table that is made anew under its name. A stream that is switched off passes here too."""

    @functools.wraps(original)
    def drop(name: str, table: dict[str, Any] | None = None) -> Any:
        with journal.call():
            if table is not None and all(live is not table for live in dynamodb._tables.all_values()):
                journal.record((table["TableArn"], "", None, None))
            return original(name, table)

    return drop


def _recording_set(journal: Journal, original: Callable[..., Any]) -> Callable[..., Any]:
    """Inside a call the row goes with the others of the call; other services that come past the API are a
    call of their own."""

    @functools.wraps(original)
    def set_item(table: dict[str, Any], partition: str, sort: str, item: dict[str, Any]) -> Any:
        with journal.call():
            journal.record((table["TableArn"], partition, sort, item))
            return original(table, partition, sort, item)

    return set_item


def _recording_remove(journal: Journal, original: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(original)
    def remove_item(table: dict[str, Any], partition: str, sort: str) -> Any:
        with journal.call():
            journal.record((table["TableArn"], partition, sort, None))
            return original(table, partition, sort)

    return remove_item


def _without_rows(dynamodb: Any, original: Callable[[], dict[str, Any]]) -> Callable[[], dict[str, Any]]:
    """Table descriptions only; rows live in the journal. Avoids copying every row on each save."""

    @functools.wraps(original)
    def get_state() -> dict[str, Any]:
        kept = {key: table["items"] for key, table in dynamodb._tables._data.items()}
        for table in dynamodb._tables.all_values():
            table["items"] = {}
        try:
            return original()
        finally:
            for key, table in dynamodb._tables._data.items():
                table["items"] = kept.get(key, table["items"])

    def under_lock() -> dict[str, Any]:
        with dynamodb._lock:
            return get_state()

    return under_lock


def _then_replay(dynamodb: Any, journal: Journal, original: Callable[[Any], None]) -> Callable[[Any], None]:
    @functools.wraps(original)
    def load(data: Any) -> None:
        original(data)
        with journal.lock:
            try:
                replay(dynamodb, journal.replay())
            except TrigpointError as error:
                # The emulator would log an Exception and go on without the rows, until they are compacted away.
                raise SystemExit(str(error)) from error

    return load


def replay(dynamodb: Any, changes: Iterator[Row]) -> None:
    """Apply journalled rows to the restored tables; rows of tables that are gone are dropped."""
    tables = {table["TableArn"]: table for table in dynamodb._tables.all_values()}
    for arn, partition, sort, item in changes:
        table = tables.get(arn)
        if table is None:
            continue
        if sort is None:
            table["items"] = defaultdict(dict)
        elif item is None:
            table["items"].get(partition, {}).pop(sort, None)
        else:
            table["items"].setdefault(partition, {})[sort] = item
    for table in tables.values():
        for partition in [key for key, items in table["items"].items() if not items]:
            del table["items"][partition]
        dynamodb._items_replaced(table)
