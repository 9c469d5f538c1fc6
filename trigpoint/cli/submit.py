"""`trigpoint submit`: a job of a folder of images or videos, or a file of texts, in one go."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import DEFAULT_TEAM, Json, Team
from trigpoint.cli.terminal import put_json, say
from trigpoint.domain.errors import BadInput

if TYPE_CHECKING:
    from trigpoint.cli.dataset import Dataset
    from trigpoint.cli.submission import Order
    from trigpoint.domain.job import Instant, Job

STAMP = "%Y%m%d-%H%M%S"


Source = Annotated[
    Path,
    typer.Argument(metavar="PATH", exists=True, help="Folder of images or videos, .csv, .txt, or .jsonl manifest."),
]
Labels = Annotated[str, typer.Option("--labels", help="Categories, comma between them.")]
Kind = Annotated[
    str, typer.Option("--type", metavar="TYPE", help="Task type, such as bounding-box; one category by default.")
]
Name = Annotated[str, typer.Option("--name", help="Job name; the path's and the time by default.")]
Workers = Annotated[int, typer.Option("--workers", min=1, max=9, help="Answers an object.")]
TaskSeconds = Annotated[int, typer.Option("--task-seconds", min=30, help="Time for one task.")]
Title = Annotated[str, typer.Option("--title", help="What workers see in their list.")]
Attribute = Annotated[str, typer.Option("--attribute", help="Key of the label; the job's name by default.")]
Column = Annotated[str, typer.Option("--column", help="Column of a .csv that holds the text.")]
UndoSeconds = Annotated[
    int, typer.Option("--undo-seconds", min=0, max=900, help="How long workers may take an answer back.")
]
AutoTarget = Annotated[
    float,
    typer.Option("--auto-target", min=0, max=0.999, help="Let a model label what is certified this right, as 0.95."),
]


def submit(
    path: Source,
    labels: Labels,
    kind: Kind = "",
    team: Team = DEFAULT_TEAM,
    name: Name = "",
    workers: Workers = 3,
    task_seconds: TaskSeconds = 300,
    title: Title = "",
    attribute: Attribute = "",
    column: Column = "text",
    undo_seconds: UndoSeconds = 30,
    auto_target: AutoTarget = 0.0,
    as_json: Json = False,
) -> None:
    """Start a job of images, videos or texts in one go.

    Uploads them, writes categories, recipe and manifest, and waits until the job has begun.

    \b
    Examples:
      trigpoint submit ./photos --labels cat,dog
      trigpoint submit texts.csv --labels spam,ham --workers 5 --team reviewers
      trigpoint submit objects.jsonl --labels yes,no --name birds-2 --json
      trigpoint submit texts.csv --labels spam,ham --auto-target 0.95
      trigpoint submit ./streets --type bounding-box --labels car,person
      trigpoint submit output.manifest --type verification-bounding-box --labels good,bad
    """
    from trigpoint.cli.dataset import dataset
    from trigpoint.cli.kinds import kind_of
    from trigpoint.cli.people import check_team
    from trigpoint.cli.pushing import data_uri
    from trigpoint.cli.submission import Order, await_job, place_order

    to = connection.open_connection()
    job_name = checked_name(name, path, to.ports.clock.now())
    chosen, of = split_labels(labels), kind_of(kind)
    order = Order(
        job_name, chosen, check_team(team), workers, task_seconds, title, attribute, undo_seconds, of, auto_target
    )
    data = dataset(path, data_uri(job_name, to.deployment), column)
    source = place_order(order, data, to.ports, to.deployment, quiet=as_json)
    job = await_job(job_name, source, to.ports, to.deployment)
    check_begun(job)
    if as_json:
        put_json(summary(order, data, job))
    else:
        tell(order, job, to.portal)


def checked_name(name: str, path: Path, now: Instant) -> str:
    """The job's name, of path and time where none is given. Raises RecipeError for one Ground Truth would refuse."""
    from trigpoint.cli.submission import name_from
    from trigpoint.formats.job_request import check_job_name

    return check_job_name(name or name_from(path.resolve().stem, datetime.fromtimestamp(now, UTC).strftime(STAMP)))


def split_labels(text: str) -> tuple[str, ...]:
    return tuple(label.strip() for label in text.split(",") if label.strip())


def check_begun(job: Job) -> None:
    """Raises BadInput with the reason of a job that failed before anybody was asked."""
    if job.failure:
        raise BadInput(f"job {job.name} failed: {job.failure}", "Correct it, then submit under another name.")


def summary(order: Order, data: Dataset, job: Job) -> dict[str, Any]:
    return {
        "job": job.name,
        "status": str(job.status),
        "taskType": job.spec.task_type,
        "objects": job.total or data.objects,
        "categories": list(order.labels),
        "team": order.team,
        "labelAttribute": job.spec.label_attribute,
        "manifest": job.spec.manifest,
        "output": job.spec.output,
    }


def tell(order: Order, job: Job, portal: str) -> None:
    say(f"Job {job.name} has begun: {job.total} objects, {order.workers} answers each, work team {order.team}.")
    say("What next:")
    say(f"  trigpoint worker invite you@example.com --team {order.team}    invites a person who labels")
    say(f"  {portal}    is where they sign in")
    say(f"  trigpoint watch {job.name}    shows how far it is")
    say(f"  trigpoint export {job.name} --format csv    writes the labels when it has ended")
