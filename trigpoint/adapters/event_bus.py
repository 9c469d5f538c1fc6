"""EventBridge as the `Events` port: Ground Truth's detail under our own source (AWS reserves aws.*)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

SOURCE = "trigpoint"
DETAIL_TYPE = "SageMaker Ground Truth Labeling Job State Change"


class EventBus:
    def __init__(self, client: Any, bus: str) -> None:
        self._events, self._bus = client, bus

    def announce(self, detail: Mapping[str, Any]) -> None:
        entry = {"Source": SOURCE, "DetailType": DETAIL_TYPE, "Detail": json.dumps(detail), "EventBusName": self._bus}
        self._events.put_events(Entries=[entry])
