"""Open prepared objects until the job's window is full."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from trigpoint.domain.errors import Conflict, NotFound
from trigpoint.domain.job import Job
from trigpoint.ledger.window import Opening, next_opening, opened_task, room
from trigpoint.ports import Blobs, Clock, Ledger


def top_up_window(job_key: str, *, ledger: Ledger, blobs: Blobs, clock: Clock, bucket: str) -> int:
    """How many objects were opened. Stops when another call is topping up the same window.

    Raises NotFound when the index of a ready slice is missing.
    """
    slices = _Slices(blobs, f"s3://{bucket}/work/{job_key}")
    job, opened, refused = ledger.job(job_key), 0, 0
    while (free := room(job)) and refused < 2:
        opening = next_opening(job.cursor, slices.index(job.cursor.slice), free)
        try:
            job = _open(job, opening, slices.wave(job), ledger, clock)
            opened += len(opening.entries)
        except Conflict:
            job, refused = ledger.job(job_key), refused + 1
    return opened


def _open(job: Job, opening: Opening, wave: int, ledger: Ledger, clock: Clock) -> Job:
    now = clock.now()
    tasks = [opened_task(job, entry, wave, now) for entry in opening.entries]
    ledger.open_tasks(job.key, job.cursor, opening.after, tasks)
    return replace(job, cursor=opening.after, opened=job.opened + len(tasks))


@dataclass
class _Slices:
    """What the work folder says about slices, each file read once."""

    blobs: Blobs
    folder: str
    indexes: dict[int, Sequence[Sequence[int]]] = field(default_factory=dict)
    waves: dict[int, set[int]] = field(default_factory=dict)

    def index(self, number: int) -> Sequence[Sequence[int]]:
        if number not in self.indexes:
            self.indexes[number] = json.loads(self.blobs.read(f"{self.folder}/slices/{number}.index.json"))
        return self.indexes[number]

    def wave(self, job: Job) -> int:
        """The wave of the slice under the cursor: the newest or the one before, as a rule."""
        if job.waves <= 1:
            return 1
        for wave in range(job.waves, 0, -1):
            if job.cursor.slice in self.slices_of(wave):
                return wave
        raise NotFound(f"No wave of job {job.key} lists slice {job.cursor.slice}.", "Resume the job: it plans anew.")

    def slices_of(self, wave: int) -> set[int]:
        if wave not in self.waves:
            entries = json.loads(self.blobs.read(f"{self.folder}/waves/{wave}-slices.json"))
            self.waves[wave] = {entry["slice"] for entry in entries}
        return self.waves[wave]
