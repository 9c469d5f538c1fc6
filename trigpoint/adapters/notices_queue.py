"""The queue of notices: one message for each object and listener, so that a retry repeats no other's delivery.

A job's end comes as EventBridge's event of the state change, which a rule puts into the same queue.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from trigpoint.adapters.sqs_queue import MESSAGES_A_CALL, batched
from trigpoint.domain.errors import DeliveryFailed
from trigpoint.domain.notice import Listener, Notice, retry_seconds


class SqsNotices:
    """`ports.Notices`: `SqsNotices(boto3.client("sqs"), queue_url)`."""

    def __init__(self, client: Any, url: str) -> None:
        self._sqs, self._url = client, url

    def send(self, notices: Sequence[Notice]) -> None:
        """Raises DeliveryFailed when the queue did not take them all: the task is closed again, and told again."""
        for some in batched(notices, MESSAGES_A_CALL):
            entries = [{"Id": str(number), "MessageBody": body_of(one)} for number, one in enumerate(some)]
            failed = self._sqs.send_message_batch(QueueUrl=self._url, Entries=entries).get("Failed")
            if failed:
                raise DeliveryFailed(f"the queue of notices refused {len(failed)} of {len(some)}.", "Try again.")

    def postpone(self, delivery: Delivery) -> None:
        """Let it come again after a while that grows with every try."""
        self._sqs.change_message_visibility(
            QueueUrl=self._url, ReceiptHandle=delivery.receipt, VisibilityTimeout=retry_seconds(delivery.received)
        )


@dataclass(frozen=True, slots=True)
class Delivery:
    """A received notice; `received` is the number of this try, from 1."""

    notice: Notice
    message: str
    receipt: str
    received: int


def deliveries(records: Iterable[Mapping[str, Any]]) -> Iterator[Delivery]:
    for record in records:
        received = int(record["attributes"].get("ApproximateReceiveCount", "1"))
        yield Delivery(notice_of(json.loads(record["body"])), record["messageId"], record["receiptHandle"], received)


def body_of(notice: Notice) -> str:
    return json.dumps({"job": notice.job, "listener": notice.listener.value, "seq": notice.seq})


def notice_of(body: Mapping[str, Any]) -> Notice:
    if "detail" in body:
        return Notice(str(body["detail"]["LabelingJobName"]).lower(), Listener.WEBHOOK)
    return Notice(body["job"], Listener(body["listener"]), body["seq"])
