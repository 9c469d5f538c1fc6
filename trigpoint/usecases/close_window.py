"""CloseWindow: nobody is asked any more. Finished objects are kept, the rest leaves the window unlabelled."""

from __future__ import annotations

from collections.abc import Iterator

from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Task
from trigpoint.ledger.close import ending
from trigpoint.ports import Ports
from trigpoint.usecases.consolidate_objects import consolidate_objects
from trigpoint.usecases.tell_machine_labels import tell_rest

PAGE = 100


def close_window(key: str, ports: Ports, deployment: Deployment) -> int:
    """Close what is due and discard the other tasks; how many were discarded.

    After a job's normal end there is nothing left; after a stop, its expiry or a failure there is.
    """
    job = ports.ledger.job(key)
    discarded = 0
    for tasks in pages(job, ports):
        due = [task.seq for task in tasks if ending(task, job, ports.clock.now())]
        if due:
            consolidate_objects(key, due, ports, deployment)
        for task in tasks:
            if task.seq not in due or _reopened(task, job, ports):
                ports.ledger.discard_task(key, task.seq, task.lane)
                discarded += 1
    tell_rest(job, ports, deployment)
    return discarded


def _reopened(task: Task, job: Job, ports: Ports) -> bool:
    """Whether an answer was taken back just before its task was to be closed."""
    if not job.spec.undo_seconds:
        return False
    row = ports.ledger.task(job.key, task.seq, task.lane)
    return row is not None and ending(row, job, ports.clock.now()) is None


def pages(job: Job, ports: Ports) -> Iterator[list[Task]]:
    """The tasks in the window, lane by lane, also while they are being removed."""
    for lane in range(job.lanes):
        after = -1
        while tasks := ports.ledger.tasks(job.key, lane, after, PAGE):
            yield tasks
            after = tasks[-1].seq
