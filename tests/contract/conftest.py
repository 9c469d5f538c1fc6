"""Each contract test runs over the memory ledger and over DynamoDB's wire protocol in moto."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from ledger_table import JOB, TASK, dynamo_table

from trigpoint.adapters.dynamo_ledger import DynamoLedger
from trigpoint.domain.job import Cursor
from trigpoint.domain.work import Shard
from trigpoint.ports import Ledger
from trigpoint.testing.memory_ledger import MemoryLedger


@pytest.fixture(params=["memory", "dynamo"])
def ledger(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    if request.param == "memory":
        yield MemoryLedger()
        return
    with dynamo_table() as (client, table):
        yield DynamoLedger(client, table)


@pytest.fixture
def open_ledger(ledger: Ledger) -> Ledger:
    """A job with one task in its window."""
    ledger.create_job(JOB)
    ledger.put_shards(JOB.key, [Shard(0, 0, 100, 500), Shard(1, 100, 120, 3)])
    ledger.open_tasks(JOB.key, Cursor(), Cursor(0, 1), [TASK])
    return ledger
