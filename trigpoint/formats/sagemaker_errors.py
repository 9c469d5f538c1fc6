"""Errors as SageMaker sends them: `{"__type": code, "message"}` with AWS's status and wording.

Signature errors carry status 400, as every AWS service with the JSON 1.1 protocol sends them.
"""

from __future__ import annotations

from trigpoint.domain.errors import (
    BadInput,
    Conflict,
    FunctionFailed,
    JobNameTaken,
    LimitExceeded,
    NotAllowed,
    NotFound,
    Refused,
    TrigpointError,
)


class AwsError(TrigpointError):
    """An error whose `code` is its AWS type."""

    code, status = "InternalFailure", 500


class ValidationException(AwsError):
    code, status = "ValidationException", 400


class SerializationException(AwsError):
    code, status = "SerializationException", 400


class ResourceInUse(AwsError):
    code, status = "ResourceInUse", 400


class ResourceLimitExceeded(AwsError):
    code, status = "ResourceLimitExceeded", 400


class ResourceNotFound(AwsError):
    code, status = "ResourceNotFound", 400


class ConflictException(AwsError):
    code, status = "ConflictException", 400


class UnknownOperationException(AwsError):
    code, status = "UnknownOperationException", 400


class AccessDeniedException(AwsError):
    code, status = "AccessDeniedException", 400


class ThrottlingException(AwsError):
    code, status, retryable = "ThrottlingException", 400, True


class MissingAuthenticationTokenException(AwsError):
    code, status = "MissingAuthenticationTokenException", 400


class IncompleteSignatureException(AwsError):
    code, status = "IncompleteSignatureException", 400


class UnrecognizedClientException(AwsError):
    code, status = "UnrecognizedClientException", 400


class InvalidSignatureException(AwsError):
    code, status = "InvalidSignatureException", 400


AS_AWS: tuple[tuple[type[TrigpointError], type[AwsError]], ...] = (
    (JobNameTaken, ResourceInUse),
    (NotFound, ResourceNotFound),
    (NotAllowed, AccessDeniedException),
    (Refused, ValidationException),
    (Conflict, ThrottlingException),
    (LimitExceeded, ResourceLimitExceeded),
    (BadInput, ValidationException),
    (FunctionFailed, AwsError),
)


def as_aws(error: TrigpointError) -> AwsError:
    """Our error as AWS's; what we know no word for is an InternalFailure."""
    if isinstance(error, AwsError):
        return error
    kind = next((aws for ours, aws in AS_AWS if isinstance(error, ours)), AwsError)
    return kind(error.message, error.fix)


def error_body(error: AwsError) -> dict[str, str]:
    return {"__type": error.code, "message": f"{error.message} {error.fix}".strip()}
