"""The journalled DynamoDB: whatever was answered is replayed into a fresh emulator, row for row.

The emulator's module is loaded again under names of its own, so that the one of this process stays unpatched.
"""

from __future__ import annotations

import importlib.util
import json
import threading
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ministack.core import persistence
from ministack.services import dynamodb as unpatched

from trigpoint.local import durable
from trigpoint.local.journal import Journal

Rows = dict[tuple[str, str, str], dict[str, Any]]
PUT = {"TableName": "rows", "Item": {"pk": {"S": "a"}, "sk": {"S": "1"}}}


class Copy:
    """One copy of the emulator's DynamoDB, emptied and patched afresh for every example."""

    def __init__(self, name: str) -> None:
        spec = importlib.util.spec_from_file_location(name, str(unpatched.__file__))
        assert spec
        assert spec.loader
        self.module: ModuleType = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(self.module)
        self.pristine = dict(vars(self.module))

    def start(self, folder: Path, state: str = "") -> Any:
        """As at a start of the emulator: patched, tables restored, rows replayed."""
        vars(self.module).update(self.pristine)
        for store in ("_tables", "_tags", "_ttl_settings"):
            getattr(self.module, store)._data.clear()
        durable.install(self.module, Journal(folder, fsync=lambda _: None))
        if state:
            self.module.load_persisted_state(json.loads(state, object_hook=persistence._json_object_hook))
        return self.module


@pytest.fixture(scope="module")
def copies() -> tuple[Copy, Copy]:
    return Copy("dynamodb_that_runs"), Copy("dynamodb_that_restarts")


def create(dynamodb: Any, name: str = "rows") -> None:
    keys = {"pk": "HASH", "sk": "RANGE"}
    if name in dynamodb._tables:
        return
    status, _, body = dynamodb._create_table(
        {
            "TableName": name,
            "BillingMode": "PAY_PER_REQUEST",
            "KeySchema": [{"AttributeName": key, "KeyType": kind} for key, kind in keys.items()],
            "AttributeDefinitions": [{"AttributeName": key, "AttributeType": "S"} for key in keys],
        }
    )
    assert status == 200, body


def state_of(dynamodb: Any) -> str:
    """The state file's content; it holds no row."""
    return json.dumps(dynamodb.get_state(), default=persistence._json_default)


def rows(dynamodb: Any) -> Rows:
    return {(arn, partition, str(sort)): dict(item or {}) for arn, partition, sort, item in durable.rows(dynamodb)}


# -- random operations
NAME = st.sampled_from(["rows", "more"])
KEY = st.fixed_dictionaries(
    {"pk": st.sampled_from([{"S": "a"}, {"S": "é"}]), "sk": st.sampled_from([{"S": "1"}, {"S": "2"}])}
)
TEXT = st.text(alphabet='xé\n"', max_size=3)
VALUE = st.one_of(
    st.builds(lambda n: {"N": str(n)}, st.integers(0, 3)),
    st.builds(lambda s: {"S": s}, TEXT),
    st.builds(lambda some: {"M": {"m": {"L": [{"S": one} for one in some]}}}, st.lists(TEXT, max_size=2)),
)
ITEM = st.builds(lambda key, value: {**key, "v": value, "n": {"N": "1"}}, KEY, VALUE)
ABSENT = {"ConditionExpression": "attribute_not_exists(pk)"}
CONDITION = st.sampled_from([{}, {}, ABSENT, {"ConditionExpression": "attribute_exists(pk)"}])
COUNT = {
    "UpdateExpression": "ADD n :one SET #m = :one",
    "ExpressionAttributeNames": {"#m": "m"},
    "ExpressionAttributeValues": {":one": {"N": "1"}},
}


def action(kind: str, name: str, item: dict[str, Any], condition: dict[str, str]) -> dict[str, Any]:
    key = {part: item[part] for part in ("pk", "sk")}
    match kind:
        case "Put":
            return {"TableName": name, "Item": item, **condition}
        case "Update":
            return {"TableName": name, "Key": key, **COUNT, **condition}
        case _:
            return {"TableName": name, "Key": key, **condition}


KIND = st.sampled_from(["Put", "Update", "Delete"])
ACTION = st.builds(lambda kind, *rest: (kind, action(kind, *rest)), KIND, NAME, ITEM, CONDITION)
BATCH = st.lists(st.one_of(
    st.builds(lambda item: {"PutRequest": {"Item": item}}, ITEM),
    st.builds(lambda key: {"DeleteRequest": {"Key": key}}, KEY),
), min_size=1, max_size=3)  # fmt: skip
STATEMENT = st.sampled_from([
    "INSERT INTO \"rows\" VALUE {'pk': 'a', 'sk': '9', 'v': 'from PartiQL'}",
    "UPDATE \"rows\" SET v = 'changed' WHERE pk = 'a' AND sk = '1'",
    "DELETE FROM \"rows\" WHERE pk = 'a' AND sk = '2'",
])  # fmt: skip
OPERATION = st.one_of(
    ACTION,
    ACTION,
    st.builds(lambda some: ("transact", some), st.lists(ACTION, min_size=1, max_size=4)),
    st.builds(lambda name, some: ("batch", {name: some}), NAME, BATCH),
    st.builds(lambda text: ("statement", text), STATEMENT),
    st.sampled_from([("recreate", "rows"), ("delete", "more"), ("create", "more"), ("cloudformation", "rows"),
                     ("stream", True), ("stream", False), ("expire", ""),
                     ("compact", "")]),
)  # fmt: skip


def perform(dynamodb: Any, journal_of: Journal, operation: tuple[str, Any]) -> bool:
    """Do it; True when the control plane changed, whose state is then saved."""
    kind, what = operation
    match kind:
        case "Put" | "Update" | "Delete":
            getattr(dynamodb, f"_{kind.lower()}_item")(what)
        case "transact":
            dynamodb._transact_write_items({"TransactItems": [{name: body} for name, body in what]})
        case "batch":
            dynamodb._batch_write_item({"RequestItems": what})
        case "statement":
            dynamodb._execute_statement({"Statement": what})
        case "expire":
            expire(dynamodb)
        case "compact":
            journal_of.compact(lambda: durable.rows(dynamodb))
        case "stream":
            view = {"StreamViewType": "NEW_IMAGE"} if what else {}
            dynamodb._update_table({"TableName": "rows", "StreamSpecification": {"StreamEnabled": what, **view}})
        case "recreate":
            dynamodb._delete_table({"TableName": what})
            create(dynamodb, what)
        case "cloudformation":
            dynamodb.drop_stream_records(what, dynamodb._tables.pop(what, None))
            create(dynamodb, what)
        case "create":
            create(dynamodb, what)
        case "delete":
            dynamodb._delete_table({"TableName": what})
    return kind in ("recreate", "cloudformation", "create", "delete", "stream")


class Stop(BaseException):
    """Ends the reaper's endless loop."""


def expire(dynamodb: Any) -> None:
    """One round of the emulator's TTL reaper: rows whose `n` is a time long past go."""
    naps = iter([None])

    def sleep(_seconds: float) -> None:
        if next(naps, Stop) is Stop:
            raise Stop

    clock = dynamodb.time
    dynamodb.time = SimpleNamespace(sleep=sleep, time=clock.time)
    dynamodb._ttl_settings["rows"] = {"TimeToLiveStatus": "ENABLED", "AttributeName": "n"}
    with pytest.raises(Stop):
        dynamodb._ttl_reaper()
    dynamodb.time = clock


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(operations=st.lists(OPERATION, max_size=14))
def test_replay_into_a_fresh_emulator_gives_equal_rows(
    copies: tuple[Copy, Copy], tmp_path_factory: pytest.TempPathFactory, operations: list[Any]
) -> None:
    folder = tmp_path_factory.mktemp("journal")
    running = copies[0].start(folder)
    create(running)
    create(running, "more")
    journal = running._lock._journal
    state = state_of(running)
    for operation in operations:
        if perform(running, journal, operation):
            state = state_of(running)
    assert '"pk": {"S": "a"}' not in state, "rows are left to the journal"
    again = copies[1].start(folder, state)
    assert rows(again) == rows(running)
    for name, table in again._tables.items():
        assert table["ItemCount"] == sum(arn == table["TableArn"] for arn, _, _ in rows(again)), name


# -- threads
def test_conditional_updates_of_many_threads_are_exact_and_replayed(copies: tuple[Copy, Copy], tmp_path: Path) -> None:
    dynamodb = copies[0].start(tmp_path)
    create(dynamodb)
    state, statuses = state_of(dynamodb), []
    update = {
        "TableName": "rows",
        "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}},
        "UpdateExpression": "ADD n :one",
        "ConditionExpression": "attribute_not_exists(n) OR n < :most",
        "ExpressionAttributeValues": {":one": {"N": "1"}, ":most": {"N": "700"}},
    }

    def work() -> None:
        for _ in range(60):
            statuses.append(dynamodb._update_item(dict(update))[0])

    threads = [threading.Thread(target=work) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (statuses.count(200), statuses.count(400)) == (700, 16 * 60 - 700)
    (row,) = rows(copies[1].start(tmp_path, state)).values()
    assert row["n"] == {"N": "700"}


# -- one by one
@pytest.fixture
def dynamodb(copies: tuple[Copy, Copy], tmp_path: Path) -> Any:
    running = copies[0].start(tmp_path)
    create(running)
    return running


@pytest.mark.parametrize("name", durable.REFUSED)
def test_operations_past_the_journal_are_refused(dynamodb: Any, name: str) -> None:
    status, _, body = getattr(dynamodb, name)({"TableName": "rows"})
    assert status == 400
    assert "bypasses the journal" in json.loads(body)["message"]


def test_a_failed_transaction_leaves_no_trace(dynamodb: Any, tmp_path: Path) -> None:
    dynamodb._put_item(PUT)
    before = (tmp_path / "journal-0.log").read_bytes()
    other = {"TableName": "rows", "Item": {"pk": {"S": "b"}, "sk": {"S": "1"}}}
    status, _, _ = dynamodb._transact_write_items({"TransactItems": [{"Put": other}, {"Put": PUT | ABSENT}]})
    assert status == 400
    assert (tmp_path / "journal-0.log").read_bytes() == before
    assert len(rows(dynamodb)) == 1


def test_a_transaction_is_one_line(dynamodb: Any, tmp_path: Path) -> None:
    actions = [{"Put": {"TableName": "rows", "Item": {"pk": {"S": "a"}, "sk": {"S": str(n)}}}} for n in range(5)]
    dynamodb._transact_write_items({"TransactItems": actions})
    assert (tmp_path / "journal-0.log").read_bytes().count(b"\n") == 1


def test_a_row_that_another_service_puts_past_the_api_is_kept_too(dynamodb: Any, tmp_path: Path) -> None:
    dynamodb._set_item(dynamodb._tables["rows"], "a", "1", PUT["Item"])
    assert (tmp_path / "journal-0.log").read_bytes().count(b"\n") == 1


def test_a_stream_that_is_switched_off_takes_no_rows_with_it(
    dynamodb: Any, copies: tuple[Copy, Copy], tmp_path: Path
) -> None:
    dynamodb._put_item(PUT)
    for stream in ({"StreamEnabled": True, "StreamViewType": "NEW_IMAGE"}, {"StreamEnabled": False}):
        assert dynamodb._update_table({"TableName": "rows", "StreamSpecification": stream})[0] == 200
    assert rows(copies[1].start(tmp_path, state_of(dynamodb))) == rows(dynamodb) != {}


def test_saving_the_state_leaves_the_rows_where_they_are(dynamodb: Any) -> None:
    dynamodb._put_item(PUT)
    before = rows(dynamodb)
    state_of(dynamodb)
    assert rows(dynamodb) == before != {}
    status, _, body = dynamodb._get_item({"TableName": "rows", "Key": {"pk": {"S": "a"}, "sk": {"S": "1"}}})
    assert (status, json.loads(body)["Item"]) == (200, PUT["Item"])


def test_this_process_s_own_emulator_is_untouched() -> None:
    assert not hasattr(unpatched._put_item, "__wrapped__")
