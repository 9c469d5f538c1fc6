"""A seeded simulator: one job, its workers, queue, sweeper and state machine, with faults.

Every actor is interleaved with all others at every outside call. A call may fail before it commits
or after; either way the operation it belongs to dies there. Clocks jump by hours, messages are lost,
doubled and reordered, workers abandon tasks, submit late or twice, and use two tabs.

    run = simulate(seed=7, faults=0.1)
    assert not run.violations, run
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass, field
from random import Random
from typing import Any

from trigpoint.domain.errors import Refused
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ports import Ledger
from trigpoint.testing.actors import Actor, Closer, Machine, Sweeper, Tab
from trigpoint.testing.baton import Baton
from trigpoint.testing.fakes import FakeClock
from trigpoint.testing.memory_ledger import MemoryLedger
from trigpoint.testing.world import OBJECTS, World

STEPS = 1500
WORKERS = ("ann", "ben", "cy", "dee", "eve#1", "fox")
TWO_TABS = ("ann", "ben")


@dataclass(frozen=True, slots=True)
class Run:
    """What one seed did: outside calls made and invariants violated."""

    seed: int
    calls: int
    violations: list[str] = field(default_factory=list)


def simulate(
    seed: int,
    faults: float = 0.1,
    *,
    steps: int = STEPS,
    make_ledger: Callable[[], MemoryLedger] = MemoryLedger,
    wrap: Callable[[Any, FakeClock], Ledger] | None = None,
    sweep: bool = True,
) -> Run:
    """Run one seed: `steps` steps under faults, then without faults until the job has ended.

    A planted bug comes in as `make_ledger` (wrong conditions), as `wrap` (around the interleaved
    ledger: one atomic call made into two) or as `sweep=False` (no sweeper).
    """
    world = World(seed, faults, make_ledger(), wrap)
    tabs = [Tab(world, worker) for worker in (*WORKERS, *TWO_TABS)]
    others = [Closer(world), Closer(world), Machine(world), *([Sweeper(world)] if sweep else [])]
    actors = [*tabs, *others]
    world.baton = Baton(Random(seed + 1), steps)
    world.baton.run([actor.run for actor in actors])
    drain(world, actors)
    return Run(seed, world.calls, world.watch.at_the_end() + replay(world, tabs))


def drain(world: World, actors: Sequence[Actor]) -> None:
    """No more faults: work, deliver and sweep until the job has ended, or give up."""
    world.quiet = True
    for attempt in range(30):
        world.clock.advance(700 if attempt < 20 else world.job.spec.lifetime_seconds)
        ended = world.ledger.job(world.job.key).status.ended
        for actor in actors:
            actor.settle()
        if ended:
            return


def replay(world: World, tabs: Sequence[Tab]) -> list[str]:
    """I8: send every submit, undo and closing message of the run again; nothing may change."""
    before = _rows(world.ledger)
    for tab in tabs:
        for lease_id, content in tab.sent:
            with suppress(Refused):
                tab.submit(lease_id, content)
            if tab.undoes:
                tab.undo(parse_lease_id(lease_id)[0])
    tabs[0].close(OBJECTS)
    return [] if _rows(world.ledger) == before else ["I8 replaying submits and messages changed rows"]


def _rows(ledger: MemoryLedger) -> dict[str, Any]:
    return {name: copy(rows) for name, rows in vars(ledger).items()}
