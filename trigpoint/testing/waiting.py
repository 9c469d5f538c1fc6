"""Waiting for what another process decides: it is asked again until it holds, never assumed, and not for ever."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

EVERY_SECONDS = 0.05


def wait_until(condition: Callable[[], Any], what: str, seconds: float = 60.0) -> Any:
    """The first true value of the condition. Raises AssertionError naming what did not happen."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if value := condition():
            return value
        time.sleep(EVERY_SECONDS)
    raise AssertionError(f"{what} did not happen within {seconds:g} s")
