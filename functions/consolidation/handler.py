"""In: an SQS batch whose bodies are {"job", "seqs": [object id]}, or {"step": "refit" | "close_window", "job"} of
the machine. Out: {"batchItemFailures": [{"itemIdentifier"}]} so that only failed messages come again;
{"revised": n}; {"discarded": n}.
"""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.closing_messages import Batch, batches
from trigpoint.adapters.connect import connect
from trigpoint.adapters.logs import log_trouble
from trigpoint.domain.errors import TrigpointError
from trigpoint.usecases.close_window import close_window
from trigpoint.usecases.consolidate_objects import consolidate_objects
from trigpoint.usecases.refit import refit

ports, deployment = connect()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    match event.get("step"):
        case "close_window":
            return {"discarded": close_window(event["job"], ports, deployment)}
        case "refit":
            return {"revised": refit(event["job"], ports, deployment)}
    failed = [batch for batch in batches(event["Records"]) if not consolidated(batch)]
    return {"batchItemFailures": [{"itemIdentifier": one} for batch in failed for one in batch.messages]}


def consolidated(batch: Batch) -> bool:
    try:
        consolidate_objects(batch.job, batch.seqs, ports, deployment, last_try=batch.last_try)
    except TrigpointError as error:
        log_trouble(error, job=batch.job, seqs=batch.seqs, received=batch.received)
        for receipt in batch.receipts:
            ports.queue.postpone(receipt, batch.retry_seconds)
        return False
    return True
