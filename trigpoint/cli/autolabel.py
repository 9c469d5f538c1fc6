"""`trigpoint autolabel`: what automated labeling would do with objects whose labels are known."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from time import process_time
from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli.autolabel_predict import predict
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import console, put_json, put_table

if TYPE_CHECKING:
    from trigpoint.autolabel.loop import Run
    from trigpoint.autolabel.plan import Options
    from trigpoint.autolabel.report import Figures
    from trigpoint.cli.autolabel_table import Table

app = typer.Typer(help="Automated labeling with a certified error.", no_args_is_help=True, rich_markup_mode=None)
app.command("predict")(predict)

DataFile = Annotated[Path, typer.Argument(metavar="DATA", help="CSV with text,label or text,labels; or .npz with x,y.")]
Target = Annotated[float, typer.Option("--target", help="Accuracy promised for machine labels.")]
Seeds = Annotated[int, typer.Option("--seeds", min=1, help="Number of runs, each with another random sample.")]
Confidence = Annotated[float, typer.Option("--confidence", help="How surely the promise is kept.")]
Budget = Annotated[float, typer.Option("--budget", help="Share of the objects that people may label.")]
Audited = Annotated[int, typer.Option("--audit", min=0, help="Machine labels that people check first.")]


@app.command("simulate")
def simulate(
    data: DataFile,
    target: Target = 0.95,
    seeds: Seeds = 20,
    confidence: Confidence = 0.95,
    budget: Budget = 0.40,
    audit: Audited = 0,
    as_json: Json = False,
) -> None:
    """Replay automated labeling on a labelled file: how much could the machine label, and is the promise kept?

    DATA is a CSV with the columns text and label, or an .npz with x (images, or one vector an object) and y. Several
    categories an object: a column labels (red|round), or a y with a column of 0 and 1 for each; accuracy is then that
    of the worst category.
    Figures are means over the runs; a violation is a run whose machine labels, all together, miss the target.

    \b
    Examples:
      trigpoint autolabel simulate messages.csv
      trigpoint autolabel simulate digits.npz --target 0.99 --seeds 100 --json
    """
    from trigpoint.autolabel.plan import Options
    from trigpoint.autolabel.report import exact_sets, figures
    from trigpoint.cli.autolabel_table import read

    options = Options(target, confidence, budget, audit)
    checked(options)
    began = process_time()
    table = read(data)
    reading = process_time() - began
    warn(len(table.truth), options)
    runs = replays(table, options, seeds)
    cost = reading + (process_time() - began - reading) / seeds
    found = figures(runs, table.truth, target, cost)
    exact = {"exact_sets": exact_sets(runs, table.truth)} if table.many else {}
    put_json(asdict(found) | exact) if as_json else show(data, found, len(table.truth), seeds, exact)


def checked(options: Options) -> None:
    """Wrong options are told before a large file is read. Raises BadInput."""
    from trigpoint.autolabel.plan import FEWEST_OBJECTS, laid_out

    laid_out(FEWEST_OBJECTS, options)


def warn(objects: int, options: Options) -> None:
    from trigpoint.autolabel.plan import laid_out, shortfall

    note = shortfall(laid_out(objects, options), options)
    if note:
        console(stderr=True).print(f"Note: {note}", style="yellow")


def replays(table: Table, options: Options, seeds: int) -> list[Run]:
    import numpy as np
    from rich.progress import track

    from trigpoint.autolabel.loop import replay

    shown, k = console(stderr=True), len(table.categories)
    return [
        replay(table.features, table.truth, k, options, np.random.default_rng(seed), many=table.many)
        for seed in track(range(seeds), "Runs", console=shown, transient=True, disable=not shown.is_terminal)
    ]


def show(data: Path, found: Figures, objects: int, seeds: int, exact: Mapping[str, float | None]) -> None:
    def share(value: float | None) -> str:
        return "-" if value is None else f"{value:.4f}"

    missed = f"{round(found.violations * seeds)} of {seeds} runs missed the target"
    rows = [
        ("coverage", share(found.coverage), "share of objects labelled by the machine"),
        ("true_accuracy", share(found.true_accuracy), "of the machine labels"),
        ("violations", f"{found.violations:.2f}", missed),
        ("human_labels", f"{found.human_labels:.0f}", f"of {objects} objects"),
        ("certified_bound", share(found.certified_bound), "accuracy that is promised"),
        ("cpu_seconds", f"{found.cpu_seconds:.1f}", "of one run"),
        *((name, share(value), "of the machine labels, right in every category") for name, value in exact.items()),
    ]
    put_table(f"{data.name}: means over {seeds} runs", ("figure", "value>", "meaning"), rows)
