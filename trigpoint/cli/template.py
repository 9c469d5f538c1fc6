"""`trigpoint template`: look over worker templates before a job uses them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table, say
from trigpoint.domain.errors import BadInput

if TYPE_CHECKING:
    from trigpoint.formats.template_lint import Finding

app = typer.Typer(help="Look over worker templates before a job uses them.", no_args_is_help=True)
COLUMNS = ("file", "line>", "column>", "severity", "code", "what", "what to do")

Files = Annotated[list[Path], typer.Argument(metavar="FILE…", exists=True, dir_okay=False, help="Worker templates.")]
AllowHosts = Annotated[str, typer.Option("--allow-hosts", metavar="HOSTS", help="Outside hosts the job will allow.")]


@app.callback()
def template() -> None:
    """Look over worker templates before a job uses them."""


@app.command("lint")
def lint(
    files: Files,
    allow_hosts: AllowHosts = "",
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
    as_json: Json = False,
) -> None:
    """Say what is wrong with worker templates, where, and what to do.

    Exit code 0 without errors (with --strict: without warnings), 1 with some. A job with a template that has errors
    is refused; warnings are what Ground Truth would have run too.

    \b
    Examples:
      trigpoint template lint my.liquid.html
      trigpoint template lint templates/*.html --strict
      trigpoint template lint chart.html --allow-hosts cdn.jsdelivr.net --json
    """
    from trigpoint.formats.template_lint import Severity
    from trigpoint.formats.template_lint import lint as findings_of

    hosts = checked_hosts(allow_hosts)
    found = {path: findings_of(text_of(path), hosts) for path in files}
    if as_json:
        put_json([{"file": str(path), "findings": [one.as_dict() for one in all_]} for path, all_ in found.items()])
    else:
        show(found)
    severities = {one.severity for all_ in found.values() for one in all_}
    if Severity.ERROR in severities or (strict and severities):
        raise typer.Exit(1)


def checked_hosts(text: str) -> tuple[str, ...]:
    """Raises BadInput naming the word that is no host name."""
    from trigpoint.domain.allow_list import hosts_of

    try:
        return hosts_of(text)
    except ValueError as error:
        raise BadInput(
            f"--allow-hosts: {error}.", "Write plain names, such as cdn.example.com,*.example.org."
        ) from error


def text_of(path: Path) -> str:
    """Raises BadInput for a file that is not UTF-8."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput(f"{path} is not UTF-8: {error}.", "Save it as UTF-8.") from error


def show(found: dict[Path, tuple[Finding, ...]], *, stderr: bool = False) -> None:
    rows = [
        (path, one.line, one.column, one.severity.value, one.code, one.message, one.fix)
        for path, findings in found.items()
        for one in findings
    ]
    if rows:
        put_table("Findings", COLUMNS, rows, stderr=stderr)
    else:
        say(f"{len(found)} template{'s' if len(found) > 1 else ''}: nothing found.")
