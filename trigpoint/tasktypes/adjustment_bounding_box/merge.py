"""Boxes, with those to be adjusted as one more annotator."""

from trigpoint.tasktypes.detection_kinds import ADJUSTED_BOXES

merge = ADJUSTED_BOXES.merge
refit = ADJUSTED_BOXES.refit
restore = ADJUSTED_BOXES.restore
comparison = ADJUSTED_BOXES.comparison
