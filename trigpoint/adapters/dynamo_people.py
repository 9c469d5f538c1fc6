"""What workers do to task rows in DynamoDB: claim, submit, undo, extend, release, decline.

The conditions are those of `trigpoint.ledger`'s row functions, stated field by field. Worker ids may
hold any character: they are always named through ExpressionAttributeNames.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.adapters.dynamo_drafts import DynamoDrafts
from trigpoint.adapters.dynamo_job_row import number, text
from trigpoint.adapters.dynamo_jobs import ABSENT
from trigpoint.adapters.dynamo_rows import (
    answer_in,
    answer_key,
    answer_out,
    draft_key,
    lease_out,
    session_in,
    session_key,
    session_out,
    task_in,
    task_key,
)
from trigpoint.adapters.dynamo_table import ConditionFailed
from trigpoint.domain.errors import AlreadyAnswered, Conflict, LeaseExpired
from trigpoint.domain.work import Answer, Lease, Session, Task
from trigpoint.ledger.lease import gone
from trigpoint.ledger.undo import done_place, moved, sealed

NOT_SEALED = "attribute_not_exists(#Z)"
NEW_TO_TASK = f"NOT contains(#D, :w) AND NOT contains(#X, :w) AND {NOT_SEALED}"


class DynamoPeople(DynamoDrafts):
    """The part of `ports.Ledger` that workers use."""

    def session(self, worker: str, job: str) -> Session:
        item = self.table.get(session_key(worker, job))
        return session_in(item) if item else Session(worker, job)

    def sessions(self, worker: str, jobs: Sequence[str]) -> list[Session]:
        return [session_in(item) for item in self.table.get_many([session_key(worker, job) for job in jobs])]

    def put_session(self, before: Session, after: Session) -> None:
        put = _session_put(before, after)
        try:
            self.table.put(put.pop("Item"), **put)
        except ConditionFailed as error:
            raise Conflict(f"Worker {before.worker} took another task meanwhile.", "Read the session again.") from error

    def claim(
        self, task: Task, worker: str, lease: Lease, replaces: str | None, before: Session, after: Session
    ) -> None:
        give = _opening() if replaces is None else _takeover(task.leases[replaces], worker, replaces)
        give["ExpressionAttributeValues"] |= {":lease": lease_out(lease), ":w": text(worker)}
        give["ExpressionAttributeNames"] |= {"#L": "L", "#w": worker, "#D": "D", "#X": "X", "#Z": "Z"}
        key = task_key(task.job, task.seq, task.lane)
        try:
            self.table.transact({"Update": {"Key": key, **give}}, {"Put": _session_put(before, after)})
        except ConditionFailed as error:
            who = "the worker's other tab" if error.failed(1) else "another worker"
            raise Conflict(f"Object {task.seq} of job {task.job}: {who} was faster.", "Take another task.") from error

    def submit(self, answer: Answer, lane: int, *, drafted: bool = False) -> None:
        settle = {
            "Key": task_key(answer.job, answer.seq, lane),
            "UpdateExpression": "SET #D = list_append(#D, :done), #e = :now REMOVE #L.#w",
            "ConditionExpression": f"#L.#w.#t = :token AND #L.#w.#d >= :now AND {NOT_SEALED}",
            "ExpressionAttributeNames": _lease_names(answer.worker) | {"#D": "D", "#d": "d", "#e": "e", "#Z": "Z"},
            "ExpressionAttributeValues": {
                ":done": {"L": [text(answer.worker)]},
                ":token": text(answer.token),
                ":now": number(answer.submitted),
            },
        }
        put = {"Item": answer_out(answer), "ConditionExpression": ABSENT}
        drop = [{"Delete": {"Key": draft_key(answer.worker, answer.job)}}] if drafted else []
        try:
            self.table.transact({"Put": put}, {"Update": settle}, *drop)
        except ConditionFailed as error:
            if error.failed(0):
                raise AlreadyAnswered(
                    f"Worker {answer.worker} has answered object {answer.seq} of job {answer.job}.",
                    "Go on with the next task.",
                ) from error
            raise gone() from error

    def own_answers(self, job: str, worker: str, seqs: Sequence[int]) -> list[Answer]:
        return [answer_in(item) for item in self.table.get_many([answer_key(job, seq, worker) for seq in seqs])]

    def undo(self, task: Task, answer: Answer, lease: Lease, before: Session, after: Session) -> None:
        place = done_place(task, answer.worker)
        if place is None:
            raise self._undo_refused(task)
        delete = {
            "Key": answer_key(answer.job, answer.seq, answer.worker),
            "ConditionExpression": "k = :token",
            "ExpressionAttributeValues": {":token": text(answer.token)},
        }
        take_back = {
            "Key": task_key(task.job, task.seq, task.lane),
            "UpdateExpression": f"SET #L.#w = :lease REMOVE #D[{place}]",
            "ConditionExpression": f"#D[{place}] = :w AND attribute_not_exists(#L.#w) AND {NOT_SEALED}",
            "ExpressionAttributeNames": {"#L": "L", "#w": answer.worker, "#D": "D", "#Z": "Z"},
            "ExpressionAttributeValues": {":lease": lease_out(lease), ":w": text(answer.worker)},
        }
        try:
            self.table.transact({"Delete": delete}, {"Update": take_back}, {"Put": _session_put(before, after)})
        except ConditionFailed as error:
            raise self._undo_refused(task) from error

    def _undo_refused(self, task: Task) -> LeaseExpired | Conflict:
        row = self.task(task.job, task.seq, task.lane)
        return sealed(task.seq) if row is None or row.sealed else moved(task)

    def extend(self, task: Task, worker: str, lease: Lease) -> None:
        key = task_key(task.job, task.seq, task.lane)
        self._with_lease(key, worker, lease.token, "SET #L.#w = :lease", {":lease": lease_out(lease)})

    def release(self, job: str, seq: int, lane: int, worker: str, token: str) -> None:
        key = task_key(job, seq, lane)
        self._with_lease(key, worker, token, "SET #o = #o + :one REMOVE #L.#w", {":one": number(1)}, "o")

    def decline(self, job: str, seq: int, lane: int, worker: str, token: str, reason: str) -> Task:
        change = "SET #o = #o + :one, #X = list_append(#X, :who), #R = list_append(#R, :why) REMOVE #L.#w"
        values = {":one": number(1), ":who": {"L": [text(worker)]}, ":why": {"L": [text(reason)]}}
        key = task_key(job, seq, lane)
        return self._with_lease(key, worker, token, change, values, "oXR")

    def _with_lease(
        self,
        key: dict[str, Any],
        worker: str,
        token: str,
        change: str,
        values: Mapping[str, Any],
        attributes: str = "",
    ) -> Task:
        """Change a task row while the worker's lease has this token; the row after it."""
        try:
            item = self.table.update(
                key,
                UpdateExpression=change,
                ConditionExpression="#L.#w.#t = :token",
                ExpressionAttributeNames=_lease_names(worker) | {f"#{name}": name for name in attributes},
                ExpressionAttributeValues={":token": text(token), **values},
            )
        except ConditionFailed as error:
            raise gone() from error
        return task_in(item)

    def widen(self, task: Task, want: int) -> bool:
        try:
            self.table.update(
                task_key(task.job, task.seq, task.lane),
                UpdateExpression="SET #n = :want, #o = #o + :more REMOVE #Z",
                ConditionExpression="#n = :seen",
                ExpressionAttributeNames={"#n": "n", "#o": "o", "#Z": "Z"},
                ExpressionAttributeValues={
                    ":want": number(want),
                    ":more": number(want - task.want),
                    ":seen": number(task.want),
                },
            )
        except ConditionFailed:
            return False
        return True


def _session_put(before: Session, after: Session) -> dict[str, Any]:
    """Put a session on condition that its stored version is that of `before`."""
    if not before.version:
        return {"Item": session_out(after), "ConditionExpression": ABSENT}
    version = {"ExpressionAttributeValues": {":v": number(before.version)}}
    return {"Item": session_out(after), "ConditionExpression": "v = :v", **version}


def _lease_names(worker: str) -> dict[str, str]:
    return {"#L": "L", "#w": worker, "#t": "t"}


def _opening() -> dict[str, Any]:
    """Take an open slot."""
    return {
        "UpdateExpression": "SET #L.#w = :lease, #o = #o - :one",
        "ConditionExpression": f"#o >= :one AND attribute_not_exists(#L.#w) AND {NEW_TO_TASK}",
        "ExpressionAttributeNames": {"#o": "o"},
        "ExpressionAttributeValues": {":one": number(1)},
    }


def _takeover(lapsed: Lease, worker: str, replaces: str) -> dict[str, Any]:
    """Replace a lapsed lease, the worker's own or another's, if it is still the one that was read."""
    condition = f"#L.#r.#t = :t AND #L.#r.#d = :d AND {NEW_TO_TASK}"
    other = worker != replaces
    return {
        "UpdateExpression": "SET #L.#w = :lease" + (" REMOVE #L.#r" if other else ""),
        "ConditionExpression": condition + (" AND attribute_not_exists(#L.#w)" if other else ""),
        "ExpressionAttributeNames": {"#r": replaces, "#t": "t", "#d": "d"},
        "ExpressionAttributeValues": {":t": text(lapsed.token), ":d": number(lapsed.deadline)},
    }
