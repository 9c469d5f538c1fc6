"""SQS as the queue of tasks to close: ids only, so that losing a message costs a sweep and no data."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

SEQS_A_MESSAGE = 50
MESSAGES_A_CALL = 10
LONGEST_DELAY = 900

T = TypeVar("T")


def batched(items: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    return (items[start : start + size] for start in range(0, len(items), size))


class SqsQueue:
    def __init__(self, client: Any, url: str) -> None:
        self._sqs, self._url = client, url

    def send(self, job: str, seqs: Sequence[int], delay: int = 0) -> None:
        bodies = [json.dumps({"job": job, "seqs": list(some)}) for some in batched(seqs, SEQS_A_MESSAGE)]
        for group in batched(bodies, MESSAGES_A_CALL):
            late = {"DelaySeconds": min(delay, LONGEST_DELAY)} if delay else {}
            entries = [{"Id": str(number), "MessageBody": body, **late} for number, body in enumerate(group)]
            self._sqs.send_message_batch(QueueUrl=self._url, Entries=entries)

    def postpone(self, receipt: str, seconds: int) -> None:
        self._sqs.change_message_visibility(QueueUrl=self._url, ReceiptHandle=receipt, VisibilityTimeout=seconds)
