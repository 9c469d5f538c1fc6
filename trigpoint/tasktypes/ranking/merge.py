"""Rankings: a weighted Borda count of each dimension."""

from trigpoint.tasktypes.rankings_merge import COMPARISON, merge, refit, restore

comparison = COMPARISON

__all__ = ["comparison", "merge", "refit", "restore"]
