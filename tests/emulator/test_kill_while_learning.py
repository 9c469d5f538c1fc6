"""kill -9 of the whole service in every phase of automated labeling: the labels and the bill of an undisturbed run.

What a step learns from is what people have answered by then. So that both runs take the same steps, people pause at
the wave's low water: the objects that were closed at a step are then exactly the first of those asked, in their order.
What they answer depends on the object alone. Everything else is as time will have it.
"""

from __future__ import annotations

import csv
import json
import threading
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from http.client import HTTPException
from pathlib import Path
from typing import Any

from stack import Stack

from trigpoint.domain.places import execution_name
from trigpoint.domain.work import UsageRecord
from trigpoint.ledger.usage import month_of
from trigpoint.metering.bill import bill_of
from trigpoint.testing.waiting import wait_until

OBJECTS, SEATS = 600, 8
TAGS = {"trigpoint:seed": "4", "trigpoint:human-budget": "0.6", "trigpoint:target-accuracy": "0.9"}
CATEGORIES = ("ham", "spam")
ALGORITHM = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"
BY_TIME = ("creation-date", "job-name")
SECONDS = 180

Row = Mapping[str, Any]
Point = Callable[[Stack, Row], bool]
"""Whether a job is where it is to be killed."""

BETWEEN = ("ChooseWave", "PreAnnotate", "OpenWave", "AwaitLowWater", "RefitWave")
LOOKS = 5


def messages() -> list[tuple[str, str]]:
    """(text, category)."""
    path = Path(__file__).parents[2] / "examples/sms/messages.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file)][:OBJECTS]


def said(seq: int, truth: str) -> str:
    """What anybody says of an object: every sixtieth is mistaken."""
    return CATEGORIES[truth == "ham"] if seq % 60 == 7 else truth


@dataclass
class People:
    """Seats that label over HTTP through restarts, as far as the wave's low water."""

    stack: Stack
    job: str
    truths: list[str]
    row: dict[str, Any] = field(default_factory=dict)
    waves: list[list[int]] = field(default_factory=list)
    ranks: dict[int, int] = field(default_factory=dict)
    ended: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        tokens = [self.stack.worker(f"seat-{number}") for number in range(SEATS)]
        self.threads = [threading.Thread(target=self.work, args=(token,)) for token in tokens]
        for thread in self.threads:
            thread.start()

    def look(self) -> str:
        """Read how far the job is; its status."""
        row = self.stack.job(self.job)
        for wave in range(len(self.waves), int(row.get("waves", 0))):
            document = json.loads(self.stack.get(f"work/{self.job}/waves/{wave + 1}.json") or b"")
            self.waves.append([seq for one in document["slices"] for seq in one["ids"]])
        order = [seq for wave in self.waves for seq in wave]
        self.row, self.ranks = row, {seq: rank for rank, seq in enumerate(order)}
        return str(row.get("status"))

    def wanted(self, seq: int) -> bool:
        return self.ranks.get(seq, OBJECTS) < int(self.row.get("low_water", 0))

    def finish(self) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()

    def work(self, token: str) -> None:
        body: dict[str, Any] = {}
        while not self.ended.is_set():
            try:
                status, reply = self.stack.call(token, f"/portal/jobs/{self.job}/next", body)
            except (OSError, HTTPException, ValueError):
                status, reply = 503, None
            task = reply["task"] if status == 200 else None
            if task is None:
                body = body if status >= 500 else {}
                self.ended.wait(0.03)
                continue
            seq = int(task["object"])
            while not self.wanted(seq) and not self.ended.wait(0.03):
                pass
            answer = {"category": {"label": said(seq, self.truths[seq])}}
            body = {"lease": task["lease"], "accepted": task["accepted"], "answer": answer}


def drop(stack: Stack, job: str) -> list[str]:
    known = messages()
    recipe = stack.recipe("learning", categories=CATEGORIES, MaxConcurrentTaskCount=SEATS, TaskTimeLimitInSeconds=600)
    recipe |= {"LabelingJobAlgorithmsConfig": {"LabelingJobAlgorithmSpecificationArn": ALGORITHM}}
    recipe["Tags"] = [{"Key": key, "Value": value} for key, value in TAGS.items()]
    stack.drop(job, [{"source": text} for text, _ in known], recipe, "learning")
    return [category for _, category in known]


def labelled(stack: Stack, job: str, points: Sequence[Point] = ()) -> int:
    """Run a job to its end through a kill at each of the points; how many of them were reached."""
    left = list(points)
    people = People(stack, job, drop(stack, job))

    def over() -> bool:
        status = people.look()
        if left and people.row and any(left[0](stack, people.row) for _ in range(LOOKS)):
            stack.kill()
            left.pop(0)
            stack.up()
        return status in ("Completed", "Failed", "Stopped")

    try:
        wait_until(over, f"the end of {job}", SECONDS)
    finally:
        people.finish()
    return len(points) - len(left)


def trains(stack: Stack, row: Row) -> bool:
    """After the first wave."""
    return int(row["waves"]) > 0 and state_of(stack, row) == "Train"


def between_steps(stack: Stack, row: Row) -> bool:
    """After the first step that rests on answers."""
    return int(row["waves"]) > 1 and state_of(stack, row) in BETWEEN


def labels_by_machine(stack: Stack, row: Row) -> bool:
    """Once the machine has labelled some of its objects."""
    with stack.connected() as (ports, _):
        return any(shard.machine for shard in ports.ledger.shards(str(row["name"]), range(2)))


POINTS: tuple[Point, ...] = (trains, between_steps, labels_by_machine)


def state_of(stack: Stack, row: Row) -> str:
    """The state that the job's execution entered last."""
    name = execution_name(str(row["name"]).lower(), int(row["attempt"]))
    arn = f"{stack.output('MachineArn').replace(':stateMachine:', ':execution:')}:{name}"
    history = stack.client("stepfunctions").get_execution_history
    events = history(executionArn=arn, reverseOrder=True, maxResults=10)["events"]
    entered = (one["stateEnteredEventDetails"]["name"] for one in events if "stateEnteredEventDetails" in one)
    return str(next(entered, ""))


def outcome(stack: Stack, job: str) -> dict[str, Any]:
    """All that may not depend on kills: labels, steps, output and bill."""
    with stack.connected() as (ports, _):
        row = ports.ledger.job(job)
        labels = [one for n in range(row.shards) for one in ports.ledger.shard_contents(job, n).labels.values()]
        months = {month_of(one.created) for one in labels}
        usage = [record for month in sorted(months) for record in ports.ledger.usage(month) if record.job == job]
    steps = [json.loads(stack.get(key) or b"") for key in sorted(stack.keys(f"work/{job}/autolabel/step-"))]
    return {
        "row": (row.status, row.closed, row.labelled, row.failed, row.machine, row.waves, row.promise),
        "labels": {one.seq: (one.source, one.confidence, one.wave, timeless(one.content)) for one in labels},
        "steps": steps,
        "manifest": [timeless(line) for line in stack.manifest(row.name)],
        "usage": Counter((one.seq, one.kind) for one in usage),
        "bill": amounts(usage),
    }


def timeless(line: Any) -> Any:
    """A manifest line without what tells one job, or one hour, from another."""
    if not isinstance(line, dict):
        return line
    return {key: timeless(value) for key, value in line.items() if key not in BY_TIME}


def amounts(usage: list[UsageRecord]) -> list[Any]:
    months = {record.month for record in usage}
    bills = (bill_of(month, [one for one in usage if one.month == month]) for month in sorted(months))
    return [[(line.kind, line.objects, line.amount) for line in bill.lines] for bill in bills]


def test_kills_while_a_model_learns_change_neither_labels_nor_bill(mortal: Stack) -> None:
    labelled(mortal, "whole")
    wanted = outcome(mortal, "whole")
    assert wanted["row"][4] > 0.2 * OBJECTS, "the machine labelled too little to tell"
    assert len(wanted["steps"]) >= 3
    assert labelled(mortal, "killed", POINTS) == len(POINTS)
    found = outcome(mortal, "killed")
    assert int(mortal.job("killed")["attempt"]) > len(POINTS)
    for part, right in wanted.items():
        assert found[part] == right, part
    assert len(found["usage"]) == OBJECTS
    assert set(found["usage"].values()) == {1}
