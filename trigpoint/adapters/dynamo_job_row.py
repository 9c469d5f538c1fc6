"""The job row <-> wire item. Every field of `Job` is an attribute of its name, so that conditions and
counters can name it; the spec is one JSON string."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import Any

from trigpoint.adapters.dynamo_table import Item
from trigpoint.domain.job import Cursor, Job, JobSpec, JobStatus

Wire = dict[str, str]


def text(value: str) -> Wire:
    return {"S": value}


def number(value: float) -> Wire:
    """A number; floats are written so that reading them gives the same float."""
    return {"N": repr(value)}


def _spec_out(spec: JobSpec) -> Wire:
    return text(json.dumps({**asdict(spec), "options": dict(spec.options)}, separators=(",", ":")))


def _cursor_in(value: Wire) -> Cursor:
    slice_, _, position = value["S"].partition(".")
    return Cursor(int(slice_), int(position))


OUT: Mapping[str, Callable[[Any], Wire]] = {
    "str": text,
    "str | None": text,
    "int": number,
    "Instant": number,
    "JobStatus": lambda status: text(status.value),
    "JobSpec": _spec_out,
    "Cursor": lambda cursor: text(f"{cursor.slice}.{cursor.position}"),
}
IN: Mapping[str, Callable[[Wire], Any]] = {
    "str": lambda wire: wire["S"],
    "str | None": lambda wire: wire["S"],
    "int": lambda wire: int(wire["N"]),
    "Instant": lambda wire: float(wire["N"]),
    "JobStatus": lambda wire: JobStatus(wire["S"]),
    "JobSpec": lambda wire: JobSpec(**json.loads(wire["S"])),
    "Cursor": _cursor_in,
}
TYPES = {field.name: str(field.type) for field in fields(Job)}


def field_out(name: str, value: Any) -> Wire | None:
    """A field's attribute; None stands for an attribute that is absent."""
    return None if value is None else OUT[TYPES[name]](value)


def job_key(key: str) -> Item:
    return {"pk": text(f"J#{key}"), "sk": text("META")}


def status_key(status: JobStatus) -> Wire:
    """GSI1 partition: jobs by status."""
    return text(f"JOBS#{status.value}")


def team_key(spec: JobSpec) -> Wire:
    """GSI2 partition: jobs of a work team that serve tasks."""
    return text(f"TEAM#{spec.team}")


def job_out(job: Job) -> Item:
    """The whole row with its index keys. `team_key` is kept so that a job can serve again."""
    wired = {name: field_out(name, getattr(job, name)) for name in TYPES}
    item: Item = {**job_key(job.key), **{name: wire for name, wire in wired.items() if wire}}
    item |= {"g1pk": status_key(job.status), "g1sk": text(f"{job.created:017.6f}#{job.key}")}
    item["team_key"] = team_key(job.spec)
    if job.status.serves:
        item |= {"g2pk": item["team_key"], "g2sk": text(job.key)}
    return item


def job_in(item: Item) -> Job:
    """The job of an item; fields that an older row lacks take their defaults."""
    return Job(**{name: IN[kind](item[name]) for name, kind in TYPES.items() if name in item})


def job_update(put: Mapping[str, Any], add: Mapping[str, int], expect: Mapping[str, Any]) -> dict[str, Any]:
    """Update expression, condition, names and values of a change to the job row."""
    wired = {name: field_out(name, value) for name, value in put.items()}
    wired |= _index_keys(put)
    known = {name: wire for name, wire in wired.items() if wire}
    sets = [f"#{name} = :{name}" for name in known]
    if getattr(put.get("status"), "serves", False):
        sets += ["g2pk = team_key", "g2sk = :g2sk"] if "spec" not in put else []
    removes = [f"#{name}" for name, wire in wired.items() if wire is None]
    adds = [f"#{name} :add_{name}" for name in add]
    parts = (("SET", sets), ("REMOVE", removes), ("ADD", adds))
    return {
        "UpdateExpression": " ".join(f"{verb} {', '.join(terms)}" for verb, terms in parts if terms),
        "ConditionExpression": " AND ".join(["attribute_exists(pk)", *map(_holds, expect.items())]),
        "names": {f"#{name}": name for name in (*wired, *add, *expect)},
        "values": known,
    }


def _holds(expected: tuple[str, Any]) -> str:
    name, value = expected
    return f"attribute_not_exists(#{name})" if value is None else f"#{name} = :expect_{name}"


def _index_keys(put: Mapping[str, Any]) -> dict[str, Wire | None]:
    return {}
