"""Boxes: matched, weighed by what each worker is known to find, invent and miss by."""

from trigpoint.tasktypes.detection_kinds import BOXES

merge = BOXES.merge
refit = BOXES.refit
restore = BOXES.restore
comparison = BOXES.comparison
