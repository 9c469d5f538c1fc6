"""Write the part of botocore's SageMaker model that the control API answers, into trigpoint/formats.

Run it after botocore was renewed (`python scripts/extract_model.py`); a test compares the file with the
installed botocore. Documentation is left out; names, types, limits, patterns and enums stay as they are.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import botocore.session

TARGET = Path(__file__).resolve().parent.parent / "trigpoint" / "formats" / "sagemaker_model.json"
OPERATIONS = (
    "CreateLabelingJob",
    "DescribeLabelingJob",
    "StopLabelingJob",
    "ListLabelingJobs",
    "ListLabelingJobsForWorkteam",
    "CreateWorkteam",
    "DescribeWorkteam",
    "UpdateWorkteam",
    "DeleteWorkteam",
    "ListWorkteams",
    "CreateWorkforce",
    "DescribeWorkforce",
    "UpdateWorkforce",
    "DeleteWorkforce",
    "ListWorkforces",
    "DescribeSubscribedWorkteam",
    "ListSubscribedWorkteams",
    "CreateHumanTaskUi",
    "DescribeHumanTaskUi",
    "DeleteHumanTaskUi",
    "ListHumanTaskUis",
    "RenderUiTemplate",
    "AddTags",
    "ListTags",
    "DeleteTags",
)
"""All of Ground Truth but the flow definitions of Augmented AI."""

DROPPED = ("documentation", "box", "locationName")


def extract() -> dict[str, Any]:
    """{"operations": {name: {"input", "output", "errors"}}, "shapes": {name: shape}}."""
    model = botocore.session.get_session().get_service_data("sagemaker")
    operations = {name: signature(model["operations"][name]) for name in OPERATIONS}
    wanted = [shape for one in operations.values() for shape in (one["input"], one["output"]) if shape]
    shapes: dict[str, Any] = {}
    while wanted:
        name = wanted.pop()
        if name not in shapes:
            shapes[name] = bare(model["shapes"][name])
            wanted += references(shapes[name])
    return {"operations": operations, "shapes": dict(sorted(shapes.items()))}


def signature(operation: dict[str, Any]) -> dict[str, Any]:
    return {
        "input": operation["input"]["shape"],
        "output": operation.get("output", {}).get("shape"),
        "errors": [error["shape"] for error in operation.get("errors", [])],
    }


def bare(shape: dict[str, Any]) -> dict[str, Any]:
    """The shape without its documentation; references to other shapes as their names."""
    kept = {key: value for key, value in shape.items() if key not in DROPPED}
    for key in ("member", "key", "value"):
        if key in kept:
            kept[key] = kept[key]["shape"]
    if "members" in kept:
        kept["members"] = {name: member["shape"] for name, member in kept["members"].items()}
    return kept


def references(shape: dict[str, Any]) -> list[str]:
    return [*shape.get("members", {}).values(), *(shape[key] for key in ("member", "key", "value") if key in shape)]


def text() -> str:
    """One shape a line, so that a renewal shows in a diff."""
    extracted = extract()
    parts = [
        f' "{part}": {{\n'
        + ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in extracted[part].items())
        + "\n }"
        for part in ("operations", "shapes")
    ]
    return "{\n" + ",\n".join(parts) + "\n}\n"


if __name__ == "__main__":
    TARGET.write_text(text())
