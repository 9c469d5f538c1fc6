"""What the benchmarks share: an installation of their own, people who are signed in, processes' memory and CPU."""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from trigpoint.cli.connection import Connection, open_connection
from trigpoint.cli.people import People, first_password, sign_in
from trigpoint.cli.submission import BUILT_INS
from trigpoint.local import launcher
from trigpoint.local.place import Place
from trigpoint.testing.loopback import free_ports

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True, slots=True)
class Usage:
    """CPU seconds and resident MB of a process and its children."""

    cpu: float
    resident: float


@contextmanager
def installation() -> Iterator[tuple[Place, Connection]]:
    """A fresh one-machine installation, stopped and removed at the end. It is the one of this process meanwhile."""
    before = dict(os.environ)
    with tempfile.TemporaryDirectory(prefix="trigpoint-bench-") as folder:
        place = Place(Path(folder) / "home", *free_ports(3))
        os.environ["TRIGPOINT_HOME"] = str(place.home)
        os.environ["TRIGPOINT_PORTS"] = f"{place.emulator_port},{place.listener_port},{place.frame_port}"
        launcher.start(place, detach=True, report=lambda _line: None)
        try:
            yield place, open_connection()
        finally:
            launcher.stop(place)
            os.environ.clear()
            os.environ.update(before)


def tokens(to: Connection, count: int, team: str = "bench") -> list[str]:
    """Access tokens of `count` workers of one team, invited and signed in."""
    from trigpoint.adapters.aws_clients import client

    cognito = client("cognito-idp")
    people = People(cognito, to.user_pool)
    found = []
    for number in range(count):
        person = people.invite(f"bench-{number}@example.com", team, first_password())
        found.append(sign_in(cognito, to.client_id, person.username, f"Bench-pass-{number}", person.password))
    return found


def submit_texts(to: Connection, job: str, objects: int, workers: int) -> None:
    """Drop a text job with `objects` lines, `workers` answers each, for team `bench`."""
    labels = {"labels": [{"label": "spam"}, {"label": "ham"}]}
    deployment, blobs = to.deployment, to.ports.blobs
    categories = deployment.uri(f"data/{job}/categories.json")
    blobs.write(categories, json.dumps(labels).encode())
    recipe = {
        "LabelAttributeName": "label",
        "OutputConfig": {"S3OutputPath": deployment.uri("output")},
        "LabelCategoryConfigS3Uri": categories,
        "HumanTaskConfig": {
            "WorkteamArn": "bench",
            "PreHumanTaskLambdaArn": f"{BUILT_INS}PRE-TextMultiClass",
            "AnnotationConsolidationConfig": {"AnnotationConsolidationLambdaArn": f"{BUILT_INS}ACS-TextMultiClass"},
            "NumberOfHumanWorkersPerDataObject": workers,
            "TaskTimeLimitInSeconds": 300,
        },
    }
    blobs.write(deployment.recipe(job), json.dumps(recipe).encode())
    lines = b"".join(json.dumps({"source": f"text number {n}"}).encode() + b"\n" for n in range(objects))
    blobs.write(deployment.upload(job, job), lines)


def server_processes(place: Place) -> list[int]:
    """The emulator's process of this home, and its children."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment, command = (folder / "environ").read_bytes(), (folder / "cmdline").read_bytes()
        except OSError:
            continue
        if f"TRIGPOINT_HOME={place.home}".encode() in environment and b"trigpoint.local.serve" in command:
            found.append(int(folder.name))
    return found


def usage(pids: list[int]) -> Usage:
    cpu = resident = 0.0
    for pid in pids:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        cpu += (int(fields[11]) + int(fields[12])) / TICKS
        resident += int(fields[21]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return Usage(cpu, resident)


def percentile(values: list[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else float("nan")


def row(cells: list[Any], widths: list[int]) -> str:
    return "  ".join(str(cell).rjust(width) for cell, width in zip(cells, widths, strict=True))
