"""The control API's adapters, built from the environment; and its one door: a signed call in, a reply out."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Mapping
from dataclasses import dataclass

from trigpoint.adapters.aws_clients import client
from trigpoint.adapters.cognito_groups import CognitoGroups
from trigpoint.adapters.connect import connect
from trigpoint.adapters.dynamo_catalogue import DynamoCatalogue
from trigpoint.adapters.dynamo_directory import DynamoDirectory
from trigpoint.adapters.kept import Kept
from trigpoint.adapters.kms_secrets import KmsSecrets
from trigpoint.adapters.service_keys import ServiceKeys
from trigpoint.adapters.signed_request import SignedRequest
from trigpoint.adapters.sigv4 import verify
from trigpoint.domain import places
from trigpoint.domain.service_key import Caller, ServiceKey
from trigpoint.usecases.control import Control


@dataclass(frozen=True, slots=True)
class ControlApi:
    control: Control
    keys: Kept[ServiceKey]

    def caller(self, request: SignedRequest) -> Caller:
        """Who signed the request. Raises AWS's own errors for a signature that does not hold."""
        deployment, clock = self.control.deployment, self.control.ports.clock
        return caller_of(verify(request, self.keys.get, deployment.region, clock.now()))


def caller_of(key: ServiceKey) -> Caller:
    """Page tokens are sealed with what only the key's owner and we know, yet never with the secret itself."""
    seal = hashlib.sha256(f"page tokens of {key.id} {key.secret}".encode()).digest()
    return Caller(key.id, key.name, key.role, seal)


def connect_control(environment: Mapping[str, str] = os.environ) -> ControlApi:
    """Raises KeyError naming the variable that is not set, ValueError for limits that are no JSON."""
    ports, deployment = connect(environment)
    table, pool = environment[places.TABLE], environment[places.USER_POOL]
    control = Control(
        ports=ports,
        directory=DynamoDirectory(client("dynamodb"), table),
        catalogue=DynamoCatalogue(client("dynamodb"), table),
        groups=CognitoGroups(client("cognito-idp"), pool),
        deployment=deployment,
        pool=pool,
        client=environment.get(places.POOL_CLIENT, ""),
    )
    keys = ServiceKeys(client("dynamodb"), table, KmsSecrets(client("kms"), environment[places.SECRETS_KEY]))
    return ControlApi(control, Kept(keys.get, ports.clock))
