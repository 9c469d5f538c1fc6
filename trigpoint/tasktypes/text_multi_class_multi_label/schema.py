"""What an answer may be: one multi-select classifier."""

from trigpoint.tasktypes.multi_choice import check_answer

__all__ = ["check_answer"]
