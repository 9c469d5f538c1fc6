"""The real clock and real randomness."""

from __future__ import annotations

import random
import secrets
import time

from trigpoint.domain.job import Instant


class SystemClock:
    def now(self) -> Instant:
        return time.time()


class SystemIds:
    def token(self) -> str:
        return secrets.token_urlsafe(12)

    def draw(self, bound: int) -> int:
        return random.randrange(bound)
