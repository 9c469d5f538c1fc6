"""Registered webhooks in the catalogue, and the calls made of them. Their secrets are stored encrypted."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any

from trigpoint.adapters.kept import Kept
from trigpoint.adapters.kms_secrets import KmsSecrets
from trigpoint.adapters.web_address import Target, target_of
from trigpoint.domain.control import Kind
from trigpoint.domain.errors import DeliveryFailed, NotFound
from trigpoint.domain.notice import Webhook
from trigpoint.ports import Catalogue, Clock

CONTEXT = "webhook"
"""Name of the encryption context; its value is the webhook's name in lower case."""

ANSWER_SECONDS = 5.0


class Webhooks:
    """The register: `Webhooks(catalogue, secrets)`."""

    def __init__(self, catalogue: Catalogue, secrets: KmsSecrets) -> None:
        self._catalogue, self._secrets = catalogue, secrets

    def create(self, hook: Webhook) -> None:
        """Raises Refused when there is one of this name."""
        sealed = self._secrets.seal(hook.secret, {CONTEXT: hook.name.lower()})
        document = {"Name": hook.name, "Url": hook.url, "Sealed": sealed, "Created": hook.created}
        self._catalogue.create(Kind.WEBHOOK, hook.name, document)

    def get(self, name: str) -> Webhook | None:
        document = self._catalogue.get(Kind.WEBHOOK, name)
        if document is None:
            return None
        return _webhook(document, self._secrets.open(document["Sealed"], {CONTEXT: name.lower()}))

    def all(self) -> list[Webhook]:
        """In the order of their names, without their secrets."""
        return [_webhook(document, "") for document in self._catalogue.all(Kind.WEBHOOK)]

    def delete(self, name: str) -> None:
        """Raises NotFound."""
        if not self._catalogue.delete(Kind.WEBHOOK, name):
            raise NotFound(f"there is no webhook {name}.", "See `trigpoint webhook list`.")


class WebhookCalls:
    """`deliver_notice.Hooks`. `loopback`: programs of this machine may be called too, over plain http."""

    def __init__(self, register: Webhooks, clock: Clock, *, loopback: bool) -> None:
        self._kept = Kept(register.get, clock)
        self._loopback = loopback

    def get(self, name: str) -> Webhook | None:
        return self._kept.get(name)

    def call(self, url: str, headers: Mapping[str, str], body: bytes) -> None:
        post(target_of(url, loopback=self._loopback), headers, body)


class Pinned(HTTPConnection):
    """A connection to the target's checked address, whatever its name resolves to by now."""

    def __init__(self, target: Target, tls: ssl.SSLContext | None = None) -> None:
        super().__init__(target.host, target.port, timeout=ANSWER_SECONDS)
        self._target = target
        self._tls = tls or (ssl.create_default_context() if target.scheme == "https" else None)

    def connect(self) -> None:
        plain = socket.create_connection((self._target.address, self._target.port), ANSWER_SECONDS)
        self.sock = self._tls.wrap_socket(plain, server_hostname=self._target.host) if self._tls else plain


def post(target: Target, headers: Mapping[str, str], body: bytes, tls: ssl.SSLContext | None = None) -> None:
    """One POST; any answer but 2xx is a DeliveryFailed, a redirect too: nobody checked where it leads."""
    connection = Pinned(target, tls)
    try:
        connection.request("POST", target.path, body, dict(headers))
        status = connection.getresponse().status
    except (OSError, HTTPException) as error:
        raise DeliveryFailed(f"{target.host} did not answer: {type(error).__name__}.", "It is tried again.") from error
    finally:
        connection.close()
    if not 200 <= status < 300:
        raise DeliveryFailed(f"{target.host} answered {status}.", "It is tried again; redirects are not followed.")


def _webhook(document: Mapping[str, Any], secret: str) -> Webhook:
    return Webhook(document["Name"], document["Url"], secret, document["Created"])
