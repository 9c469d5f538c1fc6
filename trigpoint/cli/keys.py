"""`trigpoint keys`: what boto3 and the AWS CLI sign their calls of the control API with."""

from __future__ import annotations

import secrets
import string
from typing import TYPE_CHECKING, Annotated

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table, say
from trigpoint.domain import places
from trigpoint.domain.service_key import Role, ServiceKey
from trigpoint.formats.timestamps import worker_time

if TYPE_CHECKING:
    from trigpoint.adapters.service_keys import ServiceKeys

app = typer.Typer(help="Keys for boto3 and the AWS CLI.", no_args_is_help=True, rich_markup_mode=None)

KEY_CHARACTERS = string.ascii_uppercase + "234567"
KeyId = Annotated[str, typer.Argument(metavar="KEY", help="The key's id, as `trigpoint keys list` shows it.")]


def new_id() -> str:
    """Twenty characters, as long as an AWS access key id."""
    return "TRIG" + "".join(secrets.choice(KEY_CHARACTERS) for _ in range(16))


def key_store(to: connection.Connection) -> ServiceKeys:
    from trigpoint.adapters.service_keys import ServiceKeys

    return ServiceKeys(connection.aws("dynamodb"), to.setting(places.TABLE), connection.secrets(to))


@app.command("create")
def create(
    name: Annotated[str, typer.Option("--name", help="What the key is for; stands in refusals.")] = "default",
    role: Annotated[Role, typer.Option("--role", help="What it may do.")] = Role.OPERATOR,
    as_json: Json = False,
) -> None:
    """Make a key. Its secret is shown once.

    An integrator's key sees and steers the jobs it made itself; a read-only key changes nothing.

    \b
    Examples:
      eval "$(trigpoint keys create --name laptop)"
      trigpoint keys create --name ci --role integrator --json
    """
    to = connection.open_connection()
    key = ServiceKey(new_id(), secrets.token_urlsafe(30), role, name, to.ports.clock.now())
    key_store(to).create(key)
    variables = environment(key, to)
    if as_json:
        put_json(variables)
        return
    for variable, value in variables.items():
        say(f"export {variable}={value}")


def environment(key: ServiceKey, to: connection.Connection) -> dict[str, str]:
    """What boto3 and the AWS CLI read to call this installation instead of AWS."""
    endpoint = {"AWS_ENDPOINT_URL_SAGEMAKER": to.place.listener_url} if to.place else {}
    return {
        "AWS_ACCESS_KEY_ID": key.id,
        "AWS_SECRET_ACCESS_KEY": key.secret,
        "AWS_DEFAULT_REGION": to.deployment.region,
        **endpoint,
    }


@app.command("list")
def list_keys(as_json: Json = False) -> None:
    """List keys, without their secrets.

    \b
    Examples:
      trigpoint keys list
      trigpoint keys list --json
    """
    keys = key_store(connection.open_connection()).all()
    if as_json:
        put_json([{"id": key.id, "name": key.name, "role": key.role, "created": key.created} for key in keys])
    else:
        rows = [(key.id, key.name, key.role.value, worker_time(key.created)) for key in keys]
        put_table("Keys", ("id", "name", "role", "created"), rows)


@app.command("revoke", hidden=True)
@app.command("delete")
def delete(key: KeyId) -> None:
    """Delete a key. Calls signed with it are refused within ten seconds.

    \b
    Examples:
      trigpoint keys delete TRIGABCDEFGHIJKLMNOP
    """
    key_store(connection.open_connection()).delete(key)
    say(f"Key {key} is deleted.")
