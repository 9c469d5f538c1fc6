"""What an answer may be."""

from trigpoint.tasktypes.painted import check_instances as check_answer

__all__ = ["check_answer"]
