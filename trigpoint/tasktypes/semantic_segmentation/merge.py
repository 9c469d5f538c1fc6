"""From painted answers to one mask: per-pixel consensus."""

from trigpoint.tasktypes.painted_merge import SegmentationMerge

_MERGE = SegmentationMerge()

merge = _MERGE.merge
refit = _MERGE.refit
restore = _MERGE.restore
comparison = _MERGE.comparison
