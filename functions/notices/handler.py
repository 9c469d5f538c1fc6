"""In: an SQS batch whose bodies are {"job", "listener", "seq"} of a labelled object, or EventBridge's event of a
job's state change. Out: {"batchItemFailures": [{"itemIdentifier"}]}, so that only failed deliveries come again.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from trigpoint.adapters.aws_clients import client
from trigpoint.adapters.connect import connect
from trigpoint.adapters.listeners import connect_listeners
from trigpoint.adapters.logs import log_trouble
from trigpoint.adapters.notices_queue import Delivery, SqsNotices, deliveries
from trigpoint.domain import places
from trigpoint.domain.errors import TrigpointError
from trigpoint.usecases.deliver_notice import deliver_notice

AT_ONCE = 10

ports, deployment = connect()
listeners = connect_listeners()
queue = SqsNotices(client("sqs"), os.environ[places.NOTICES_QUEUE])


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    received = list(deliveries(event["Records"]))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        done = list(pool.map(delivered, received))
    failed = [one.message for one, came in zip(received, done, strict=True) if not came]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def delivered(delivery: Delivery) -> bool:
    notice = delivery.notice
    try:
        deliver_notice(notice, delivery.received, ports, deployment, listeners)
    except TrigpointError as error:
        log_trouble(error, job=notice.job, seq=notice.seq, listener=notice.listener, received=delivery.received)
        queue.postpone(delivery)
        return False
    return True
