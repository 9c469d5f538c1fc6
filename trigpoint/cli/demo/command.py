"""`trigpoint demo`: two jobs of real data, labelled by a simulated crowd through the portal API."""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, say
from trigpoint.cli.troubles import NotRunning
from trigpoint.domain.errors import BadInput
from trigpoint.domain.places import TABLE

if TYPE_CHECKING:
    from trigpoint.local.place import Place

MOST_OBJECTS = 300
REPORT = "demo-report.json"


def demo(
    leave: Annotated[bool, typer.Option("--exit", help="Stop everything at the end.")] = False,
    objects: Annotated[int, typer.Option("--objects", min=1, max=MOST_OBJECTS, help="Objects of each job.")] = 300,
    seed: Annotated[int, typer.Option("--seed", help="Repeats the choice of objects and the crowd.")] = 1,
    as_json: Json = False,
) -> None:
    """Run two real jobs with eight simulated workers.

    They label 300 handwritten digits and 300 text messages; it shows what came out.

    \b
    Needs a running installation (`trigpoint up --detach`). Writes demo-report.json into TRIGPOINT_HOME.

    \b
    Examples:
      trigpoint demo
      trigpoint demo --exit
      trigpoint demo --objects 20 --seed 7 --json
    """
    from trigpoint.cli.demo.crew import invite_guest
    from trigpoint.cli.demo.run import run
    from trigpoint.cli.demo.show import show, show_addresses

    place = running_place()
    to = connection.open_connection()
    found = run(to, place.home / "demo", objects, seed, quiet=as_json)
    write_report(place, found.report())
    if as_json:
        put_json(found.report())
    else:
        show(found)
        show_addresses(place, invite_guest(to))
    finish(place, leave=leave, quiet=as_json)
    if any(one.standing.status != "Completed" for one in found.outcomes):
        raise typer.Exit(1)


def running_place() -> Place:
    """Raises NotRunning, BadInput."""
    from trigpoint.local import launcher

    if TABLE in os.environ:
        raise BadInput("the demo runs on this machine only.", f"Unset {TABLE}.")
    place = connection.here()
    if not launcher.status(place)["running"]:
        raise NotRunning(f"nothing runs in {place.home}.", NotRunning.fix_up)
    return place


def write_report(place: Place, report: dict[str, Any]) -> None:
    (place.home / REPORT).write_text(json.dumps(report, indent=1) + "\n")


def finish(place: Place, *, leave: bool, quiet: bool) -> None:
    """Stop at once with `leave`; else at Ctrl-C, where there is a terminal that could send it."""
    from trigpoint.local import launcher

    if leave:
        launcher.stop(place)
    elif sys.stdin.isatty() and not quiet:
        say("Everything stays up. Ctrl-C stops it.", "bold")
        wait_for_interrupt()
        launcher.stop(place)
        say("Stopped.")
    elif not quiet:
        say("Everything stays up. `trigpoint down` stops it.", "bold")


def wait_for_interrupt() -> None:
    try:
        threading.Event().wait()
    except KeyboardInterrupt:
        say()
