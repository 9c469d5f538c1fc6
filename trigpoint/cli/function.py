"""`trigpoint function`: the customer's own pre- and post-annotation Lambdas."""

from __future__ import annotations

from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trigpoint.cli import connection
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table, say
from trigpoint.domain.errors import BadInput

if TYPE_CHECKING:
    from trigpoint.cli.function_package import Package

app = typer.Typer(help="Your own pre- and post-annotation functions.", no_args_is_help=True, rich_markup_mode=None)

MARK = "Customer function, installed by trigpoint"
AWS_RUNTIME = "python3.13"
LOCAL_ROLE = "arn:aws:iam::000000000000:role/customer-function"
CALLABLE = ("*SageMaker*", "*Sagemaker*", "*sagemaker*", "*LabelingFunction*", "*GtRecipe*")
"""Names that jobs may invoke on AWS: those that Ground Truth's own execution policy allows."""


@app.command("add")
def add(
    path: Annotated[Path, typer.Argument(metavar="PATH", exists=True, help="A Python file, a folder, or a zip.")],
    name: Annotated[str, typer.Option("--name", help="Function name; the file's by default.")] = "",
    handler: Annotated[str, typer.Option("--handler", help="module.function; found by itself if usual.")] = "",
    role: Annotated[str, typer.Option("--role", help="Execution role ARN (AWS only).")] = "",
    timeout: Annotated[int, typer.Option("--timeout", min=1, max=900, help="Seconds.")] = 60,
    as_json: Json = False,
) -> None:
    """Install a pre- or post-annotation function, or replace its code.

    \b
    Examples:
      trigpoint function add ./pre_annotation.py --name my-sagemaker-pre
      trigpoint function add ./consolidation/ --handler consolidate.lambda_handler --json
    """
    from trigpoint.cli.function_package import package

    to = connection.open_connection()
    made = package(path, name, handler)
    role = role or (LOCAL_ROLE if to.place else "")
    check_name(made.name, on_aws=to.place is None)
    arn = install(made, role, timeout, connection.aws("lambda"))
    if as_json:
        put_json({"name": made.name, "handler": made.handler, "arn": arn})
    else:
        say(f"{made.name} ({made.handler}) is installed. Name it in a recipe as {arn}")


def check_name(name: str, *, on_aws: bool) -> None:
    """Raises BadInput for a name that jobs on AWS would not be allowed to invoke."""
    if on_aws and not any(fnmatchcase(name, pattern) for pattern in CALLABLE):
        raise BadInput(
            f"jobs may not invoke a function named {name!r}.", f"Use a name that fits one of {', '.join(CALLABLE)}."
        )


def install(made: Package, role: str, timeout: int, client: Any) -> str:
    """The function's ARN. Raises BadInput without a role for a new function."""
    try:
        client.get_function(FunctionName=made.name)
    except client.exceptions.ResourceNotFoundException:
        return create(made, role, timeout, client)
    client.update_function_code(FunctionName=made.name, ZipFile=made.code)
    client.get_waiter("function_updated_v2").wait(FunctionName=made.name)
    changed = client.update_function_configuration(FunctionName=made.name, Handler=made.handler, Timeout=timeout)
    return str(changed["FunctionArn"])


def create(made: Package, role: str, timeout: int, client: Any) -> str:
    if not role:
        raise BadInput(f"function {made.name} is new and has no role.", "Give its execution role: --role ARN.")
    created = client.create_function(
        FunctionName=made.name,
        Description=MARK,
        Runtime=AWS_RUNTIME,
        Role=role,
        Handler=made.handler,
        Timeout=timeout,
        Code={"ZipFile": made.code},
    )
    return str(created["FunctionArn"])


@app.command("list")
def list_functions(as_json: Json = False) -> None:
    """List the functions installed with `trigpoint function add`.

    \b
    Examples:
      trigpoint function list
      trigpoint function list --json
    """
    connection.open_connection()
    pages = connection.aws("lambda").get_paginator("list_functions").paginate()
    found = [one for page in pages for one in page["Functions"] if one.get("Description") == MARK]
    rows = [{"name": f["FunctionName"], "handler": f["Handler"], "arn": f["FunctionArn"]} for f in found]
    if as_json:
        put_json(rows)
    else:
        put_table("Functions", ("name", "handler", "arn"), [tuple(row.values()) for row in rows])
