"""The built-in pre-annotation of this task type."""

from trigpoint.tasktypes.rankings import task_input

__all__ = ["task_input"]
