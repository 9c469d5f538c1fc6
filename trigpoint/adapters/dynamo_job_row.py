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
    """The whole row with its index keys. `team_key` and `job_key` stay, so that a job can serve again."""
    wired = {name: field_out(name, getattr(job, name)) for name in TYPES}
    item: Item = {**job_key(job.key), **{name: wire for name, wire in wired.items() if wire}}
    item |= {"g1pk": status_key(job.status), "g1sk": text(f"{job.created:017.6f}#{job.key}")}
    item |= {"team_key": team_key(job.spec), "job_key": text(job.key)}
    if job.status.serves:
        item |= {"g2pk": item["team_key"], "g2sk": item["job_key"]}
    return item


def job_in(item: Item) -> Job:
    """The job of an item; fields that an older row lacks take their defaults."""
    return Job(**{name: IN[kind](item[name]) for name, kind in TYPES.items() if name in item})


def job_update(put: Mapping[str, Any], add: Mapping[str, int], expect: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of an update of the job row: its expressions, with their names and values."""
    wired = {name: field_out(name, value) for name, value in put.items()}
    values = {f":p_{name}": wire for name, wire in wired.items() if wire}
    values |= {f":a_{name}": number(step) for name, step in add.items()}
    values |= {f":e_{name}": wire for name, value in expect.items() if (wire := field_out(name, value))}
    indexed, dropped, more = _index_change(put)
    parts = {
        "SET": [f"#{name} = :p_{name}" for name, wire in wired.items() if wire] + indexed,
        "REMOVE": [f"#{name}" for name, wire in wired.items() if wire is None] + dropped,
        "ADD": [f"#{name} :a_{name}" for name in add],
    }
    expression = " ".join(f"{verb} {', '.join(terms)}" for verb, terms in parts.items() if terms)
    names = {f"#{name}": name for name in (*put, *add, *expect)}
    optional = {
        "UpdateExpression": expression,
        "ExpressionAttributeNames": names,
        "ExpressionAttributeValues": values | more,
    }
    condition = " AND ".join(["attribute_exists(pk)", *map(_holds, expect, expect.values())])
    return {"ConditionExpression": condition, **{name: part for name, part in optional.items() if part}}


def _holds(name: str, value: Any) -> str:
    return f"attribute_not_exists(#{name})" if value is None else f"#{name} = :e_{name}"


def _index_change(put: Mapping[str, Any]) -> tuple[list[str], list[str], dict[str, Wire]]:
    """What a new status or spec does to the index keys: terms to set, to remove, and their values."""
    sets, removes, values = [], [], {}
    if "spec" in put:
        sets.append("team_key = :team")
        values[":team"] = team_key(put["spec"])
    if "status" in put:
        sets.append("g1pk = :g1pk")
        values[":g1pk"] = status_key(put["status"])
        if put["status"].serves:
            sets += [f"g2pk = {':team' if 'spec' in put else 'team_key'}", "g2sk = job_key"]
        else:
            removes = ["g2pk", "g2sk"]
    return sets, removes, values
