"""The ledger's table in moto, and jobs to fill it with."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import boto3
from moto import mock_aws

from trigpoint.domain.job import Job, JobSpec
from trigpoint.domain.work import InputPointer, Label, Lease, Outcome, Task, lane_of

NOW = 1_790_000_000.25
WORKER = "us-east-1:a.b#c [0] ü"
LEASE = Lease("t1", NOW + 300)


@contextmanager
def dynamo_table() -> Iterator[tuple[Any, str]]:
    """A client and a table name, in process."""
    with mock_aws():
        client = boto3.client(
            "dynamodb",
            region_name="us-east-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
        )
        keys = ("pk", "sk", "g1pk", "g1sk", "g2pk", "g2sk")
        client.create_table(
            TableName="ledger",
            BillingMode="PAY_PER_REQUEST",
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in keys],
            KeySchema=_schema("pk", "sk"),
            GlobalSecondaryIndexes=[
                _index("GSI1", _schema("g1pk", "g1sk")),
                _index("GSI2", _schema("g2pk", "g2sk")),
            ],
        )
        yield client, "ledger"


def _schema(pk: str, sk: str) -> list[dict[str, str]]:
    return [{"AttributeName": pk, "KeyType": "HASH"}, {"AttributeName": sk, "KeyType": "RANGE"}]


def _index(name: str, schema: list[dict[str, str]]) -> dict[str, Any]:
    return {"IndexName": name, "KeySchema": schema, "Projection": {"ProjectionType": "ALL"}}


def a_job(name: str = "Birds", **fields: Any) -> Job:
    spec = JobSpec(
        "classification", "label", "s3://b/in", "s3://b/out", "s3://b/c", "s3://b/t", "birders", options={"a": "b"}
    )
    return Job(**{"name": name, "spec": spec, "created": NOW, "modified": NOW, "shards": 2, "lanes": 2} | fields)


def a_task(job: Job, seq: int = 1, want: int = 2, **fields: Any) -> Task:
    lane = lane_of(seq, job.lanes)
    return Task(**{
        "job": job.key, "seq": seq, "lane": lane, "want": want, "open": want, "opened": NOW,
        "input": InputPointer(3, 14, 15), "wave": 2,
    } | fields)  # fmt: skip


JOB = a_job(slices=1)
TASK = a_task(JOB)


def a_label(seq: int = TASK.seq, outcome: Outcome = Outcome.LABELLED) -> Label:
    content = {"label": 2, "label-metadata": {"class-name": "crow"}}
    return Label(JOB.key, seq, outcome, NOW, content, 0.9, workers=(WORKER, "b"), wave=2, reason="why")
