"""What an answer may be: one classifier with a category of the job."""

from trigpoint.tasktypes.classification import check_answer

__all__ = ["check_answer"]
