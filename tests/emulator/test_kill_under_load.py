"""Three kills of the whole installation under the load of eight workers; `python -m benchmarks crash` does twenty."""

from __future__ import annotations

from benchmarks.crash import ANSWERS, OBJECTS_A_KILL, run
from benchmarks.rig import installation

KILLS = 3


def test_nothing_acknowledged_is_lost_doubled_or_billed_twice() -> None:
    with installation() as (place, to):
        toll = run(place, to, KILLS)
    assert len(toll.waits) == KILLS
    assert toll.acknowledged >= 0.99 * KILLS * OBJECTS_A_KILL * ANSWERS, "the load was too small to tell"
    assert toll.lost == 0
    assert toll.over_assigned == 0
    assert toll.labels == toll.usage_records == KILLS * OBJECTS_A_KILL
