"""What goes wrong outside our own error tree, in its words; and waiting out a restart."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from trigpoint.domain.errors import TrigpointError

PATIENCE_SECONDS = 60.0
PAUSE_SECONDS = 0.5

T = TypeVar("T")


class NotRunning(TrigpointError):
    """Nothing answers at the address of this installation."""

    code = "NotRunning"
    fix_up = "Start it with `trigpoint up --detach`."


class AwsTrouble(TrigpointError):
    """AWS, or the embedded one, refused a call."""

    code = "AwsTrouble"


class FileTrouble(TrigpointError):
    """A file of this machine cannot be read or written."""

    code = "FileTrouble"


def aws_errors() -> tuple[type[Exception], ...]:
    """Named only once something was raised: botocore would double the start-up time."""
    from botocore.exceptions import BotoCoreError, ClientError

    return BotoCoreError, ClientError


def outside_errors() -> tuple[type[Exception], ...]:
    return (*aws_errors(), OSError)


def as_ours(error: Exception) -> TrigpointError:
    """An AWS or operating system error as one of our tree."""
    if unreachable(error):
        return NotRunning(f"nothing answers: {error}.", NotRunning.fix_up)
    if isinstance(error, OSError):
        return FileTrouble(f"{error}.", "Check the path and its permissions.")
    return AwsTrouble(f"{error}.", "Check the account, Region and permissions; `trigpoint doctor` checks this machine.")


def unreachable(error: Exception) -> bool:
    """Whether the other side is away and may come back."""
    from botocore.exceptions import ClientError, ConnectionError, HTTPClientError

    if isinstance(error, ClientError):
        return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)) >= 500
    return isinstance(error, ConnectionError | HTTPClientError | ConnectionRefusedError)


def patiently(
    call: Callable[[], T],
    *,
    seconds: float = PATIENCE_SECONDS,
    clock: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> T:
    """The call's result, tried again while the other side is away, for at most `seconds`."""
    until = clock() + seconds
    while True:
        try:
            return call()
        except aws_errors() as error:
            if not unreachable(error) or clock() > until:
                raise
        sleep(PAUSE_SECONDS)
