"""Worker-response files: what each worker said about one object (facts: ground-truth 3.2)."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from typing import Any

from trigpoint.domain.work import Answer
from trigpoint.formats.timestamps import worker_time


def private_worker_id(worker: str, region: str) -> str:
    """Ground Truth's form of a private worker's id: `private.<region>.<16 hex>`."""
    return f"private.{region}.{hashlib.sha256(worker.encode()).hexdigest()[:16]}"


def worker_response(
    answers: Sequence[Answer],
    *,
    worker_id: Callable[[str], str] = str,
    issuer: str | None = None,
) -> dict[str, Any]:
    """The file's content, answers in the order given.

    `issuer` is the identity provider's address; without it the answers carry no identity.
    """
    return {"answers": [answer_entry(answer, worker_id, issuer) for answer in answers]}


def answer_entry(answer: Answer, worker_id: Callable[[str], str], issuer: str | None) -> dict[str, Any]:
    entry: dict[str, Any] = {
        "acceptanceTime": worker_time(answer.accepted),
        "answerContent": dict(answer.content),
        "submissionTime": worker_time(answer.submitted),
        "timeSpentInSeconds": round(answer.submitted - answer.accepted, 3),
        "workerId": worker_id(answer.worker),
    }
    if issuer is not None:
        entry["workerMetadata"] = {
            "identityData": {"identityProviderType": "Cognito", "issuer": issuer, "sub": answer.worker}
        }
    return entry
