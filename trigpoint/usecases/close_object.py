"""Close objects whose tasks are done: label, usage record, tally; then refill the window.

Each step is put-if-absent and the task row goes last, so a call that dies anywhere is redone
harmlessly by the next delivery or by the sweeper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from trigpoint.domain.errors import Conflict, FunctionReplyError
from trigpoint.domain.job import Job
from trigpoint.domain.work import Answer, Label, Outcome, Task, lane_of
from trigpoint.ledger.close import Ending, ending, failed_label, wider
from trigpoint.ledger.tally import counts, due
from trigpoint.ledger.usage import usage_of
from trigpoint.ports import Blobs, Clock, Ledger, Workflow
from trigpoint.usecases.top_up_window import top_up_window

Answered = tuple[Task, Sequence[Answer]]
Tell = Callable[[Sequence[Label]], None]
"""Hears of stored labels before their tasks are closed: a crash after it repeats it, and forgets nothing."""

Consolidate = Callable[[Sequence[Answered]], Mapping[int, Label]]
"""Labels by object id for tasks with their answers. An object may be left out while its task wants
fewer answers than the job's `workers`: it is then asked once more."""


def close_objects(
    job: Job,
    seqs: Iterable[int],
    consolidate: Consolidate,
    *,
    ledger: Ledger,
    blobs: Blobs,
    workflow: Workflow,
    clock: Clock,
    bucket: str,
    tell: Tell = lambda _: None,
) -> list[Label]:
    """The stored labels of the objects that this call closed; those not due are passed over.

    `consolidate` is called at most once, for objects that have no label yet.
    Raises FunctionReplyError, after closing the others, when it left out one that must end.
    """
    tasks = _due(job, seqs, ledger, clock)
    labels, missing = _labels(job, tasks, consolidate, ledger, clock)
    closed = _close(job, labels, ledger, tell)
    if closed:
        go_on(ledger.change_job(job.key, add=counts_of(closed)), ledger=ledger, workflow=workflow)
        top_up_window(job.key, ledger=ledger, blobs=blobs, clock=clock, bucket=bucket)
    if missing:
        raise FunctionReplyError(
            f"No label came back for objects {missing} of job {job.key}.",
            "Make consolidation return one label for each object it is given.",
        )
    return closed


@dataclass(frozen=True, slots=True)
class _Due:
    task: Task
    ending: Ending


def _due(job: Job, seqs: Iterable[int], ledger: Ledger, clock: Clock) -> list[_Due]:
    rows = (ledger.task(job.key, seq, lane_of(seq, job.lanes)) for seq in dict.fromkeys(seqs))
    ends = ((row, ending(row, job, clock.now())) for row in rows if row)
    return [_Due(row, end) for row, end in ends if end and _kept(job, row, end, ledger)]


def _kept(job: Job, task: Task, end: Ending, ledger: Ledger) -> bool:
    """Whether the answers to be merged stay as they are: where they may be taken back, the task is sealed."""
    return not (job.spec.undo_seconds and end.consolidate) or ledger.seal(task)


def _labels(
    job: Job, tasks: Sequence[_Due], consolidate: Consolidate, ledger: Ledger, clock: Clock
) -> tuple[list[Label], list[int]]:
    """Labels to close with, and the objects that consolidation should have labelled but did not."""
    stored = {one.task.seq: ledger.label(job.key, one.task.seq) for one in tasks}
    labels = [label for label in stored.values() if label]
    fresh = [one for one in tasks if stored[one.task.seq] is None]
    failed = [one for one in fresh if not one.ending.consolidate]
    labels += [failed_label(one.task, one.ending.reason, clock.now()) for one in failed]
    answered = [one for one in fresh if one.ending.consolidate]
    made = consolidate([(one.task, ledger.answers(job.key, one.task.seq)) for one in answered]) if answered else {}
    labels += made.values()
    left = [one for one in answered if one.task.seq not in made]
    return labels, [one.task.seq for one in left if not _ask_more(job, one, ledger)]


def _ask_more(job: Job, one: _Due, ledger: Ledger) -> bool:
    want = None if one.ending.partial else wider(job, one.task)
    if want is None:
        return False
    ledger.widen(one.task, want)
    return True


def _close(job: Job, labels: Iterable[Label], ledger: Ledger, tell: Tell) -> list[Label]:
    stored = [_store(label, ledger) for label in labels]
    tell(stored)
    return [label for label in stored if ledger.close_task(label, lane_of(label.seq, job.lanes))]


def _store(label: Label, ledger: Ledger) -> Label:
    stored = ledger.put_label(label)
    if record := usage_of(stored):
        ledger.put_usage(record)
    return stored


def counts_of(labels: Sequence[Label]) -> dict[str, int]:
    """What these ended objects add to the job's counts."""
    outcomes = [label.outcome for label in labels]
    return {
        "closed": len(outcomes),
        "labelled": outcomes.count(Outcome.LABELLED),
        "failed": outcomes.count(Outcome.FAILED),
        "machine": sum(label.by_machine for label in labels),
    }


def exact(job: Job, ledger: Ledger) -> Job:
    """The job with its counts of ended objects taken from shard rows, and repaired on its row."""
    found = counted(job, ledger)
    hints = {name: getattr(job, name) for name in found}
    if found != hints:
        with suppress(Conflict):
            return ledger.change_job(job.key, put=found, expect=hints)
    return replace(job, **found)  # type: ignore[arg-type]


def counted(job: Job, ledger: Ledger) -> dict[str, int]:
    """The exact counts, by the names of the job's hints."""
    return counts(ledger.shards(job.key, range(job.shards)))


def go_on(job: Job, *, ledger: Ledger, workflow: Workflow) -> bool:
    """Let the waiting execution continue once enough objects are closed. True if this call did it.

    The hint only says when to look: it may run ahead when two calls count at once, and the last wave
    must not end early. The token is cleared after it has fired, so a crash between is redone.
    """
    if not (due(job) or job.closed >= job.total):
        return False
    job = exact(job, ledger)
    if job.token is None or not due(job):
        return False
    fired = workflow.fire(job.token, {"job": job.key, "closed": job.closed})
    with suppress(Conflict):
        ledger.change_job(job.key, put={"token": None}, expect={"token": job.token})
    return fired
