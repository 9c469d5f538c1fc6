"""boto3 clients and the mapping of their errors into ours."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

from trigpoint.domain.errors import NotFound

_MISSING = frozenset({"NoSuchKey", "404", "NoSuchVersion", "NotFound", "NoSuchBucket"})

TRIES = {"sagemaker-runtime": 2, "lambda": 1}
"""Calls in all. An endpoint that hangs is given up a minute at a time, and our own function must outlast all of it. A
Lambda is never called again while it may still work: `LambdaFunctions` tells the two apart."""

PATIENCE, CONNECT = 60, {"lambda": 5}
"""Seconds of silence until a call is given up, if nothing else is said, and until there is a connection."""


@lru_cache(maxsize=16)
def client(service: str, patience: int = PATIENCE) -> Any:
    """One client a service and process: standard retries, connections kept."""
    config = Config(
        retries={"mode": "standard", "total_max_attempts": TRIES.get(service, 6)},
        read_timeout=patience,
        connect_timeout=CONNECT.get(service, 60),
        max_pool_connections=32,
        signature_version="s3v4" if service == "s3" else None,
        s3={"addressing_style": "path"} if service == "s3" else None,
    )
    return boto3.client(service, config=config)


def error_code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))


@contextmanager
def missing_as_not_found(what: str) -> Iterator[None]:
    """Turns AWS's several words for a missing object into NotFound."""
    try:
        yield
    except ClientError as error:
        if error_code(error) in _MISSING:
            raise NotFound(f"{what} does not exist.", "Check the address, then upload it.") from error
        raise
