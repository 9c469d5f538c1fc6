"""The row functions keep their sums whatever is asked of them."""

from __future__ import annotations

from dataclasses import replace

import hypothesis.strategies as st
from hypothesis import given

from trigpoint.domain.errors import TrigpointError
from trigpoint.domain.job import Cursor, Job, JobSpec
from trigpoint.domain.work import Answer, InputPointer, Lease, Session, Task
from trigpoint.ledger.claim import CHOICES, candidate, candidates, claimed
from trigpoint.ledger.close import widened
from trigpoint.ledger.give_back import declined, released
from trigpoint.ledger.lease import new_lease, shown
from trigpoint.ledger.lease_id import lease_id, parse_lease_id
from trigpoint.ledger.session import looks, passed
from trigpoint.ledger.settle import settled
from trigpoint.ledger.undo import undone
from trigpoint.ledger.window import CHUNK, next_opening, opened_task

WORKERS = st.sampled_from("abcd")
STEP = st.tuples(
    st.sampled_from(("claim", "submit", "release", "decline", "widen", "seal", "undo")), WORKERS, st.integers(0, 400)
)


def step(task: Task, what: str, worker: str, now: float) -> Task | TrigpointError | None:
    held = task.leases.get(worker)
    token = held.token if held else "none"
    match what:
        case "claim":
            found = candidate(task, worker, now)
            lease = Lease(f"{worker}{now}", now + 100)
            return claimed(task, task, worker, lease, found.replaces) if found else None
        case "submit":
            return settled(task, Answer("j", 0, worker, {}, now, now, token))
        case "release":
            return released(task, worker, token)
        case "decline":
            return declined(task, worker, token, "blurred")
        case "seal":
            return replace(task, sealed=True)
        case "undo":
            return undone(task, task, worker, Lease(f"{worker}{now}", now + 100))
        case _:
            return widened(task, task, 4)


@given(st.lists(STEP, max_size=40))
def test_slots_are_neither_made_nor_lost(steps: list[tuple[str, str, int]]) -> None:
    task, clock = Task("j", 0, 0, 3, 3, 0, InputPointer(0, 0, 1)), 0
    for what, worker, pause in steps:
        clock += pause
        after = step(task, what, worker, clock)
        if isinstance(after, Task):
            assert not task.sealed or after.done == task.done, "a sealed task keeps its answers"
            assert what != "undo" or (worker in task.done and worker in after.leases)
            lost = {w for w, lease in task.leases.items() if after.leases.get(w) != lease and w != worker}
            assert all(task.leases[w].deadline < clock for w in lost)
            task = after
        assert task.open >= 0
        assert task.open + len(task.leases) + len(task.done) == task.want
        assert len({*task.done} | {*task.leases}) == len(task.done) + len(task.leases)
        assert not {*task.declined} & {*task.leases, *task.done}
        assert len(task.reasons) == len(task.declined)


@given(st.integers(0, 999_999_999), st.text(min_size=1))
def test_lease_ids_are_read_back(seq: int, token: str) -> None:
    assert parse_lease_id(lease_id(seq, token)) == (seq, token)


@given(st.integers(0, 10_000), st.integers(1, 5_000), st.booleans())
def test_a_deadline_never_moves_later(pause: int, task_seconds: int, prefetch: bool) -> None:
    lease = new_lease("t", 0, task_seconds, prefetch=prefetch)
    seen = shown(lease, pause, task_seconds)
    assert seen.shown
    assert seen.deadline <= lease.deadline
    assert shown(seen, pause + 50, task_seconds) == seen


@given(st.integers(0, 700), st.integers(1, 300), st.integers(1, 4))
def test_the_cursor_opens_every_object_once_in_order(objects: int, free: int, lanes: int) -> None:
    index = [[seq, seq * 3, 3] for seq in range(objects)]
    job = Job("j", JobSpec("custom", "l", "", "", "", "", "t"), 0, 0, lanes=lanes)
    cursor, opened = Cursor(), list[Task]()
    while cursor.slice == 0:
        opening = next_opening(cursor, index, free)
        assert len(opening.entries) <= min(free, CHUNK)
        assert opening.after > cursor
        opened += [opened_task(job, entry, 1, 0) for entry in opening.entries]
        cursor = opening.after
    assert [task.seq for task in opened] == list(range(objects))
    assert all(0 <= task.lane < lanes for task in opened)


@given(st.sets(st.integers(0, 99)), st.sets(st.integers(0, 99)), st.integers(0, 7))
def test_only_rows_of_no_use_to_the_worker_are_passed(seqs: set[int], answered: set[int], draw: int) -> None:
    tasks = [
        Task("j", seq, 0, 2, 1, 0, InputPointer(0, 0, 1), done=("a",) if seq in answered else ("b",))
        for seq in sorted(seqs)
    ]
    cursor = passed(tasks, "a", -1)
    assert all(seq in answered for seq in seqs if seq <= cursor)
    found = candidates(tasks, "a", 0, lambda bound: draw % bound)
    assert {one.task.seq for one in found} == {*sorted(seqs - answered)[:CHOICES]}


@given(st.text(), st.integers(0, 9), st.integers(0, 2), st.integers(1, 9))
def test_every_lane_is_looked_at_once(worker: str, lane: int, version: int, lanes: int) -> None:
    session = Session(worker, "j", lane=lane, version=version)
    assert sorted(look.lane for look in looks(session, lanes)) == list(range(lanes))
