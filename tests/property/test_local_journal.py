"""The journal: whatever was acknowledged is replayed, whatever was cut is not, through any compaction."""

from __future__ import annotations

import threading
from contextlib import nullcontext
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from trigpoint.local.journal import Journal, JournalCorrupt, decode, encode

ITEM = st.dictionaries(st.sampled_from(["a", "é", "n"]), st.fixed_dictionaries({"S": st.text(max_size=8)}), max_size=2)
KEY = st.text(max_size=4)
ROW = st.tuples(st.sampled_from(["arn:t1", "arn:t2"]), KEY, KEY, st.none() | ITEM)
CALL = st.lists(ROW, min_size=1, max_size=4)
TMP = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)

State = dict[tuple[str, str, str], dict]


def apply(state: State, rows: list) -> State:
    for arn, partition, sort, item in rows:
        if item is None:
            state.pop((arn, partition, sort), None)
        else:
            state[arn, partition, sort] = item
    return state


def snapshot(state: State):
    return lambda: iter([(*key, item) for key, item in state.items()])


@given(CALL)
def test_a_line_gives_its_rows_back(rows: list) -> None:
    assert decode(encode(rows)) == rows


@given(CALL, st.data())
def test_a_cut_or_altered_line_is_noticed(rows: list, data: st.DataObject) -> None:
    line = encode(rows)
    assert decode(line[: data.draw(st.integers(0, len(line) - 1))]) is None
    place = data.draw(st.integers(0, len(line) - 2))
    altered = line[:place] + bytes([line[place] ^ 1]) + line[place + 1 :]
    assert decode(altered) is None


def in_memory(folder: Path) -> Journal:
    """Without the disk's pace: what a kill of the process leaves does not depend on it."""
    return Journal(folder, fsync=lambda _: None)


@TMP
@given(calls=st.lists(st.one_of(CALL, st.just("compact"), st.just("restart")), max_size=12))
def test_replay_equals_what_was_done(tmp_path_factory: pytest.TempPathFactory, calls: list) -> None:
    folder = tmp_path_factory.mktemp("journal")
    journal, state = in_memory(folder), State()
    for call in calls:
        if call == "compact":
            journal.compact(snapshot(state))
        elif call == "restart":
            journal = in_memory(folder)
        else:
            with journal.call():
                for row in call:
                    journal.record(row)
            apply(state, call)
    assert apply({}, list(in_memory(folder).replay())) == state


@TMP
@given(calls=st.lists(CALL, min_size=1, max_size=5), cut=st.integers(1, 400))
def test_a_kill_in_the_last_write_loses_only_that_call(
    tmp_path_factory: pytest.TempPathFactory, calls: list, cut: int
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    journal = in_memory(folder)
    for call in calls:
        with journal.call():
            for row in call:
                journal.record(row)
    path = folder / "journal-0.log"
    data = path.read_bytes()
    last = len(encode(calls[-1]))
    path.write_bytes(data[: len(data) - min(cut, last)])
    expected = apply({}, [row for call in calls[:-1] for row in call])
    assert apply({}, list(in_memory(folder).replay())) == expected


def test_damage_in_the_middle_stops_the_start(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for number in range(3):
        with journal.call():
            journal.record(("arn", "p", str(number), {"a": {"S": "x"}}))
    path = tmp_path / "journal-0.log"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"0" + lines[1][1:] + lines[2])
    with pytest.raises(JournalCorrupt, match=r"journal-0\.log line 2"):
        list(Journal(tmp_path).replay())


def test_nothing_is_recorded_outside_of_a_call(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    journal.record(("arn", "p", "s", {}))
    assert list(Journal(tmp_path).replay()) == []


def test_a_failed_write_ends_the_process_instead_of_acknowledging(tmp_path: Path) -> None:
    ended: list[int] = []

    def broken(_descriptor: int) -> None:
        raise OSError("disk full")

    journal = Journal(tmp_path, fsync=broken, fatal=ended.append)
    with journal.call():
        journal.record(("arn", "p", "s", {}))
    assert ended == [74]


@pytest.mark.parametrize("together", [False, True])
def test_many_writers_share_a_sync_and_none_returns_before_it(tmp_path: Path, together: bool) -> None:
    synced = [b""]
    journal = Journal(tmp_path, fsync=lambda _: synced.append((tmp_path / "journal-0.log").read_bytes()))
    early: list[bytes] = []

    def write(number: int) -> None:
        for turn in range(20):
            rows = [("arn", str(number), f"{turn}/{part}", {"a": {"S": "x"}}) for part in range(3)]
            with journal.promising() if together else nullcontext():
                for row in rows:
                    with journal.call():
                        journal.record(row)
            early.extend(line for row in rows if (line := encode([row])) not in synced[-1])

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert early == []
    assert len(list(Journal(tmp_path).replay())) == 480


def test_calls_that_are_acknowledged_together_wait_for_the_disk_once(tmp_path: Path) -> None:
    syncs: list[int] = []
    journal = Journal(tmp_path, fsync=syncs.append)
    with journal.promising():
        for number in range(3):
            with journal.promising(), journal.call():
                journal.record(("arn", "p", str(number), {}))
        assert syncs == []
    assert len(syncs) == 1
    with journal.promising():
        with journal.call():
            journal.record(("arn", "p", "effect", {}))
        journal.settle()
        assert len(syncs) == 2


def test_a_call_that_changed_nothing_waits_for_the_rows_that_refused_it(tmp_path: Path) -> None:
    """A repeated submit is told `accepted` because of a row that another thread has not yet on the disk."""
    syncs: list[int] = []
    journal = Journal(tmp_path, fsync=syncs.append)

    def repeat() -> None:
        with journal.promising(), journal.call():
            pass

    with journal.promising():
        with journal.call():
            journal.record(("arn", "p", "s", {}))
        other = threading.Thread(target=repeat)
        other.start()
        other.join()
        assert len(syncs) == 1
