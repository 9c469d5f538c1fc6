"""From answers to the categories that are likely."""

from trigpoint.tasktypes.multi_choice_merge import merge, refit, restore

__all__ = ["merge", "refit", "restore"]
