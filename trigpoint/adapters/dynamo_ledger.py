"""`ports.Ledger` on one DynamoDB table (keys: `dynamo_rows`; index GSI1 jobs by status, GSI2 open jobs
of a work team, both projecting all attributes).

IAM: GetItem, BatchGetItem, Query, PutItem, UpdateItem, DeleteItem, ConditionCheckItem on the table,
Query on its indexes. Nothing here scans.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from trigpoint.adapters.dynamo_job_row import number
from trigpoint.adapters.dynamo_jobs import ABSENT, in_time_order
from trigpoint.adapters.dynamo_people import DynamoPeople
from trigpoint.adapters.dynamo_rows import (
    answer_in,
    done_out,
    label_in,
    label_out,
    object_key,
    shard_key,
    task_key,
    usage_in,
    usage_key,
    usage_out,
)
from trigpoint.adapters.dynamo_table import ConditionFailed
from trigpoint.domain.errors import Conflict
from trigpoint.domain.work import Answer, Label, Task, UsageRecord, shard_of
from trigpoint.ledger.usage import PARTITIONS


class DynamoLedger(DynamoPeople):
    """The whole ledger: `DynamoLedger(boto3.client("dynamodb"), table_name)`."""

    def seal(self, task: Task) -> bool:
        try:
            self.table.update(
                task_key(task.job, task.seq, task.lane),
                UpdateExpression="SET #Z = :yes",
                ConditionExpression="#D = :done",
                ExpressionAttributeNames={"#Z": "Z", "#D": "D"},
                ExpressionAttributeValues={":yes": {"BOOL": True}, ":done": done_out(task)},
            )
        except ConditionFailed:
            return False
        return True

    def answers(self, job: str, seq: int) -> list[Answer]:
        pk = shard_key(job, shard_of(seq))["pk"]
        return in_time_order(map(answer_in, self._objects(pk, f"O#{seq:09d}#A#")))

    def put_label(self, label: Label) -> Label:
        try:
            self.table.put(label_out(label), ConditionExpression=ABSENT)
        except ConditionFailed as error:
            if error.item:
                return label_in(error.item)
            return self._stored(label)
        return label

    def _stored(self, label: Label) -> Label:
        stored = self.label(label.job, label.seq)
        if stored is None:
            raise Conflict(f"The label of object {label.seq} of job {label.job} came and went.", "Retry.")
        return stored

    def label(self, job: str, seq: int) -> Label | None:
        item = self.table.get(object_key(job, seq, "L"))
        return label_in(item) if item else None

    def put_usage(self, record: UsageRecord) -> None:
        try:
            self.table.put(usage_out(record), ConditionExpression=ABSENT)
        except ConditionFailed:
            return

    def close_task(self, label: Label, lane: int) -> bool:
        row = {"Key": task_key(label.job, label.seq, lane), "ConditionExpression": "attribute_exists(pk)"}
        try:
            self.table.transact({"Delete": row}, _tally(label, unopened=0))
        except ConditionFailed:
            return False
        return True

    def discard_task(self, job: str, seq: int, lane: int) -> None:
        self.table.delete(task_key(job, seq, lane))

    def close_unopened(self, label: Label) -> bool:
        put = {"Item": label_out(label), "ConditionExpression": ABSENT}
        try:
            self.table.transact({"Put": put}, _tally(label, unopened=1))
        except ConditionFailed:
            return False
        return True

    def revise_label(self, label: Label) -> bool:
        try:
            self.table.put(
                label_out(label),
                ConditionExpression="n = :before",
                ExpressionAttributeValues={":before": number(label.revision - 1)},
            )
        except ConditionFailed:
            return False
        return True

    def usage(self, month: str) -> Iterator[UsageRecord]:
        for partition in range(PARTITIONS):
            items = self.table.query(
                KeyConditionExpression="pk = :pk",
                ExpressionAttributeValues={":pk": usage_key(month, partition)},
            )
            yield from map(usage_in, items)


def _tally(label: Label, unopened: int) -> dict[str, Any]:
    """One more ended object in the label's shard."""
    return {
        "Update": {
            "Key": shard_key(label.job, label.shard),
            "UpdateExpression": "ADD #outcome :one, #unopened :unopened, #machine :machine",
            "ExpressionAttributeNames": {
                "#outcome": label.outcome.value,
                "#unopened": "unopened",
                "#machine": "machine",
            },
            "ExpressionAttributeValues": {
                ":one": number(1),
                ":unopened": number(unopened),
                ":machine": number(int(label.by_machine)),
            },
        }
    }
