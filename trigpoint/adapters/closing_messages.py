"""SQS messages of tasks to close, as batches of one job: one reading of the job serves them all."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

LAST_RECEIVE = 3
RETRY_SECONDS = 10

Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Batch:
    """Objects of one job. `received` is how often the most often received message came."""

    job: str
    seqs: list[int]
    messages: list[str]
    receipts: list[str]
    received: int
    retry_seconds: int = RETRY_SECONDS

    @property
    def last_try(self) -> bool:
        return self.received >= LAST_RECEIVE


def batches(records: Iterable[Record]) -> Iterator[Batch]:
    """One batch a job and number of receives, so that a first try is never counted as a last one."""
    groups: defaultdict[tuple[str, int], list[tuple[Record, list[int]]]] = defaultdict(list)
    for record in records:
        body = json.loads(record["body"])
        received = int(record["attributes"].get("ApproximateReceiveCount", "1"))
        groups[body["job"], received].append((record, body["seqs"]))
    for (job, received), some in groups.items():
        yield Batch(
            job,
            list(dict.fromkeys(seq for _, seqs in some for seq in seqs)),
            [record["messageId"] for record, _ in some],
            [record["receiptHandle"] for record, _ in some],
            received,
        )
