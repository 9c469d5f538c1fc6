"""The label's JSON."""

from trigpoint.tasktypes.rankings import label_content

__all__ = ["label_content"]
