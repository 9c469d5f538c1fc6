"""In: {"step": "train", "job"} of the machine, {"step": "label", "job", "group"} of its map.
Out: {"next": people | label, "bucket", "key"}; {"labelled": n}.
"""

from __future__ import annotations

from typing import Any

from trigpoint.adapters.connect import connect
from trigpoint.usecases.label_by_machine import label_by_machine
from trigpoint.usecases.train_model import train_model

ports, deployment = connect()


def handler(event: dict[str, Any], _context: object) -> dict[str, Any]:
    match event["step"]:
        case "train":
            return train_model(event["job"], ports, deployment)
        case "label":
            return {"labelled": label_by_machine(event["job"], event["group"], ports, deployment)}
        case other:
            raise ValueError(f"autolabel has no step {other!r}")
