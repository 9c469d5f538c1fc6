"""Points: matched, then averaged."""

from trigpoint.tasktypes.detection_kinds import POINTS

merge = POINTS.merge
refit = POINTS.refit
restore = POINTS.restore
comparison = POINTS.comparison
