"""Ports and deployment that a verb works on: this machine's installation, or the one the environment names.

With `TRIGPOINT_TABLE` in the environment (use with AWS) every `TRIGPOINT_*` variable is taken from there.
Otherwise they come from the stack outputs of the installation in `TRIGPOINT_HOME`.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from trigpoint.cli.troubles import NotRunning
from trigpoint.domain import places
from trigpoint.domain.errors import BadInput

if TYPE_CHECKING:
    from trigpoint.adapters.kms_secrets import KmsSecrets
    from trigpoint.local.place import Place
    from trigpoint.ports import Ports

VARIABLES = {
    places.TABLE: "TableName",
    places.BUCKET: "BucketName",
    places.CLOSING_QUEUE: "ClosingQueueUrl",
    places.MACHINE: "MachineArn",
    places.USER_POOL: "UserPoolId",
    places.ALLOWED_BUCKETS: "BucketName",
    places.SECRETS_KEY: "SecretsKeyArn",
}
"""Environment name -> stack output."""

CONNECT_SECONDS = 5.0
LOOPBACK = "127.0.0.1,localhost"


@dataclass(frozen=True, slots=True)
class Connection:
    """`client_id` is the portal's sign-in client; `place` is None when the environment names the deployment."""

    ports: Ports
    deployment: places.Deployment
    user_pool: str = ""
    client_id: str = ""
    place: Place | None = None
    settings: Mapping[str, str] = field(default_factory=dict, repr=False)

    def setting(self, name: str) -> str:
        """The value of a `TRIGPOINT_*` name. Raises BadInput naming the one that is not set."""
        if name not in self.settings:
            raise BadInput(f"{name} is not set.", f"Set it beside {places.TABLE}.")
        return self.settings[name]

    @property
    def portal(self) -> str:
        return self.place.listener_url if self.place else "the portal of your deployment"


def open_connection() -> Connection:
    """Raises NotRunning when nothing is deployed or runs on this machine, BadInput when a variable is missing."""
    from trigpoint.adapters.connect import connect

    place, values = None, dict(os.environ)
    outputs: Mapping[str, str] = {}
    if places.TABLE not in os.environ:
        place = here()
        outputs = outputs_of(place)
        check_answering(place)
        enter(place, os.environ)
        values = dict(os.environ) | variables(outputs)
    try:
        ports, deployment = connect(values)
    except KeyError as error:
        raise BadInput(f"{error.args[0]} is not set.", f"Set it beside {places.TABLE}.") from error
    pool, client = values.get(places.USER_POOL, ""), outputs.get("UserPoolClientId", "")
    return Connection(ports, deployment, pool, client, place, values)


def here() -> Place:
    """This machine's installation. Raises BadInput for ports that are no numbers."""
    from trigpoint.local.place import Place

    try:
        return Place.from_environment()
    except (ValueError, TypeError) as error:
        raise BadInput(f"TRIGPOINT_PORTS is wrong: {error}.", "Write it as 4566,8080,8081.") from error


def outputs_of(place: Place) -> dict[str, str]:
    """The stack outputs, all stacks in one. Raises NotRunning before the first deploy."""
    if not place.outputs.exists():
        raise NotRunning(f"{place.home} holds no installation.", NotRunning.fix_up)
    stacks: dict[str, dict[str, str]] = json.loads(place.outputs.read_text())
    return {name: value for stack in stacks.values() for name, value in stack.items()}


def check_answering(place: Place) -> None:
    """Raises NotRunning at once, where an AWS client would try again for twenty seconds."""
    try:
        socket.create_connection(("127.0.0.1", place.emulator_port), timeout=CONNECT_SECONDS).close()
    except OSError as error:
        raise NotRunning(f"nothing answers at {place.emulator_url}.", NotRunning.fix_up) from error


def variables(outputs: Mapping[str, str]) -> dict[str, str]:
    """Raises NotRunning naming the output that the last deploy did not write."""
    try:
        named = {name: outputs[output] for name, output in VARIABLES.items()}
    except KeyError as error:
        raise NotRunning(f"the last deploy has no output {error.args[0]}.", "Run `trigpoint up` again.") from error
    return named | {places.EVENT_BUS: "default"}


def enter(place: Place, environment: MutableMapping[str, str]) -> None:
    """Point every AWS client of this process at the embedded AWS, whatever the shell had set."""
    from trigpoint.local.place import client_environment

    for name in [name for name in environment if name.startswith("AWS_")]:
        del environment[name]
    environment.update(client_environment(place))
    environment.update({"NO_PROXY": LOOPBACK, "no_proxy": LOOPBACK, "AWS_CONFIG_FILE": os.devnull})


def aws(service: str) -> Any:
    """A boto3 client of the service the connection was opened to."""
    from trigpoint.adapters.aws_clients import client

    return client(service)


def secrets(to: Connection) -> KmsSecrets:
    """What encrypts the deployment's stored secrets. Raises BadInput when its key is not named."""
    from trigpoint.adapters.kms_secrets import KmsSecrets

    return KmsSecrets(aws("kms"), to.setting(places.SECRETS_KEY))
