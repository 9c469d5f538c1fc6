"""What an answer may be."""

from trigpoint.tasktypes.painted import check_segmentation as check_answer

__all__ = ["check_answer"]
