"""`trigpoint webhook`: addresses that are told of labelled objects and of jobs that end."""

from __future__ import annotations

import re
import secrets
from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table, say
from trigpoint.domain import places
from trigpoint.domain.errors import BadInput
from trigpoint.domain.notice import Webhook
from trigpoint.formats.timestamps import worker_time

if TYPE_CHECKING:
    from trigpoint.adapters.webhooks import Webhooks

app = typer.Typer(help="Who is told of labels as they are made.", no_args_is_help=True, rich_markup_mode=None)

NAME = re.compile(r"[a-zA-Z0-9](-*[a-zA-Z0-9]){0,62}")
Name = Annotated[str, typer.Argument(metavar="NAME", help="The webhook's name, as jobs give it in a tag.")]


def register(to: connection.Connection) -> Webhooks:
    from trigpoint.adapters.dynamo_catalogue import DynamoCatalogue
    from trigpoint.adapters.webhooks import Webhooks

    catalogue = DynamoCatalogue(connection.aws("dynamodb"), to.setting(places.TABLE))
    return Webhooks(catalogue, connection.secrets(to))


@app.command("add")
def add(
    name: Name,
    url: Annotated[str, typer.Argument(metavar="URL", help="https://...; on one machine also http://localhost:...")],
    as_json: Json = False,
) -> None:
    """Register an address. Its signing secret is shown once.

    A job with the tag trigpoint:webhook=NAME tells it of every labelled object and of its end.

    \b
    Examples:
      trigpoint webhook add training https://example.com/labels?team=birds
      trigpoint webhook add dev http://localhost:9000/ --json
    """
    from trigpoint.adapters.web_address import check_url

    to = connection.open_connection()
    if not NAME.fullmatch(name):
        raise BadInput(f"{name!r} is no name of a webhook.", "Use up to 63 letters, digits and hyphens.")
    check_url(url, loopback=to.place is not None)
    hook = Webhook(name, url, secrets.token_urlsafe(30), to.ports.clock.now())
    register(to).create(hook)
    if as_json:
        put_json({"name": hook.name, "url": hook.url, "secret": hook.secret})
        return
    say(f"Webhook {name} is registered; name it in a job's tag trigpoint:webhook.")
    say(f"Signing secret: {hook.secret}")


@app.command("list")
def list_webhooks(as_json: Json = False) -> None:
    """List webhooks, without their secrets.

    \b
    Examples:
      trigpoint webhook list
    """
    hooks = register(connection.open_connection()).all()
    if as_json:
        put_json([{"name": hook.name, "url": hook.url, "created": hook.created} for hook in hooks])
    else:
        rows = [(hook.name, hook.url, worker_time(hook.created)) for hook in hooks]
        put_table("Webhooks", ("name", "address", "created"), rows)


@app.command("delete")
def delete(name: Name) -> None:
    """Delete a webhook. What was not delivered yet ends in the dead letter queue.

    \b
    Examples:
      trigpoint webhook delete training
    """
    register(connection.open_connection()).delete(name)
    say(f"Webhook {name} is deleted.")
