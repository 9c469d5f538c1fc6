"""Whom notices reach, built from the environment."""

from __future__ import annotations

import os
from collections.abc import Mapping

from trigpoint.adapters.aws_clients import client
from trigpoint.adapters.dynamo_catalogue import DynamoCatalogue
from trigpoint.adapters.kms_secrets import KmsSecrets
from trigpoint.adapters.sns_topics import SnsTopics
from trigpoint.adapters.system import SystemClock
from trigpoint.adapters.webhooks import WebhookCalls, Webhooks
from trigpoint.domain import places
from trigpoint.usecases.deliver_notice import Listeners


def connect_listeners(environment: Mapping[str, str] = os.environ) -> Listeners:
    """Raises KeyError naming the variable that is not set."""
    catalogue = DynamoCatalogue(client("dynamodb"), environment[places.TABLE])
    register = Webhooks(catalogue, KmsSecrets(client("kms"), environment[places.SECRETS_KEY]))
    loopback = environment.get(places.LOOPBACK_WEBHOOKS) == "1"
    return Listeners(SnsTopics(client("sns")), WebhookCalls(register, SystemClock(), loopback=loopback))
