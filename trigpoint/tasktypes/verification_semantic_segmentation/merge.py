"""From verdicts to one, with all comments."""

from trigpoint.tasktypes.verification_merge import merge, refit, restore

__all__ = ["merge", "refit", "restore"]
