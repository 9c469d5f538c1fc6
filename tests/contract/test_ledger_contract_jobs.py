"""What every ledger must do for jobs, shards and the window."""

from __future__ import annotations

from dataclasses import replace

import pytest
from ledger_table import JOB, NOW, TASK, a_job, a_label, a_task

from trigpoint.domain.errors import Conflict, JobNameTaken, NotFound
from trigpoint.domain.job import Cursor, JobStatus
from trigpoint.domain.work import (
    Outcome,
    Shard,
)
from trigpoint.ports import Ledger


# -- jobs
def test_a_job_comes_back_as_it_was_put(ledger: Ledger) -> None:
    job = a_job(cursor=Cursor(2, 7), token="tok", failure="why", total=9, status=JobStatus.IN_PROGRESS)
    ledger.create_job(job)
    assert ledger.job("birds") == job


def test_names_are_unique_in_any_case(ledger: Ledger) -> None:
    ledger.create_job(a_job("Birds"))
    with pytest.raises(JobNameTaken):
        ledger.create_job(a_job("bIRDS"))


def test_a_missing_job_is_named(ledger: Ledger) -> None:
    with pytest.raises(NotFound, match="owls"):
        ledger.job("owls")
    with pytest.raises(NotFound, match="owls"):
        ledger.change_job("owls", put={"token": "x"})


def test_change_puts_adds_and_returns_the_row(ledger: Ledger) -> None:
    ledger.create_job(a_job(token="old"))
    changed = ledger.change_job(
        "birds",
        put={"token": None, "status": JobStatus.STOPPED, "cursor": Cursor(1, 2), "modified": NOW + 0.1},
        add={"closed": 3, "opened": 2},
        expect={"token": "old", "failure": None, "closed": 0},
    )
    assert changed == ledger.job("birds")
    assert (changed.token, changed.closed, changed.opened) == (None, 3, 2)
    assert (changed.status, changed.cursor, changed.modified) == (JobStatus.STOPPED, Cursor(1, 2), NOW + 0.1)


@pytest.mark.parametrize("expect", [{"token": None}, {"token": "other"}, {"closed": 1}])
def test_change_refuses_what_it_does_not_expect(ledger: Ledger, expect: dict[str, object]) -> None:
    ledger.create_job(a_job(token="old"))
    with pytest.raises(Conflict):
        ledger.change_job("birds", put={"failure": "no"}, expect=expect)
    assert ledger.job("birds").failure is None


def test_jobs_are_listed_newest_first_within_a_status(ledger: Ledger) -> None:
    for name, created in (("a", NOW), ("b", NOW + 5), ("c", NOW + 2)):
        ledger.create_job(a_job(name, created=created))
    ledger.change_job("c", put={"status": JobStatus.FAILED})
    assert [job.name for job in ledger.jobs(JobStatus.INITIALIZING)] == ["b", "a"]
    assert [job.name for job in ledger.jobs()] == ["b", "a", "c"]


def test_a_team_sees_jobs_while_they_serve(ledger: Ledger) -> None:
    for name in ("b", "a"):
        ledger.create_job(a_job(name))
    ledger.create_job(a_job("c", spec=replace(JOB.spec, team="others")))
    assert [job.name for job in ledger.team_jobs("birders")] == ["a", "b"]
    ledger.change_job("a", put={"status": JobStatus.STOPPING})
    assert [job.name for job in ledger.team_jobs("birders")] == ["b"]
    ledger.change_job("a", put={"status": JobStatus.IN_PROGRESS})
    assert [job.name for job in ledger.team_jobs("birders")] == ["a", "b"]


def test_a_new_spec_moves_the_job_to_its_team(ledger: Ledger) -> None:
    ledger.create_job(a_job())
    spec = replace(JOB.spec, team="others")
    ledger.change_job("birds", put={"spec": spec, "status": JobStatus.IN_PROGRESS})
    assert [job.spec for job in ledger.team_jobs("others")] == [spec]


# -- shards
def test_shards_keep_their_tallies(ledger: Ledger) -> None:
    many = [Shard(number, number, number + 1, 500) for number in range(103)]
    ledger.put_shards("birds", many[:60])
    ledger.close_unopened(replace(a_label(2, Outcome.SKIPPED), job="birds"))
    ledger.put_shards("birds", many)
    assert ledger.shards("birds", [0, 102, 999]) == [replace(many[0], skipped=1, unopened=1), many[102]]
    assert ledger.shards("birds", range(103))[1:] == many[1:]


# -- window
def test_tasks_are_opened_with_the_cursor(open_ledger: Ledger) -> None:
    job = open_ledger.job(JOB.key)
    assert (job.cursor, job.opened) == (Cursor(0, 1), 1)
    assert open_ledger.task(JOB.key, TASK.seq, TASK.lane) == TASK
    assert open_ledger.task(JOB.key, 99, 1) is None


def test_a_moved_cursor_opens_nothing(open_ledger: Ledger) -> None:
    with pytest.raises(Conflict):
        open_ledger.open_tasks(JOB.key, Cursor(), Cursor(0, 2), [a_task(JOB, 2)])
    assert open_ledger.task(JOB.key, 2, 0) is None
    assert open_ledger.job(JOB.key).opened == 1


def test_a_stopped_job_opens_nothing(open_ledger: Ledger) -> None:
    open_ledger.change_job(JOB.key, put={"status": JobStatus.STOPPING})
    with pytest.raises(Conflict):
        open_ledger.open_tasks(JOB.key, Cursor(0, 1), Cursor(0, 2), [a_task(JOB, 2)])


def test_a_lane_is_read_in_order_after_a_cursor(ledger: Ledger) -> None:
    ledger.create_job(JOB)
    seqs = [*range(1, 199, 2)]
    ledger.open_tasks(JOB.key, Cursor(), Cursor(1), [a_task(JOB, seq) for seq in reversed(seqs)])
    assert [task.seq for task in ledger.tasks(JOB.key, 1)] == seqs[:16]
    assert [task.seq for task in ledger.tasks(JOB.key, 1, 5, 2)] == [7, 9]
    assert [task.seq for task in ledger.tasks(JOB.key, 1, 190, 1000)] == [191, 193, 195, 197]
    assert ledger.tasks(JOB.key, 0) == []
