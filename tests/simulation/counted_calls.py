"""What an installation asks of AWS, counted where it asks: DynamoDB's requests at the client, the rest at the ports.

Write and read units as DynamoDB documents them: a kilobyte written, four read; twice in a transaction, half for a read
that may be a moment old; also for a condition that fails. An index that a row is in is written with it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from math import ceil
from typing import Any

from trigpoint.adapters.kept_blobs import NEVER_CHANGED

INDEXES = ("g1pk", "g2pk")
PUTS = ("write", "write_once", "begin_parts", "put_part", "finish_parts", "list")
GETS = ("read", "chunks", "info")


def size_of(value: Any) -> int:
    """Bytes of an item, or of a value, in DynamoDB's JSON."""
    if not isinstance(value, Mapping):
        return len(str(value).encode())
    if len(value) == 1 and next(iter(value)) in ("S", "N", "B", "BOOL", "NULL", "SS", "L", "M"):
        ((kind, inner),) = value.items()
        parts = inner.values() if kind == "M" else inner if kind in ("L", "SS") else (inner,)
        names = sum(len(name) for name in inner) if kind == "M" else 0
        return names + sum(size_of(part) for part in parts)
    return sum(len(name.encode()) + size_of(one) for name, one in value.items())


class CountedTable:
    """Listens to a client; `counted` has write and read units. `peek` is a client nobody counts."""

    def __init__(self, client: Any, peek: Any, counted: Counter[str]) -> None:
        self.peek, self.counted = peek, counted
        client.meta.events.register("provide-client-params.dynamodb", self.before)
        client.meta.events.register("after-call.dynamodb", self.after)
        self.writes: list[tuple[Mapping[str, Any], int]] = []
        self.read: tuple[str, bool] | None = None

    def before(self, params: Mapping[str, Any], model: Any, **_: Any) -> None:
        match model.name:
            case "PutItem" | "UpdateItem" | "DeleteItem":
                self.writes = [(params, 1)]
            case "TransactWriteItems":
                self.writes = [(next(iter(one.values())), 2) for one in params["TransactItems"]]
            case "BatchWriteItem":
                rows = [(table, one) for table, many in params["RequestItems"].items() for one in many]
                self.writes = [({"TableName": table, **next(iter(one.values()))}, 1) for table, one in rows]
            case name:
                self.writes = []
                consistent = "ConsistentRead': True" in str(params)
                self.read = (name, consistent)

    def after(self, parsed: Mapping[str, Any], **_: Any) -> None:
        for params, factor in self.writes:
            self.counted["write units"] += factor * self.units(params)
        if not self.writes:
            self.counted["read units"] += sum(self.read_units(parsed))
        self.writes = []

    def units(self, params: Mapping[str, Any]) -> int:
        """Of one write, once, with its indexes. The row is looked at as it is now."""
        item = params.get("Item")
        if item is None:
            key = {"TableName": params["TableName"], "Key": params["Key"]}
            item = self.peek.get_item(**key, ConsistentRead=True).get("Item", params["Key"])
        kilobytes = ceil(max(size_of(item), 1) / 1024)
        return kilobytes * (1 + sum(key in item for key in INDEXES))

    def read_units(self, parsed: Mapping[str, Any]) -> Iterator[float]:
        assert self.read is not None
        name, consistent = self.read
        weight = 1.0 if consistent else 0.5
        if name in ("Query", "Scan"):
            yield weight * max(ceil(size_of({"all": {"L": [{"M": one} for one in parsed["Items"]]}}) / 4096), 1)
            return
        found = [parsed.get("Item", {})]
        if name == "BatchGetItem":
            found = [one for many in parsed["Responses"].values() for one in many]
        for item in found:
            yield weight * max(ceil(size_of(item) / 4096), 1)


class CountedBlobs:
    """A store whose requests count as puts and gets; a process reads what never changes once, as on AWS."""

    def __init__(self, target: Any, counted: Counter[str]) -> None:
        self._target, self._counted = target, counted
        self._kept: set[str] = set()

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._target, name)

        def call(uri: str, *args: Any, **kwargs: Any) -> Any:
            self._counted["puts"] += name in PUTS
            self._counted["gets"] += name in GETS and uri not in self._kept
            if any(mark in uri for mark in NEVER_CHANGED):
                self._kept.add(uri)
            return method(uri, *args, **kwargs)

        return call
