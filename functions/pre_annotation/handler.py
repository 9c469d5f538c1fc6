"""In: {"step": "prepare_slice", "job", "wave", "slice"}, one item of the machine's map.
Out: {"slice", "prepared": number of objects that go to people}.
"""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.connect import connect
from trigpoint.usecases.prepare_slice import prepare_slice

ports, deployment = connect()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    prepared = prepare_slice(event["job"], event["wave"], event["slice"], ports, deployment)
    return {"slice": event["slice"], "prepared": prepared}
