"""From answers to the categories that are likely."""

from trigpoint.tasktypes.multi_choice_merge import comparison, merge, refit, restore

__all__ = ["comparison", "merge", "refit", "restore"]
