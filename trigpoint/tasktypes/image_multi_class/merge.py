"""From answers to one category: modified Dawid-Skene."""

from trigpoint.tasktypes.classification_merge import merge, refit, restore

__all__ = ["merge", "refit", "restore"]
