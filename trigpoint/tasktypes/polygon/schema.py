"""What an answer may be."""

from trigpoint.tasktypes.shapes import check_polygons as check_answer

__all__ = ["check_answer"]
