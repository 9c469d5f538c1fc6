"""What an answer may be: one classifier with a category of the job."""

from trigpoint.tasktypes.classification import FEWEST_CATEGORIES, check_answer

__all__ = ["FEWEST_CATEGORIES", "check_answer"]
