"""Arguments that several verbs share."""

from __future__ import annotations

from typing import Annotated

import typer

Json = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]
JobName = Annotated[str, typer.Argument(metavar="JOB", help="The job's name, in any case.")]
Team = Annotated[str, typer.Option("--team", help="Work team.")]

DEFAULT_TEAM = "workers"
"""A group of every deployment's user pool."""
