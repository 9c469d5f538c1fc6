"""Entities: matched, their boundaries voted on."""

from trigpoint.tasktypes.detection_kinds import ENTITIES

merge = ENTITIES.merge
refit = ENTITIES.refit
restore = ENTITIES.restore
comparison = ENTITIES.comparison
