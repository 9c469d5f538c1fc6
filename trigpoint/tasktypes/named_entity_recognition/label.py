"""The label's JSON."""

from trigpoint.tasktypes.entities import label_content

__all__ = ["label_content"]
