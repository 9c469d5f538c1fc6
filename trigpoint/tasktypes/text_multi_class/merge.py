"""From answers to one category: modified Dawid-Skene."""

from trigpoint.tasktypes.classification_merge import comparison, merge, refit, restore

__all__ = ["comparison", "merge", "refit", "restore"]
