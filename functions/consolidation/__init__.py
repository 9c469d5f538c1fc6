"""Labels from answers, as tasks fill and wave by wave."""

from functions.consolidation.handler import handler

__all__ = ["handler"]
