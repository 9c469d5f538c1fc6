"""Log lines as JSON on standard output: ids and reasons, never a customer's data or a secret."""

from __future__ import annotations

import json
import sys
from typing import Any

from trigpoint.domain.errors import TrigpointError


def log_trouble(error: TrigpointError, **ids: Any) -> None:
    line = {"level": "WARNING", "code": error.code, "message": error.message, **ids}
    sys.stdout.write(json.dumps(line, default=str) + "\n")
