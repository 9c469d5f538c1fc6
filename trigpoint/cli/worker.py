"""`trigpoint worker`: invite the people who label."""

from __future__ import annotations

from typing import Annotated

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import DEFAULT_TEAM, Json, Team
from trigpoint.cli.terminal import put_json, put_table, say

app = typer.Typer(help="The people who label, and their teams.", no_args_is_help=True, rich_markup_mode=None)


@app.command("invite")
def invite(
    email: Annotated[str, typer.Argument(metavar="EMAIL", help="What they sign in with.")],
    team: Team = DEFAULT_TEAM,
    as_json: Json = False,
) -> None:
    """Invite a worker into a team, new or not.

    Shows their first password; somebody invited before keeps their own.

    \b
    Examples:
      trigpoint worker invite ada@example.com
      trigpoint worker invite ada@example.com --team birds --json
    """
    from trigpoint.cli.people import People, first_password

    to = connection.open_connection()
    person = People(connection.aws("cognito-idp"), to.user_pool).invite(email, team, first_password())
    if as_json:
        put_json(person.as_dict() | {"portal": to.portal})
        return
    say(f"{person.email} is a worker of {', '.join(person.teams)}.")
    if person.password:
        say(f"First password: {person.password}   (to be changed at the first sign-in)")
    say(f"Sign in at {to.portal}")


@app.command("list")
def list_workers(
    team: Annotated[str, typer.Option("--team", help="Only this work team.")] = "",
    as_json: Json = False,
) -> None:
    """List workers and the teams they are in.

    \b
    Examples:
      trigpoint worker list
      trigpoint worker list --team birds --json
    """
    from trigpoint.cli.people import People

    to = connection.open_connection()
    people = People(connection.aws("cognito-idp"), to.user_pool).workers(team)
    if as_json:
        put_json([person.as_dict() for person in people])
    else:
        rows = [(one.email, ", ".join(one.teams), one.status, one.worker) for one in people]
        put_table("Workers", ("e-mail", "teams", "status", "worker id"), rows)
