"""From painted answers to one map of instances."""

from trigpoint.tasktypes.instance_merge import merge, refit, restore

__all__ = ["merge", "refit", "restore"]
