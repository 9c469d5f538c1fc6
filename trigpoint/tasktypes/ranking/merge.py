"""Rankings: a weighted Borda count of each dimension."""

from trigpoint.tasktypes.rankings_merge import comparison, merge, refit, restore

__all__ = ["comparison", "merge", "refit", "restore"]
