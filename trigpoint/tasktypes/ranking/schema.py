"""What an answer may be."""

from trigpoint.tasktypes.rankings import check_answer

__all__ = ["check_answer"]
