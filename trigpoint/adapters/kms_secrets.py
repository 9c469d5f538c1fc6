"""Encryption of what is stored, by KMS: a secret opens only in the context it was sealed in.

The context's name says what kind of secret it is, and a role's right to decrypt is bound to that name
(infra/access.py), so that no function opens another one's secrets.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from trigpoint.adapters.aws_clients import error_code
from trigpoint.domain.errors import NotAllowed

_REFUSALS = frozenset({"InvalidCiphertextException", "AccessDeniedException", "DisabledException", "NotFoundException"})


class KmsSecrets:
    """`KmsSecrets(boto3.client("kms"), key_arn)`."""

    def __init__(self, client: Any, key: str) -> None:
        self._kms, self._key = client, key

    def seal(self, secret: str, context: Mapping[str, str]) -> str:
        """The secret encrypted, in base64."""
        made = self._kms.encrypt(KeyId=self._key, Plaintext=secret.encode(), EncryptionContext=dict(context))
        return base64.b64encode(made["CiphertextBlob"]).decode()

    def open(self, sealed: str, context: Mapping[str, str]) -> str:
        """Raises NotAllowed for a secret sealed in another context, or by a key that is not ours to use."""
        blob = base64.b64decode(sealed)
        try:
            found = self._kms.decrypt(KeyId=self._key, CiphertextBlob=blob, EncryptionContext=dict(context))
        except ClientError as error:
            if error_code(error) not in _REFUSALS:
                raise
            named = ", ".join(f"{name} {value}" for name, value in context.items())
            raise NotAllowed(f"the secret of {named} cannot be opened.", "Make it again.") from error
        return bytes(found["Plaintext"]).decode()
