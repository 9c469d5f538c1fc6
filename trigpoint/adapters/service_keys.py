"""Service keys in the ledger's table: one partition `K#`, one row a key.

The table is encrypted at rest and its leading key `K#` is granted to the control API alone. A secret
leaves this module only inside a ServiceKey, which hides it from repr and so from every log line.
"""

from __future__ import annotations

import threading
from typing import Any

from trigpoint.adapters.dynamo_job_row import number, text
from trigpoint.adapters.dynamo_table import ConditionFailed, DynamoTable, Item
from trigpoint.domain.errors import Conflict, NotFound
from trigpoint.domain.job import Instant
from trigpoint.domain.service_key import Role, ServiceKey
from trigpoint.ports import Clock

KEPT_SECONDS = 10.0
"""How long a deleted key may still be honoured by a warm function."""

PARTITION = "K#"


class ServiceKeys:
    """`ServiceKeys(boto3.client("dynamodb"), table_name)`."""

    def __init__(self, client: Any, table: str) -> None:
        self._table = DynamoTable(client, table)

    def create(self, key: ServiceKey) -> None:
        """Raises Conflict when the id is taken."""
        try:
            self._table.put(_out(key), ConditionExpression="attribute_not_exists(pk)")
        except ConditionFailed as error:
            raise Conflict(f"there is a service key {key.id}.", "Create the key again.") from error

    def get(self, key: str) -> ServiceKey | None:
        item = self._table.get(_key(key))
        return _in(item) if item else None

    def all(self) -> list[ServiceKey]:
        """Every key, oldest first."""
        items = self._table.query(
            KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": text(PARTITION)}, ConsistentRead=True
        )
        return sorted(map(_in, items), key=lambda key: (key.created, key.id))

    def delete(self, key: str) -> None:
        """Raises NotFound."""
        if self._table.get(_key(key)) is None:
            raise NotFound(f"there is no service key {key}.", "See `trigpoint keys list`.")
        self._table.delete(_key(key))


class KeptKeys:
    """Keys found lately, so that a client that polls costs one read in `KEPT_SECONDS`. Unknown ids are not kept."""

    def __init__(self, keys: ServiceKeys, clock: Clock) -> None:
        self._keys, self._clock = keys, clock
        self._kept: dict[str, tuple[Instant, ServiceKey]] = {}
        self._lock = threading.Lock()

    def get(self, key: str) -> ServiceKey | None:
        now = self._clock.now()
        with self._lock:
            until, kept = self._kept.get(key, (0.0, None))
        if kept is not None and now < until:
            return kept
        fresh = self._keys.get(key)
        with self._lock:
            if fresh is None:
                self._kept.pop(key, None)
            else:
                self._kept[key] = (now + KEPT_SECONDS, fresh)
        return fresh


def _key(key: str) -> Item:
    return {"pk": text(PARTITION), "sk": text(key or "-")}


def _out(key: ServiceKey) -> Item:
    return {
        **_key(key.id),
        "secret": text(key.secret),
        "role": text(key.role.value),
        "name": text(key.name),
        "created": number(key.created),
    }


def _in(item: Item) -> ServiceKey:
    return ServiceKey(
        id=item["sk"]["S"],
        secret=item["secret"]["S"],
        role=Role(item["role"]["S"]),
        name=item["name"]["S"],
        created=float(item["created"]["N"]),
    )
