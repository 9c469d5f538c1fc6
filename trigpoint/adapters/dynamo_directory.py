"""Jobs as the control API shows them: one query for a job, one query and one batch for a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.adapters.dynamo_job_row import job_in, job_key, status_key, text
from trigpoint.adapters.dynamo_listings import (
    REQUEST,
    created_place,
    partition,
    request_in,
    request_key,
    tags_in,
)
from trigpoint.adapters.dynamo_table import DynamoTable, Item
from trigpoint.domain.control import JobQuery, JobRequest, ListedJob, Listing
from trigpoint.domain.errors import NotFound
from trigpoint.domain.job import JobStatus

FILTERED_ROWS = 1000
"""Listing rows looked at in one query that filters: far below DynamoDB's megabyte a page."""

LAST = "\U0010ffff"


class DynamoDirectory:
    """`control.JobDirectory`: `DynamoDirectory(boto3.client("dynamodb"), table_name)`."""

    def __init__(self, client: Any, table: str) -> None:
        self._table = DynamoTable(client, table)

    def entry(self, key: str) -> ListedJob:
        items = list(
            self._table.query(
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": job_key(key)["pk"]},
                ConsistentRead=True,
            )
        )
        rows = {item["sk"]["S"]: item for item in items}
        if "META" not in rows:
            raise NotFound(f"There is no labeling job {key}.", "Check the name.")
        asked = request_in(rows.get(REQUEST, {}), tags_in(items))
        return ListedJob(job_in(rows["META"]), asked or uploaded(tags_in(items)))

    def page(self, query: JobQuery, after: str, limit: int) -> tuple[list[ListedJob], str]:
        found, following = self._rows(query, after, limit)
        keys = [item["job_key" if query.listing is Listing.STATUS else "job"]["S"] for item in found]
        if query.listing is Listing.STATUS:
            return self._with_requests(query, found, keys), following
        rows = {item["job_key"]["S"]: item for item in self._table.get_many([job_key(key) for key in keys])}
        listed = zip(keys, found, strict=True)
        return [ListedJob(job_in(rows[key]), request_in(item)) for key, item in listed if key in rows], following

    def _with_requests(self, query: JobQuery, found: Sequence[Item], keys: Sequence[str]) -> list[ListedJob]:
        rows = {item["pk"]["S"]: item for item in self._table.get_many([request_key(key) for key in keys])}
        listed = [ListedJob(job_in(item), request_in(rows.get(item["pk"]["S"], {}))) for item in found]
        return [one for one in listed if not query.owner or (one.request and one.request.owner == query.owner)]

    def _rows(self, query: JobQuery, after: str, limit: int) -> tuple[list[Item], str]:
        """Rows of the listing and the place of the last one looked at, if more may follow."""
        reply = self._table.client.query(TableName=self._table.name, **arguments(query, after, limit))
        sort_key = "g1sk" if query.listing is Listing.STATUS else "sk"
        items: list[Item] = reply["Items"]
        if len(items) > limit:
            return items[:limit], str(items[limit - 1][sort_key]["S"])
        last = reply.get("LastEvaluatedKey")
        return items, str(last[sort_key]["S"]) if last else ""


def uploaded(tags: Mapping[str, str]) -> JobRequest | None:
    """What stands for the request of an upload that was tagged later."""
    return JobRequest({}, tags=tags) if tags else None


def arguments(query: JobQuery, after: str, limit: int) -> dict[str, Any]:
    """The arguments of the listing's query."""
    by_status = query.listing is Listing.STATUS
    pk, sk = ("g1pk", "g1sk") if by_status else ("pk", "sk")
    low, high = bounds(query, after)
    values = {
        ":pk": status_key(JobStatus(query.part)) if by_status else partition(query.listing, query.part),
        ":low": text(low),
        ":high": text(high),
    }
    conditions = {}
    if query.contains:
        conditions[":contains"] = f"contains({'job_key' if by_status else 'job'}, :contains)"
        values[":contains"] = text(query.contains.lower())
    if query.owner and not by_status:
        conditions[":owner"] = "#owner = :owner"
        values[":owner"] = text(query.owner)
    optional = {
        "IndexName": "GSI1" if by_status else "",
        "FilterExpression": " AND ".join(conditions.values()),
        "ExpressionAttributeNames": {"#owner": "owner"} if ":owner" in conditions else {},
    }
    return {
        "KeyConditionExpression": f"{pk} = :pk AND {sk} BETWEEN :low AND :high",
        "ExpressionAttributeValues": values,
        "ScanIndexForward": not query.descending,
        "Limit": FILTERED_ROWS if conditions else limit,
        **{name: value for name, value in optional.items() if value},
    }


def bounds(query: JobQuery, after: str) -> tuple[str, str]:
    """The first and last sort key wanted, both included. The place `after` itself is left out."""
    if query.listing is Listing.NAME:
        low, high = " ", LAST
    else:
        low, high = created_place(query.created_from), created_place(query.created_until, LAST)
    if after and query.descending:
        high = just_before(after)
    elif after:
        low = f"{after} "
    return (low, high) if low <= high else (low, low)


def just_before(place: str) -> str:
    """A key below `place` and above every key of ours that is smaller: job keys hold only [a-z0-9-]."""
    return place[:-1] + chr(ord(place[-1]) - 1) + LAST
