"""Output files and the last check of the bill."""

from functions.export.handler import handler

__all__ = ["handler"]
