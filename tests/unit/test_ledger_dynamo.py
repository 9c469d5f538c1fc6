"""How the DynamoDB adapter treats refusals, retries and pages, with a scripted client."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from trigpoint.adapters.dynamo_job_row import IN, OUT, TYPES, job_update
from trigpoint.adapters.dynamo_ledger import DynamoLedger
from trigpoint.adapters.dynamo_rows import (
    DRAFT_KEPT,
    LARGEST,
    answer_out,
    draft_in,
    draft_out,
    label_in,
    label_out,
    session_in,
    session_out,
    task_in,
    task_out,
)
from trigpoint.adapters.dynamo_table import ATTEMPTS, DynamoTable
from trigpoint.domain.errors import AnswerError, Conflict, LeaseExpired, NotFound
from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Answer, Draft, InputPointer, Label, Lease, Outcome, Session, Task

TASK = Task("a-b", 7, 3, 3, 0, 1.5, InputPointer(1, 2, 3), 2, {"w": Lease("t", 0.1, False)}, ("x",), ("y",))
LABEL = Label("job", 501, Outcome.LABELLED, 0.1, {"é": [1.5]}, 1, workers=("a", "b"))


class Scripted:
    """A client whose calls answer from a list; errors in it are raised."""

    def __init__(self, *replies: Any) -> None:
        self.replies = list(replies)
        self.calls: list[tuple[str, dict[str, Any]]] = []

    def __getattr__(self, name: str) -> Any:
        def call(**arguments: Any) -> Any:
            self.calls.append((name, arguments))
            reply = self.replies.pop(0)
            if isinstance(reply, Exception):
                raise reply
            return reply

        return call


def refusal(code: str, **more: Any) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": ""}, **more}, "Call")  # type: ignore[arg-type]


def cancelled(*codes: str) -> ClientError:
    return refusal("TransactionCanceledException", CancellationReasons=[{"Code": code} for code in codes])


LOCKED = cancelled("TransactionConflict", "None")


def test_transactions_that_meet_are_tried_again() -> None:
    client = Scripted(LOCKED, LOCKED, {})
    assert DynamoLedger(client, "t").close_task(LABEL, 0)
    assert len(client.calls) == 3


def test_rows_that_stay_locked_are_a_conflict() -> None:
    client = Scripted(*[LOCKED] * ATTEMPTS)
    with pytest.raises(Conflict, match="busy"):
        DynamoLedger(client, "t").close_task(LABEL, 0)


def test_a_row_in_a_transaction_is_tried_again() -> None:
    locked = refusal("TransactionConflictException")
    client = Scripted(locked, {"Attributes": task_out(TASK)})
    DynamoLedger(client, "t").release("job", 1, 0, "w", "t")
    with pytest.raises(Conflict, match="busy"):
        DynamoLedger(Scripted(*[locked] * ATTEMPTS), "t").release("job", 1, 0, "w", "t")


@pytest.mark.parametrize(
    "error", [refusal("ThrottlingException"), cancelled("ValidationError", "None"), refusal("AccessDenied")]
)
def test_what_is_no_refusal_passes(error: ClientError) -> None:
    answer = Answer("job", 1, "w", {}, 1.0, 2.0, "t")
    with pytest.raises(ClientError):
        DynamoLedger(Scripted(error), "t").submit(answer, 0)
    with pytest.raises(ClientError):
        DynamoLedger(Scripted(error), "t").put_label(LABEL)


def test_a_lost_lease_beside_a_locked_row_is_a_lost_lease() -> None:
    client = Scripted(cancelled("TransactionConflict", "ConditionalCheckFailed"))
    with pytest.raises(LeaseExpired):
        DynamoLedger(client, "t").submit(Answer("job", 1, "w", {}, 1.0, 2.0, "t"), 0)


def test_keys_left_unprocessed_are_asked_for_again() -> None:
    left = {"t": {"Keys": [{"pk": {"S": "b"}}], "ConsistentRead": True}}
    client = Scripted({"Responses": {"t": [{"n": 1}]}, "UnprocessedKeys": left}, {"Responses": {"t": [{"n": 2}]}})
    assert DynamoTable(client, "t").get_many([{"pk": {"S": "a"}}, {"pk": {"S": "b"}}]) == [{"n": 1}, {"n": 2}]
    assert client.calls[1][1] == {"RequestItems": left}


def test_pages_are_read_until_the_limit() -> None:
    pages = [{"Items": [{"n": 1}, {"n": 2}], "LastEvaluatedKey": {"pk": {}}}, {"Items": [{"n": 3}, {"n": 4}]}]
    client = Scripted(*pages)
    assert [item["n"] for item in DynamoTable(client, "t").query(3)] == [1, 2, 3]
    assert client.calls[1][1]["ExclusiveStartKey"] == {"pk": {}}
    assert len(list(DynamoTable(Scripted(*pages), "t").query())) == 4


def test_the_winning_label_comes_with_the_refusal_or_is_read() -> None:
    refused = refusal("ConditionalCheckFailedException", Item=label_out(LABEL))
    assert DynamoLedger(Scripted(refused), "t").put_label(LABEL) == LABEL
    bare = refusal("ConditionalCheckFailedException")
    assert DynamoLedger(Scripted(bare, {"Item": label_out(LABEL)}), "t").put_label(LABEL) == LABEL
    with pytest.raises(Conflict):
        DynamoLedger(Scripted(bare, {}), "t").put_label(LABEL)


def test_a_change_without_the_row_sent_back_looks_for_it() -> None:
    bare = refusal("ConditionalCheckFailedException")
    with pytest.raises(NotFound):
        DynamoLedger(Scripted(bare, {}), "t").change_job("owls", add={"closed": 1})


def test_every_job_field_has_a_codec() -> None:
    assert set(TYPES.values()) <= OUT.keys() & IN.keys()


def test_an_empty_change_is_still_valid() -> None:
    assert job_update({}, {}, {}) == {"ConditionExpression": "attribute_exists(pk)"}
    back = job_update({"status": JobStatus.IN_PROGRESS}, {}, {})
    assert "g2pk = team_key" in back["UpdateExpression"]


def test_rows_are_read_back() -> None:
    assert task_in(task_out(TASK)) == TASK
    assert label_in(label_out(LABEL)) == LABEL


def test_an_answer_that_does_not_fit_a_row_is_refused() -> None:
    answer = Answer("job", 1, "w", {"mask": "x" * LARGEST}, 1.0, 2.0, "t")
    with pytest.raises(AnswerError, match="object 1"):
        answer_out(answer)


@pytest.mark.parametrize(
    ("body", "rest"),
    [
        ("[3,[],[]]", {}),
        ("[3,[],[],[[7,1.5]]]", {"recent": ((7, 1.5),)}),
        ("[3,[],[],[[7,1.5]],9]", {"recent": ((7, 1.5),), "answered": 9}),
    ],
)
def test_sessions_of_earlier_versions_are_read(body: str, rest: dict[str, Any]) -> None:
    item = {"pk": {"S": "W#a#b"}, "sk": {"S": "CUR#job"}, "v": {"N": "4"}, "b": {"S": body}}
    session = Session("a#b", "job", lane=3, version=4, **rest)
    assert session_in(item) == session
    assert session_in(session_out(session)) == session


def test_a_draft_row_lapses_by_itself_and_is_read_back() -> None:
    draft = Draft("w#1", "job", 7, "t", {"é": [1.5]}, 1000.25)
    row = draft_out(draft)
    assert draft_in(row) == draft
    assert row["ttl"] == {"N": str(1000 + DRAFT_KEPT)}
