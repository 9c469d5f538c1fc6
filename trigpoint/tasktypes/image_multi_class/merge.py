"""From answers to one category: modified Dawid-Skene."""

from trigpoint.tasktypes.classification_merge import merge, refit

__all__ = ["merge", "refit"]
