"""SageMaker's own model of our operations, extracted from botocore (scripts/extract_model.py)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

Shape = Mapping[str, Any]
"""A shape as the model writes it: type, min, max, pattern, enum, required, members by shape name."""


@cache
def model() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text())
    return found


def shape(name: str) -> Shape:
    found: Shape = model()["shapes"][name]
    return found


def operations() -> Mapping[str, Any]:
    """{name: {"input": shape name, "output": shape name or None, "errors": [...]}}"""
    found: Mapping[str, Any] = model()["operations"]
    return found


def input_of(operation: str) -> str:
    return str(operations()[operation]["input"])


def output_of(operation: str) -> str | None:
    found: str | None = operations()[operation]["output"]
    return found
