"""What a customer's pre-annotation function gets and gives back (facts: ground-truth 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import FunctionReplyError

EVENT_VERSION = "2018-10-16"
FIX = 'Return {"taskInput": {...}, "isHumanAnnotationRequired": true}.'
HUMAN_KEYS = ("isHumanAnnotationRequired", "humanAnnotationRequired")


@dataclass(frozen=True, slots=True)
class PreReply:
    """The template's `task.input`, and whether people are asked at all (else: skipped)."""

    task_input: Mapping[str, Any]
    human_required: bool = True


def pre_event(job_arn: str, line: Mapping[str, Any]) -> dict[str, Any]:
    return {"version": EVENT_VERSION, "labelingJobArn": job_arn, "dataObject": dict(line)}


def parse_pre_reply(reply: Any, seq: int) -> PreReply:
    """Both key names and both kinds of truth are in the field: booleans and strings.

    Raises FunctionReplyError naming the object.
    """
    if not isinstance(reply, dict):
        raise bad_reply(seq, "a reply that is not a JSON object")
    required = human_required(reply, seq)
    task_input = reply.get("taskInput")
    if not required and task_input is None:
        return PreReply({}, False)
    if not isinstance(task_input, dict):
        raise bad_reply(seq, "no taskInput" if task_input is None else "a taskInput that is not an object")
    return PreReply(task_input, required)


def human_required(reply: Mapping[str, Any], seq: int) -> bool:
    for key in HUMAN_KEYS:
        if key in reply:
            return truth(reply[key], key, seq)
    return True


def truth(value: Any, key: str, seq: int) -> bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, str) and value.strip().lower() in ("true", "false"):
        return value.strip().lower() == "true"
    raise bad_reply(seq, f"{key} = {value!r}")


def bad_reply(seq: int, what: str) -> FunctionReplyError:
    return FunctionReplyError(f"Object {seq}: the pre-annotation function returned {what}.", FIX)
