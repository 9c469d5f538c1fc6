"""What an answer may be: one classifier with a category of the job, and a comment."""

from trigpoint.tasktypes.classification import FEWEST_CATEGORIES, check_answer

__all__ = ["FEWEST_CATEGORIES", "check_answer"]
