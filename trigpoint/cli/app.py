"""`trigpoint`: every verb by name. Our errors end as one red line and exit code 1, bad usage as 2."""

from __future__ import annotations

from typing import Any

import typer
from typer.core import TyperGroup

from trigpoint.cli import (
    autolabel,
    consolidate,
    data,
    doctor,
    down,
    export,
    function,
    jobs,
    keys,
    render,
    reset,
    status,
    stop,
    submit,
    template,
    up,
    usage,
    watch,
    webhook,
    worker,
)
from trigpoint.cli.demo import command as demo
from trigpoint.cli.terminal import complain
from trigpoint.cli.troubles import as_ours, outside_errors
from trigpoint.domain.errors import TrigpointError


class Verbs(TyperGroup):
    """Shows what a verb raised, never a traceback."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except TrigpointError as error:
            complain(error)
        except BrokenPipeError:
            # `trigpoint export ... | head`: typer ends quietly.
            raise
        except outside_errors() as error:
            complain(as_ours(error))
        raise typer.Exit(1)


app = typer.Typer(
    cls=Verbs,
    help="Label data with people: on this machine, or in your own AWS account.",
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
app.command("up")(up.up)
app.command("down")(down.down)
app.command("status")(status.status)
app.command("reset")(reset.reset)
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("submit")(submit.submit)
app.command("watch")(watch.watch)
app.command("jobs")(jobs.jobs)
app.command("stop")(stop.stop)
app.command("export")(export.export)
app.command("consolidate")(consolidate.consolidate)
app.command("render")(render.render)
app.command("usage")(usage.usage)
app.add_typer(autolabel.app, name="autolabel")
app.add_typer(template.app, name="template")
app.add_typer(worker.app, name="worker")
app.add_typer(function.app, name="function")
app.add_typer(data.app, name="data")
app.add_typer(keys.app, name="keys")
app.add_typer(webhook.app, name="webhook")


def main() -> None:
    """The entry point of the `trigpoint` command."""
    app()


if __name__ == "__main__":
    main()
