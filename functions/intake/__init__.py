"""The beginning and the end of a job: uploads, validation, splitting; failure, the last word."""

from functions.intake.handler import handler

__all__ = ["handler"]
