"""The task types: one folder each, found by name. Nothing here loads numpy before it merges."""

from trigpoint.tasktypes.registry import TaskType, names, task_type

__all__ = ["TaskType", "names", "task_type"]
