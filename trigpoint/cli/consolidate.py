"""`trigpoint consolidate`: labels from a file of answers, without a job."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, say

if TYPE_CHECKING:
    from trigpoint.cli.consolidate_outcome import Outcome

SINGLE = ("classification", "image_multi_class", "text_multi_class", "video_multi_class")
"""Task types whose answers are one category: they come as CSV."""

AnswersFile = Annotated[Path, typer.Argument(metavar="ANSWERS", help="CSV with task,worker,label; or JSON Lines.")]
TaskType = Annotated[str, typer.Option("--task-type", help="What was asked, such as bounding_box.")]
MethodName = Annotated[str, typer.Option("--method", help="panel, modified-dawid-skene or majority.")]
TruthFile = Annotated[
    Path | None,
    typer.Option("--truth", help="CSV with task,label; or JSON Lines: how right was it?"),
]
GoldFile = Annotated[Path | None, typer.Option("--gold", help="CSV with task,label: labels known beforehand.")]
Categories = Annotated[str, typer.Option("--categories", help="Separated by commas; those that occur by default.")]
OutFile = Annotated[Path | None, typer.Option("--out", help="Write the labels: CSV, or JSON Lines for other types.")]
PlotFile = Annotated[Path | None, typer.Option("--plot", help="Write a report for the browser.")]


def consolidate(
    answers: AnswersFile,
    truth: TruthFile = None,
    task_type: TaskType = "classification",
    method: MethodName = "panel",
    out: OutFile = None,
    plot: PlotFile = None,
    gold: GoldFile = None,
    categories: Categories = "",
    as_json: Json = False,
) -> None:
    """Merge the answers of several workers into one label an object, with its confidence.

    No job and no server are needed. Single categories come as CSV with the columns task, worker and label. Every other
    task type comes as JSON Lines, {"task": ..., "worker": ..., "answer": {...}}, the answer as its template submits it.

    \b
    Examples:
      trigpoint consolidate answers.csv
      trigpoint consolidate answers.csv --out labels.csv --plot report.html
      trigpoint consolidate answers.csv --truth truth.csv --method modified-dawid-skene --json
      trigpoint consolidate boxes.jsonl --task-type bounding_box --categories Cat,Dog --out labels.jsonl
    """
    from trigpoint.cli.consolidate_outcome import Wanted, of_categories
    from trigpoint.cli.consolidate_types import of_type

    named = tuple(part.strip() for part in categories.split(",") if part.strip())
    wanted = Wanted(answers, truth, gold, named, method)
    outcome: Outcome = of_categories(wanted) if task_type in SINGLE else of_type(wanted, task_type)
    write(outcome, out, plot)
    if as_json:
        put_json(outcome.as_dict())
    else:
        show(outcome, out, plot)


def write(outcome: Outcome, out: Path | None, plot: Path | None) -> None:
    if out:
        outcome.write_labels(out)
    if plot:
        from trigpoint.cli.consolidate_report import page

        plot.write_text(page(outcome), encoding="utf-8")


def show(outcome: Outcome, out: Path | None, plot: Path | None) -> None:
    for warning in outcome.warnings:
        say(f"Note: {warning}", "yellow")
    outcome.show()
    if out:
        say(f"Labels: {out}")
    if plot:
        say(f"Report: {plot}")
