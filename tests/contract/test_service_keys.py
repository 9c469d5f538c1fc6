"""Service keys at rest: secrets are sealed by KMS under the key's own id, and opened once in ten seconds."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import boto3
import pytest

from tests.contract.ledger_table import dynamo_table
from trigpoint.adapters.kept import KEPT_SECONDS, Kept
from trigpoint.adapters.kms_secrets import KmsSecrets
from trigpoint.adapters.service_keys import ServiceKeys
from trigpoint.domain.errors import Conflict, NotAllowed, NotFound
from trigpoint.domain.service_key import Role, ServiceKey
from trigpoint.testing import FakeClock

KEY = ServiceKey("TRIGONE", "the secret itself", Role.INTEGRATOR, "ci", 5.0)
CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "testing",
    "AWS_SECRET_ACCESS_KEY": "testing",
    "AWS_DEFAULT_REGION": "us-east-1",
}


class Counted:
    """KMS that counts what it opens."""

    def __init__(self, inner: KmsSecrets) -> None:
        self._inner, self.opened = inner, 0

    def seal(self, secret: str, context: Any) -> str:
        return self._inner.seal(secret, context)

    def open(self, sealed: str, context: Any) -> str:
        self.opened += 1
        return self._inner.open(sealed, context)


@pytest.fixture
def store() -> Iterator[tuple[ServiceKeys, Counted, Any]]:
    """The keys, their secrets, and the table's client."""
    with dynamo_table() as (client, table), patch.dict(os.environ, CREDENTIALS):
        kms = boto3.client("kms")
        secrets = Counted(KmsSecrets(kms, kms.create_key()["KeyMetadata"]["Arn"]))
        yield ServiceKeys(client, table, secrets), secrets, client


def row(client: Any, **changes: Any) -> None:
    """Put the key's row again, with changes."""
    item = client.get_item(TableName="ledger", Key={"pk": {"S": "K#"}, "sk": {"S": KEY.id}})["Item"]
    kept = {name: value for name, value in (item | changes).items() if value}
    client.put_item(TableName="ledger", Item=kept)


def test_a_key_comes_back_and_its_secret_is_not_in_the_row(store: Any) -> None:
    keys, _, client = store
    keys.create(KEY)
    assert keys.get(KEY.id) == KEY
    assert keys.get("TRIGOTHER") is None
    assert KEY.secret not in json.dumps(client.scan(TableName="ledger")["Items"])
    with pytest.raises(Conflict):
        keys.create(KEY)


def test_a_list_opens_no_secret(store: Any) -> None:
    keys, secrets, _ = store
    keys.create(KEY)
    (listed,) = keys.all()
    assert (listed.id, listed.role, listed.secret, secrets.opened) == (KEY.id, KEY.role, "", 0)


def test_a_secret_opens_under_its_own_id_only(store: Any) -> None:
    keys, _, client = store
    keys.create(KEY)
    row(client, sk={"S": "TRIGTWO"})
    with pytest.raises(NotAllowed, match="service-key TRIGTWO"):
        keys.get("TRIGTWO")


def test_keys_of_the_time_before_are_none(store: Any) -> None:
    keys, secrets, client = store
    keys.create(KEY)
    row(client, sealed=None, secret={"S": "plain"})
    assert keys.get(KEY.id) is None
    assert secrets.opened == 0
    keys.delete(KEY.id)
    with pytest.raises(NotFound):
        keys.delete(KEY.id)


def test_a_secret_is_opened_once_while_its_row_is_kept(store: Any) -> None:
    keys, secrets, _ = store
    keys.create(KEY)
    clock = FakeClock()
    kept = Kept(keys.get, clock)
    assert [kept.get(KEY.id) for _ in range(5)] == [KEY] * 5
    assert secrets.opened == 1
    clock.advance(KEPT_SECONDS)
    keys.delete(KEY.id)
    assert kept.get(KEY.id) is None
