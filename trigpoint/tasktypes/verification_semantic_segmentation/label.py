"""The label's JSON."""

from trigpoint.tasktypes.verification import label_content

__all__ = ["label_content"]
