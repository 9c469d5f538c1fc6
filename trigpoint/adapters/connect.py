"""The adapters of a deployment, built from the environment by one function."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from trigpoint.adapters.aws_clients import PATIENCE, client
from trigpoint.adapters.dynamo_ledger import DynamoLedger
from trigpoint.adapters.event_bus import EventBus
from trigpoint.adapters.kept_blobs import KeptBlobs
from trigpoint.adapters.lambda_functions import LambdaFunctions
from trigpoint.adapters.model_endpoints import CustomerCode
from trigpoint.adapters.notices_queue import SqsNotices
from trigpoint.adapters.sqs_queue import SqsQueue
from trigpoint.adapters.step_functions import StepFunctions
from trigpoint.adapters.system import SystemClock, SystemIds
from trigpoint.domain import places
from trigpoint.domain.limits import Limits
from trigpoint.ports import Ports


def connect(environment: Mapping[str, str] = os.environ) -> tuple[Ports, places.Deployment]:
    """Ports and deployment. Raises KeyError naming the variable that is not set, ValueError for wrong limits."""
    ports = Ports(
        ledger=DynamoLedger(client("dynamodb"), environment[places.TABLE]),
        blobs=_blobs(client("s3")),
        queue=SqsQueue(client("sqs"), environment[places.CLOSING_QUEUE]),
        workflow=StepFunctions(client("stepfunctions"), environment[places.MACHINE]),
        functions=CustomerCode(_lambdas(environment), lambda: client("sagemaker-runtime")),
        events=EventBus(client("events"), environment[places.EVENT_BUS]),
        clock=SystemClock(),
        ids=SystemIds(),
        notices=_notices(environment.get(places.NOTICES_QUEUE, "")),
    )
    return ports, deployment(environment)


def _notices(url: str) -> SqsNotices | None:
    return SqsNotices(client("sqs"), url) if url else None


def _lambdas(environment: Mapping[str, str]) -> LambdaFunctions:
    return LambdaFunctions(client("lambda", int(environment.get(places.PATIENCE) or PATIENCE)))


@lru_cache(maxsize=4)
def _blobs(s3: Any) -> KeptBlobs:
    """One memory a client, and so a process, whatever number of functions it runs."""
    return KeptBlobs(s3)


def deployment(environment: Mapping[str, str]) -> places.Deployment:
    buckets = environment.get(places.ALLOWED_BUCKETS, "").split(",")
    return places.Deployment(
        bucket=environment[places.BUCKET],
        region=environment["AWS_REGION"],
        account=environment[places.MACHINE].split(":")[4],
        allowed_buckets=frozenset(name for name in buckets if name),
        limits=Limits.parse(environment.get(places.LIMITS, "")),
        most_at_length=int(environment.get(places.MOST_AT_LENGTH) or 0),
    )
