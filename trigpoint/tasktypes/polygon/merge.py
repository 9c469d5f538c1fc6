"""Outlines: matched, then merged vertex by vertex."""

from trigpoint.tasktypes.detection_kinds import POLYGONS

merge = POLYGONS.merge
refit = POLYGONS.refit
restore = POLYGONS.restore
comparison = POLYGONS.comparison
