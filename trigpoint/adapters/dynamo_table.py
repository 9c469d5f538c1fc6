"""DynamoDB in wire items ({"S": ..}, {"N": ..}): the few calls the ledger makes, and their refusals.

The low-level client is used as it is: building items by hand costs a fifth of boto3's resource layer,
and one machine serves these calls in process. Throttling and timeouts are left to botocore's retries.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from botocore.exceptions import ClientError

from trigpoint.domain.errors import Conflict

Item = dict[str, Any]
"""A row as DynamoDB sends it: attribute name to {type: value}."""

ATTEMPTS = 4
"""Transactions that meet on a row exclude each other for milliseconds: worth an immediate retry."""

BATCH = 100


class ConditionFailed(Exception):
    """A condition did not hold. `codes` are the reasons by action, `item` the row if it was sent back."""

    def __init__(self, codes: Sequence[str], item: Item | None = None) -> None:
        super().__init__(", ".join(codes))
        self.codes = codes
        self.item = item

    def failed(self, action: int) -> bool:
        """Whether the condition of this action (0-based) is among those that did not hold."""
        return self.codes[action] == FAILED


FAILED = "ConditionalCheckFailed"


class DynamoTable:
    """One table through a boto3 DynamoDB client."""

    def __init__(self, client: Any, name: str) -> None:
        self.client = client
        self.name = name

    def get(self, key: Item) -> Item | None:
        """A row, read consistently."""
        item: Item | None = self.client.get_item(TableName=self.name, Key=key, ConsistentRead=True).get("Item")
        return item

    def get_many(self, keys: Sequence[Item]) -> list[Item]:
        """Rows that exist among `keys`, read consistently, in any order."""
        found: list[Item] = []
        for start in range(0, len(keys), BATCH):
            left: Any = {self.name: {"Keys": list(keys[start : start + BATCH]), "ConsistentRead": True}}
            while left:
                reply = self.client.batch_get_item(RequestItems=left)
                found += reply["Responses"].get(self.name, [])
                left = reply.get("UnprocessedKeys")
        return found

    def query(self, limit: int | None = None, **query: Any) -> Iterator[Item]:
        """Rows of a query over all its pages, at most `limit`."""
        if limit is not None:
            query["Limit"] = limit
        return islice(self._pages(query), limit)

    def _pages(self, query: dict[str, Any]) -> Iterator[Item]:
        while True:
            reply = self.client.query(TableName=self.name, **query)
            yield from reply["Items"]
            last = reply.get("LastEvaluatedKey")
            if not last:
                return
            query = {**query, "ExclusiveStartKey": last}

    def put(self, item: Item, **condition: Any) -> None:
        """Put a row. Raises ConditionFailed, with the stored row if the table sends it."""
        self._write("put_item", Item=item, ReturnValuesOnConditionCheckFailure="ALL_OLD", **condition)

    def update(self, key: Item, **update: Any) -> Item:
        """Update a row; the row after it. Raises ConditionFailed, with the stored row if it was sent."""
        reply = self._write(
            "update_item",
            Key=key,
            ReturnValues="ALL_NEW",
            ReturnValuesOnConditionCheckFailure="ALL_OLD",
            **update,
        )
        item: Item = reply["Attributes"]
        return item

    def delete(self, key: Item, **condition: Any) -> None:
        """Delete a row, if it is there. Raises ConditionFailed."""
        self._write("delete_item", Key=key, **condition)

    def _write(self, call: str, **arguments: Any) -> Mapping[str, Any]:
        for _ in range(ATTEMPTS):
            try:
                reply: Mapping[str, Any] = getattr(self.client, call)(TableName=self.name, **arguments)
                return reply
            except ClientError as error:
                code = error.response["Error"]["Code"]
                if code == "ConditionalCheckFailedException":
                    item: Any = error.response.get("Item")
                    raise ConditionFailed([FAILED], item) from error
                if code != "TransactionConflictException":
                    raise
        raise _busy()

    def transact(self, *actions: Mapping[str, Any]) -> None:
        """All actions or none, each {"Put" | "Update" | "Delete": {...}} without its table name.

        Raises ConditionFailed with one code an action; Conflict when rows stay locked by others.
        """
        named = [{kind: {"TableName": self.name, **body} for kind, body in one.items()} for one in actions]
        for _ in range(ATTEMPTS):
            try:
                self.client.transact_write_items(TransactItems=named)
            except ClientError as error:
                codes = _reasons(error)
                if FAILED in codes:
                    raise ConditionFailed(codes) from error
            else:
                return
        raise _busy()


def _reasons(error: ClientError) -> list[str]:
    """The code of each action of a cancelled transaction. Re-raises what is no refusal."""
    response: Any = error.response
    codes = [reason.get("Code", "None") for reason in response.get("CancellationReasons", ())]
    cancelled = response["Error"]["Code"] == "TransactionCanceledException"
    if not cancelled or not {*codes} <= {FAILED, "TransactionConflict", "None"}:
        raise error
    return codes


def _busy() -> Conflict:
    return Conflict("Other calls keep the same rows busy.", "Retry in a moment.")
