"""From verdicts to one, with all comments."""

from trigpoint.tasktypes.verification_merge import comparison, merge, refit, restore

__all__ = ["comparison", "merge", "refit", "restore"]
