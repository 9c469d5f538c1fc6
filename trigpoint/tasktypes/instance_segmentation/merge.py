"""From painted answers to one map of instances."""

from trigpoint.tasktypes.instance_merge import comparison, merge, refit, restore

__all__ = ["comparison", "merge", "refit", "restore"]
