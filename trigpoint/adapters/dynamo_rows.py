"""Every row but the job's <-> wire item, and the keys of the single table.

Attribute names of task rows are one letter: they are read 16 at a time, for every task a worker gets.
    n want  o open  t opened  g slice  a start  l length  v wave  e answered  Z sealed
    L leases {worker: {t token, d deadline, s shown}}  D done  X declined  R their reasons
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from trigpoint.adapters.dynamo_job_row import Wire, number, text
from trigpoint.adapters.dynamo_table import Item
from trigpoint.domain.errors import AnswerError
from trigpoint.domain.work import (
    Answer,
    Draft,
    HeldLease,
    InputPointer,
    Label,
    Lease,
    Outcome,
    Session,
    Shard,
    Source,
    Task,
    UsageKind,
    UsageRecord,
    shard_of,
)
from trigpoint.ledger.usage import partition_of

LARGEST = 380_000
"""Bytes of an answer's or label's JSON; a DynamoDB item ends at 400 KB, keys and names included."""

USAGE_KEPT = 400 * 86_400
DRAFT_KEPT = 86_400
"""Seconds that a draft whose lease ran out lies there unread; every save begins them anew."""


def compact(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def _body(content: Mapping[str, Any], what: str) -> Wire:
    body = compact(dict(content))
    if len(body.encode()) > LARGEST:
        raise AnswerError(
            f"{what} takes {len(body.encode())} bytes, more than {LARGEST}.",
            "Simplify its shapes, or split the object.",
        )
    return text(body)


# -- shards ---------------------------------------------------------------------
def shard_key(job: str, shard: int) -> Item:
    return {"pk": text(f"J#{job}#S#{shard}"), "sk": text("META")}


def shard_out(job: str, shard: Shard) -> Item:
    names = ("number", "start", "end", "count", "labelled", "failed", "skipped", "unopened", "machine")
    return {**shard_key(job, shard.number), **{name: number(getattr(shard, name)) for name in names}}


def shard_in(item: Item) -> Shard:
    return Shard(**{name: int(wire["N"]) for name, wire in item.items() if name not in ("pk", "sk")})


# -- tasks ----------------------------------------------------------------------
def lane_key(job: str, lane: int) -> Wire:
    return text(f"Q#{job}#{lane}")


def task_key(job: str, seq: int, lane: int) -> Item:
    return {"pk": lane_key(job, lane), "sk": text(f"{seq:09d}")}


def lease_out(lease: Lease) -> dict[str, Any]:
    return {"M": {"t": text(lease.token), "d": number(lease.deadline), "s": {"BOOL": lease.shown}}}


def done_out(task: Task) -> dict[str, Any]:
    return {"L": [text(worker) for worker in task.done]}


def task_out(task: Task) -> Item:
    return {
        **task_key(task.job, task.seq, task.lane),
        "n": number(task.want),
        "o": number(task.open),
        "t": number(task.opened),
        "g": number(task.input.slice),
        "a": number(task.input.start),
        "l": number(task.input.length),
        "v": number(task.wave),
        "L": {"M": {worker: lease_out(lease) for worker, lease in task.leases.items()}},
        "D": done_out(task),
        "X": {"L": [text(worker) for worker in task.declined]},
        "R": {"L": [text(reason) for reason in task.reasons]},
        **({"e": number(task.answered)} if task.answered else {}),
        **({"Z": {"BOOL": True}} if task.sealed else {}),
    }


def _lease_in(wire: Mapping[str, Any]) -> Lease:
    fields = wire["M"]
    return Lease(fields["t"]["S"], float(fields["d"]["N"]), fields["s"]["BOOL"])


def task_in(item: Item) -> Task:
    job, _, lane = item["pk"]["S"][2:].rpartition("#")
    return Task(
        job=job,
        seq=int(item["sk"]["S"]),
        lane=int(lane),
        want=int(item["n"]["N"]),
        open=int(item["o"]["N"]),
        opened=float(item["t"]["N"]),
        input=InputPointer(int(item["g"]["N"]), int(item["a"]["N"]), int(item["l"]["N"])),
        wave=int(item["v"]["N"]),
        leases={worker: _lease_in(wire) for worker, wire in item["L"]["M"].items()},
        done=tuple(wire["S"] for wire in item["D"]["L"]),
        declined=tuple(wire["S"] for wire in item["X"]["L"]),
        reasons=tuple(wire["S"] for wire in item["R"]["L"]),
        answered=float(item["e"]["N"]) if "e" in item else 0.0,
        sealed="Z" in item,
    )


# -- sessions -------------------------------------------------------------------
def session_key(worker: str, job: str) -> Item:
    return {"pk": text(f"W#{worker}"), "sk": text(f"CUR#{job}")}


def session_out(session: Session) -> Item:
    """The row; all but the version, which conditions name, is one JSON string."""
    leases = [[one.seq, one.token, one.deadline] for one in session.leases]
    body = compact([session.lane, leases, list(session.after.items()), session.recent, session.answered])
    return {**session_key(session.worker, session.job), "v": number(session.version), "b": text(body)}


def session_in(item: Item) -> Session:
    # Rows written before answers were remembered have three parts, before they were counted four.
    parts = json.loads(item["b"]["S"])
    lane, leases, after, recent, answered = parts + [[], 0][len(parts) - 3 :]
    return Session(
        worker=item["pk"]["S"][2:],
        job=item["sk"]["S"][4:],
        leases=tuple(HeldLease(*one) for one in leases),
        lane=lane,
        after=dict(after),
        version=int(item["v"]["N"]),
        recent=tuple((seq, time) for seq, time in recent),
        answered=answered,
    )


# -- drafts ---------------------------------------------------------------------
def draft_key(worker: str, job: str) -> Item:
    return {"pk": text(f"W#{worker}"), "sk": text(f"DRAFT#{job}")}


def draft_out(draft: Draft) -> Item:
    """The row. Raises AnswerError when the draft is too large."""
    return {
        **draft_key(draft.worker, draft.job),
        "o": number(draft.seq),
        "k": text(draft.token),
        "c": _body(draft.content, f"The draft of {draft.worker} for object {draft.seq}"),
        "s": number(draft.saved),
        "ttl": number(int(draft.saved) + DRAFT_KEPT),
    }


def draft_in(item: Item) -> Draft:
    worker, job = item["pk"]["S"][2:], item["sk"]["S"][6:]
    content = json.loads(item["c"]["S"])
    return Draft(worker, job, int(item["o"]["N"]), item["k"]["S"], content, float(item["s"]["N"]))


# -- answers and labels -----------------------------------------------------------
def object_key(job: str, seq: int, rest: str) -> Item:
    """Key of a row in an object's shard: `L` its label, `A#<worker>` an answer."""
    return {"pk": text(f"J#{job}#S#{shard_of(seq)}"), "sk": text(f"O#{seq:09d}#{rest}")}


def _place(item: Item) -> tuple[str, int, str]:
    """Job, object id and the rest of the sort key."""
    sk = item["sk"]["S"]
    return item["pk"]["S"][2:].rpartition("#S#")[0], int(sk[2:11]), sk[12:]


def answer_key(job: str, seq: int, worker: str) -> Item:
    return object_key(job, seq, f"A#{worker}")


def answer_out(answer: Answer) -> Item:
    """The row. Raises AnswerError when the answer is too large."""
    return {
        **answer_key(answer.job, answer.seq, answer.worker),
        "c": _body(answer.content, f"The answer of {answer.worker} for object {answer.seq}"),
        "a": number(answer.accepted),
        "s": number(answer.submitted),
        "k": text(answer.token),
    }


def answer_in(item: Item) -> Answer:
    job, seq, rest = _place(item)
    content = json.loads(item["c"]["S"])
    times = float(item["a"]["N"]), float(item["s"]["N"])
    return Answer(job, seq, rest[2:], content, *times, token=item["k"]["S"])


def is_label(item: Item) -> bool:
    return bool(_place(item)[2] == "L")


def label_out(label: Label) -> Item:
    """The row. Raises AnswerError when the label is too large."""
    return {
        **object_key(label.job, label.seq, "L"),
        "o": text(label.outcome.value),
        "t": number(label.created),
        "c": _body(label.content, f"The label of object {label.seq}"),
        "f": number(float(label.confidence)),
        "s": text(label.source.value),
        "w": {"L": [text(worker) for worker in label.workers]},
        "v": number(label.wave),
        "r": text(label.reason),
        "n": number(label.revision),
    }


def label_in(item: Item) -> Label:
    job, seq, _ = _place(item)
    return Label(
        job=job,
        seq=seq,
        outcome=Outcome(item["o"]["S"]),
        created=float(item["t"]["N"]),
        content=json.loads(item["c"]["S"]),
        confidence=float(item["f"]["N"]),
        source=Source(item["s"]["S"]),
        workers=tuple(wire["S"] for wire in item["w"]["L"]),
        wave=int(item["v"]["N"]),
        reason=item["r"]["S"],
        revision=int(item["n"]["N"]),
    )


# -- usage records ----------------------------------------------------------------
def usage_key(month: str, partition: int) -> Wire:
    return text(f"U#{month}#{partition}")


def usage_out(record: UsageRecord) -> Item:
    return {
        "pk": usage_key(record.month, partition_of(record.job, record.seq)),
        "sk": text(f"{record.job}#{record.seq:09d}#{record.kind.value}"),
        "t": number(record.created),
        "n": number(record.answers),
        "ttl": number(int(record.created) + USAGE_KEPT),
    }


def usage_in(item: Item) -> UsageRecord:
    job, seq, kind = item["sk"]["S"].rsplit("#", 2)
    month = item["pk"]["S"].split("#")[1]
    created, answers = float(item["t"]["N"]), int(item["n"]["N"])
    return UsageRecord(month, job, int(seq), UsageKind(kind), created, answers)
