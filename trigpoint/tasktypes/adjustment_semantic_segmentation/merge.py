"""Per-pixel consensus, with the mask to be adjusted as one more annotator."""

from trigpoint.tasktypes.adjustment_merge import prior_mask
from trigpoint.tasktypes.painted_merge import SegmentationMerge

_MERGE = SegmentationMerge(prior_mask)

merge = _MERGE.merge
refit = _MERGE.refit
restore = _MERGE.restore
comparison = _MERGE.comparison
