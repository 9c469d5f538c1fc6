"""Service keys in the ledger's table: one partition `K#`, one row a key.

The leading key `K#` is granted to the control API alone, and a row holds its secret encrypted with the
deployment's KMS key under the key's own id. A secret leaves this module only inside a ServiceKey, which
hides it from repr and so from every log line.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from trigpoint.adapters.dynamo_job_row import number, text
from trigpoint.adapters.dynamo_table import ConditionFailed, DynamoTable, Item
from trigpoint.adapters.kms_secrets import KmsSecrets
from trigpoint.domain.errors import Conflict, NotFound
from trigpoint.domain.service_key import Role, ServiceKey

PARTITION = "K#"
CONTEXT = "service-key"
"""Name of the encryption context; its value is the key's id."""

SEALED = "sealed"


class ServiceKeys:
    """`ServiceKeys(boto3.client("dynamodb"), table_name, secrets)`."""

    def __init__(self, client: Any, table: str, secrets: KmsSecrets) -> None:
        self._table, self._secrets = DynamoTable(client, table), secrets

    def create(self, key: ServiceKey) -> None:
        """Raises Conflict when the id is taken."""
        sealed = self._secrets.seal(key.secret, {CONTEXT: key.id})
        try:
            self._table.put(_out(key, sealed), ConditionExpression="attribute_not_exists(pk)")
        except ConditionFailed as error:
            raise Conflict(f"there is a service key {key.id}.", "Create the key again.") from error

    def get(self, key: str) -> ServiceKey | None:
        """The key with its secret. A row from before secrets were encrypted counts as none."""
        item = self._table.get(_key(key))
        if not item or SEALED not in item:
            return None
        return replace(_in(item), secret=self._secrets.open(item[SEALED]["S"], {CONTEXT: item["sk"]["S"]}))

    def all(self) -> list[ServiceKey]:
        """Every key, oldest first, without its secret."""
        items = self._table.query(
            KeyConditionExpression="pk = :pk", ExpressionAttributeValues={":pk": text(PARTITION)}, ConsistentRead=True
        )
        return sorted(map(_in, items), key=lambda key: (key.created, key.id))

    def delete(self, key: str) -> None:
        """Raises NotFound."""
        if self._table.get(_key(key)) is None:
            raise NotFound(f"there is no service key {key}.", "See `trigpoint keys list`.")
        self._table.delete(_key(key))


def _key(key: str) -> Item:
    return {"pk": text(PARTITION), "sk": text(key or "-")}


def _out(key: ServiceKey, sealed: str) -> Item:
    return {
        **_key(key.id),
        SEALED: text(sealed),
        "role": text(key.role.value),
        "name": text(key.name),
        "created": number(key.created),
    }


def _in(item: Item) -> ServiceKey:
    return ServiceKey(
        id=item["sk"]["S"],
        secret="",
        role=Role(item["role"]["S"]),
        name=item["name"]["S"],
        created=float(item["created"]["N"]),
    )
