"""From answers to one category: the panel, or the method that the job names."""

from trigpoint.tasktypes.classification_merge import comparison, merge, refit, restore

__all__ = ["comparison", "merge", "refit", "restore"]
