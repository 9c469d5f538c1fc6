"""In: an SQS batch whose bodies are {"job", "seqs": [object id]}, or {"step": "refit" | "close_window", "job"} of
the machine. Out: {"batchItemFailures": [{"itemIdentifier"}]} so that only failed messages come again;
{"revised": n}; {"discarded": n}.
"""

from __future__ import annotations

import json
from typing import Any

from trigpoint.adapters.connect import connect
from trigpoint.adapters.logs import log_trouble
from trigpoint.domain.errors import TrigpointError
from trigpoint.usecases.close_window import close_window
from trigpoint.usecases.consolidate_objects import consolidate_objects
from trigpoint.usecases.refit import refit

ports, deployment = connect()
LAST_RECEIVE = 3
RETRY_SECONDS = 10


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    match event.get("step"):
        case "close_window":
            return {"discarded": close_window(event["job"], ports, deployment)}
        case "refit":
            return {"revised": refit(event["job"], ports, deployment)}
    failed = [record["messageId"] for record in event["Records"] if not consolidated(record)]
    return {"batchItemFailures": [{"itemIdentifier": message} for message in failed]}


def consolidated(record: dict[str, Any]) -> bool:
    body = json.loads(record["body"])
    received = int(record["attributes"].get("ApproximateReceiveCount", "1"))
    try:
        last = received >= LAST_RECEIVE
        consolidate_objects(body["job"], body["seqs"], ports, deployment, last_try=last)
    except TrigpointError as error:
        log_trouble(error, job=body["job"], seqs=body["seqs"], received=received)
        ports.queue.postpone(record["receiptHandle"], RETRY_SECONDS)
        return False
    return True
