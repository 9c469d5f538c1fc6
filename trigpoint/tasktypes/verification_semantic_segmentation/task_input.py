"""The built-in pre-annotation: the line, and the label in it that another job made."""

from trigpoint.tasktypes.adjustment import verify_mask_input as task_input

__all__ = ["task_input"]
