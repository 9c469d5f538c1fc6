"""The one error tree. Every error names what happened, where, and what to do next.

TrigpointError
|-- BadInput            400  the caller's data is wrong; a retry will not help
|   |-- ManifestError        a manifest, or one of its lines
|   |-- RecipeError          a recipe or job request
|   |-- CategoriesError      a label category configuration file
|   |-- TemplateError        a worker template
|   |-- AnswerError          an answer that does not fit its schema
|   |-- FunctionReplyError   a customer function replied outside its contract
|   |-- LimitExceeded        more than this deployment allows
|   `-- RequestTooLarge 413  more bytes than one request may have
|-- FunctionFailed      502  a customer function raised, timed out or is missing
|   `-- FunctionSilent  504  it said nothing for as long as we wait, and may still be at work
|-- DeliveryFailed      502  a notice did not reach who asked for it
|-- NotFound            404  job, recipe, object or blob is not there
|-- NotAllowed          403  the caller may not see or do this
|-- Refused             409  the ledger's rules say no, for good
|   |-- JobNameTaken
|   |-- JobClosed
|   |-- AlreadyAnswered
|   `-- LeaseExpired
`-- Conflict            409  somebody else was faster; read again and retry
"""

from __future__ import annotations


class TrigpointError(Exception):
    """Root of the tree. `message` says what happened and where, `fix` what to do next."""

    code = "InternalError"
    status = 500
    retryable = False

    def __init__(self, message: str, fix: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.fix = fix

    def __str__(self) -> str:
        return f"{self.code}: {self.message}" + (f" {self.fix}" if self.fix else "")

    def as_dict(self) -> dict[str, str]:
        return {"code": self.code, "message": self.message, "fix": self.fix}


class BadInput(TrigpointError):
    code, status = "BadInput", 400


class ManifestError(BadInput):
    code = "ManifestError"


class RecipeError(BadInput):
    code = "RecipeError"


class CategoriesError(BadInput):
    code = "CategoriesError"


class TemplateError(BadInput):
    code = "TemplateError"


class AnswerError(BadInput):
    code = "AnswerError"


class FunctionReplyError(BadInput):
    code = "FunctionReplyError"


class LimitExceeded(BadInput):
    code = "LimitExceeded"


class RequestTooLarge(BadInput):
    code, status = "RequestTooLarge", 413


class FunctionFailed(TrigpointError):
    code, status, retryable = "FunctionFailed", 502, True


class FunctionSilent(FunctionFailed):
    code, status, retryable = "FunctionSilent", 504, False


class DeliveryFailed(TrigpointError):
    code, status, retryable = "DeliveryFailed", 502, True


class NotFound(TrigpointError):
    code, status = "NotFound", 404


class NotAllowed(TrigpointError):
    code, status = "NotAllowed", 403


class Refused(TrigpointError):
    code, status = "Refused", 409


class JobNameTaken(Refused):
    code = "JobNameTaken"


class JobClosed(Refused):
    code = "JobClosed"


class AlreadyAnswered(Refused):
    code = "AlreadyAnswered"


class LeaseExpired(Refused):
    code = "LeaseExpired"


class Conflict(TrigpointError):
    code, status, retryable = "Conflict", 409, True
