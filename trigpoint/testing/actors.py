"""Who acts in the simulated world: browser tabs, closers, the sweeper, the state machine."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from math import ceil
from typing import Any

from trigpoint.domain.errors import AlreadyAnswered, Conflict, LeaseExpired, NotFound, Refused
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Label, Outcome
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ledger.session import Submitted
from trigpoint.testing.world import BUCKET, OBJECTS, WAVES, Outage, World, consolidate, ports
from trigpoint.usecases.close_object import close_objects
from trigpoint.usecases.decline_task import decline_task
from trigpoint.usecases.heartbeat import heartbeat
from trigpoint.usecases.next_task import Assignment, next_task
from trigpoint.usecases.release_task import release_task
from trigpoint.usecases.submit_answer import submit_answer
from trigpoint.usecases.sweep_job import sweep_job
from trigpoint.usecases.top_up_window import top_up_window
from trigpoint.usecases.undo_answer import undo_answer


class Actor(ABC):
    """Acts again and again until the run is over; `settle` is its part once faults have stopped."""

    def __init__(self, world: World, worker: str | None = None) -> None:
        self.world = world
        self.number = world.enter()
        self.ports = ports(world, self.number, worker)

    def run(self) -> None:
        while True:
            self.world.pause(self.number)
            with suppress(Outage, Conflict):
                self.act()

    @abstractmethod
    def act(self) -> None:
        """One attempt; an outage or a conflict ends it, and it is made again."""

    def settle(self) -> None:
        self.act()

    def close(self, seqs: Iterable[int]) -> None:
        close_objects(
            self.world.ledger.job(self.world.job.key),
            seqs,
            lambda tasks: consolidate(self.world, tasks),
            ledger=self.ports.ledger,
            blobs=self.ports.blobs,
            workflow=self.ports.workflow,
            clock=self.world.clock,
            bucket=BUCKET,
        )


class Tab(Actor):
    """A browser tab of a worker: knows only what is on its screen and what it has sent."""

    def __init__(self, world: World, worker: str) -> None:
        super().__init__(world, worker)
        self.worker = worker
        self.screen: list[Assignment] = []
        self.sent: list[tuple[str, Mapping[str, Any]]] = []

    def act(self) -> None:
        if self.undoes and self.sent and self.world.chance(0.25):
            self.undo(parse_lease_id(self.sent[-1][0])[0])
            return
        whim = self.world.random.random()
        if not self.screen:
            self.show_next()
        elif whim < 0.15:
            self.screen.clear()
        elif whim < 0.45:
            self.dally(whim)
        elif whim < 0.65 and len(self.screen) < 2:
            self.show_next(prefetch=True)
        else:
            self.work()

    def dally(self, whim: float) -> None:
        """Anything but good work: too slow, giving back, sending an old answer again."""
        if whim < 0.20:
            self.world.clock.advance(self.world.random.uniform(50, 400))
        elif whim < 0.25:
            release_task(self.job, self.worker, self.screen.pop().lease_id, ledger=self.ports.ledger)
        elif whim < 0.30:
            self.decline(self.screen.pop(0).lease_id)
        elif whim < 0.38:
            self.confirm(self.screen[-1])
        elif self.sent:
            with suppress(LeaseExpired, AlreadyAnswered):
                self.submit(*self.world.random.choice(self.sent))

    def settle(self) -> None:
        for _ in OBJECTS:
            if not self.screen:
                self.show_next()
            if not self.screen:
                return
            self.work()

    @property
    def job(self) -> Any:
        return self.world.ledger.job_rows[self.world.job.key]

    @property
    def undoes(self) -> bool:
        return self.world.job.spec.undo_seconds > 0

    def show_next(
        self, *, prefetch: bool = False, finished: tuple[str, ...] = (), submitted: Submitted | None = None
    ) -> None:
        found = next_task(
            self.job,
            self.worker,
            {one.lease.token for one in self.screen},
            finished,
            prefetch=prefetch,
            submitted=submitted if self.undoes else None,
            ledger=self.ports.ledger,
            clock=self.world.clock,
            ids=self.world.ids,
        )
        if found:
            self.screen.append(found)

    def work(self) -> None:
        """Submit what is on the screen, and ask for the next in the same breath."""
        first = self.screen[0]
        content = {"said": f"{self.worker} in tab {self.number} on {first.task.seq}, {first.lease.token}"}
        self.sent.append((first.lease_id, content))
        with suppress(LeaseExpired, AlreadyAnswered):
            self.submit(first.lease_id, content)
        self.screen.pop(0)
        if not self.screen:
            now = self.world.clock.now()
            self.show_next(finished=(first.lease.token,), submitted=(first.task.seq, now))

    def undo(self, seq: int) -> None:
        """Take an answer back; what was prefetched may be gone then, as the screen learns later."""
        with suppress(Refused, NotFound):
            found = undo_answer(
                self.job,
                self.worker,
                seq,
                ledger=self.ports.ledger,
                clock=self.world.clock,
                ids=self.world.ids,
            )
            self.screen.insert(0, found)

    def submit(self, lease_id: str, content: Mapping[str, Any]) -> None:
        submit_answer(
            self.job,
            self.worker,
            lease_id,
            content,
            self.world.clock.now(),
            ledger=self.ports.ledger,
            queue=self.ports.queue,
            clock=self.world.clock,
        )
        self.world.watch.acknowledge(*parse_lease_id(lease_id), self.worker, content)

    def decline(self, lease_id: str) -> None:
        with suppress(LeaseExpired):
            decline_task(self.job, self.worker, lease_id, "blurred", ledger=self.ports.ledger, queue=self.ports.queue)

    def confirm(self, one: Assignment) -> None:
        with suppress(LeaseExpired):
            heartbeat(self.job, self.worker, one.lease_id, ledger=self.ports.ledger, clock=self.world.clock)


class Closer(Actor):
    """One consolidation function: takes a batch, may crash, and then sees it again or never."""

    def act(self) -> None:
        batch = self.world.queue.take(self.world.random.randint(1, 4))
        if not batch:
            return
        try:
            self.close(batch)
        except (Outage, Conflict):
            if self.world.chance(0.7):
                self.world.queue.messages += [(self.world.job.key, seq) for seq in batch]
            raise

    def settle(self) -> None:
        self.world.queue.arrive()
        while self.world.queue.messages:
            self.act()


class Sweeper(Actor):
    """Comes by every now and then."""

    def act(self) -> None:
        if self.world.quiet or self.world.chance(0.1):
            sweep_job(
                self.world.job.key,
                ledger=self.ports.ledger,
                blobs=self.ports.blobs,
                queue=self.ports.queue,
                workflow=self.ports.workflow,
                clock=self.world.clock,
                bucket=BUCKET,
            )


class Machine(Actor):
    """The state machine: opens waves, waits under a token, re-arms it, and ends the job."""

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self.wave = 0
        self.token = ""

    def act(self) -> None:
        job = self.world.ledger.job(self.world.job.key)
        if job.status.ended:
            return
        if self.wave == 0 or self.token in self.world.workflow.fired:
            self.go_on()
        elif self.world.chance(0.02):
            self.arm()

    def go_on(self) -> None:
        if self.wave == len(WAVES):
            self.end()
            return
        self.wave += 1
        self.fail_bad_lines(WAVES[self.wave - 1])
        slices = sum(map(len, WAVES[: self.wave]))
        planned = sum(len(seqs) for wave in WAVES[: self.wave] for seqs in wave)
        low = len(OBJECTS) if self.wave == len(WAVES) else ceil(0.8 * planned)
        self.arm(slices=slices, waves=self.wave, planned=planned, low_water=low)
        top_up_window(
            self.world.job.key,
            ledger=self.ports.ledger,
            blobs=self.ports.blobs,
            clock=self.world.clock,
            bucket=BUCKET,
        )

    def fail_bad_lines(self, wave: Sequence[Sequence[int]]) -> None:
        """Lines that can not be prepared end without a task."""
        now = self.world.clock.now()
        for seq in (seq for slice_ in wave for seq in slice_ if seq in self.world.bad):
            label = Label(self.world.job.key, seq, Outcome.FAILED, now, reason="bad line")
            self.world.ledger.close_unopened(label)

    def arm(self, **fields: int) -> None:
        self.world.workflow.waiting.discard(self.token)
        self.token = self.world.ids.token()
        self.world.workflow.waiting.add(self.token)
        self.world.ledger.change_job(self.world.job.key, put={**fields, "token": self.token})

    def end(self) -> None:
        left = len(OBJECTS) - len(self.world.ledger.label_rows)
        if left or self.world.ledger.task_rows:
            self.world.watch.violations.append(f"I7 the job ends with {left} objects unlabelled")
        self.world.ledger.change_job(self.world.job.key, put={"status": JobStatus.COMPLETED})
        self.world.baton.stop()
