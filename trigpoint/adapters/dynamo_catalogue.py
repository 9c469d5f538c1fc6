"""The control API's documents and tags in the ledger's table.

C#<kind>            <name>        a document, as JSON
C#TAGS#<resource>   TAG#<key>     one tag of a resource that is no job; a job's tags lie beside its row
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from trigpoint.adapters.dynamo_job_row import job_key, text
from trigpoint.adapters.dynamo_listings import TAG, tag_out, tags_in
from trigpoint.adapters.dynamo_table import ConditionFailed, DynamoTable, Item
from trigpoint.domain.control import Kind
from trigpoint.domain.errors import Refused

LONGEST_NAME = 128
"""No document of ours has a longer name, and a key of DynamoDB may be neither empty nor very long."""

JOB_RESOURCE = "labeling-job/"


class DynamoCatalogue:
    """`ports.Catalogue`: `DynamoCatalogue(boto3.client("dynamodb"), table_name)`."""

    def __init__(self, client: Any, table: str) -> None:
        self._table = DynamoTable(client, table)

    def create(self, kind: Kind, name: str, document: Mapping[str, Any]) -> None:
        try:
            self._table.put(_out(kind, name, document), ConditionExpression="attribute_not_exists(pk)")
        except ConditionFailed as error:
            raise Refused(f"there is a {kind.value} named {name}.", "Choose another name.") from error

    def put(self, kind: Kind, name: str, document: Mapping[str, Any]) -> None:
        self._table.put(_out(kind, name, document))

    def get(self, kind: Kind, name: str) -> dict[str, Any] | None:
        item = self._table.get(_key(kind, name)) if 0 < len(name) <= LONGEST_NAME else None
        return _in(item) if item else None

    def all(self, kind: Kind) -> list[dict[str, Any]]:
        return [_in(item) for item in self._under({"pk": text(f"C#{kind.value}")}, "")]

    def delete(self, kind: Kind, name: str) -> bool:
        there = self._table.get(_key(kind, name)) is not None
        self._table.delete(_key(kind, name))
        return there

    def tags(self, resource: str) -> dict[str, str]:
        return tags_in(self._under(_tags_key(resource), TAG))

    def put_tags(self, resource: str, tags: Mapping[str, str]) -> None:
        puts = [{"Put": {"Item": _tags_key(resource) | tag_out(key, value)}} for key, value in tags.items()]
        if puts:
            self._table.transact(*puts)

    def delete_tags(self, resource: str, keys: Iterable[str]) -> None:
        gone = [_tags_key(resource) | {"sk": text(f"{TAG}{key}")} for key in dict.fromkeys(keys)]
        if gone:
            self._table.transact(*({"Delete": {"Key": key}} for key in gone))

    def _under(self, partition: Item, prefix: str) -> list[Item]:
        values = {":pk": partition["pk"]} | ({":prefix": text(prefix)} if prefix else {})
        return list(
            self._table.query(
                KeyConditionExpression="pk = :pk" + (" AND begins_with(sk, :prefix)" if prefix else ""),
                ExpressionAttributeValues=values,
                ConsistentRead=True,
            )
        )


def _key(kind: Kind, name: str) -> Item:
    return {"pk": text(f"C#{kind.value}"), "sk": text(name.lower())}


def _out(kind: Kind, name: str, document: Mapping[str, Any]) -> Item:
    return {**_key(kind, name), "document": text(json.dumps(document, ensure_ascii=False))}


def _in(item: Item) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(item["document"]["S"])
    return document


def _tags_key(resource: str) -> Item:
    """The partition of a resource's tags, as {"pk"}."""
    if resource.startswith(JOB_RESOURCE):
        return {"pk": job_key(resource.removeprefix(JOB_RESOURCE))["pk"]}
    return {"pk": text(f"C#TAGS#{resource}")}
