"""One installation in memory: the real handlers and the real job machine, killed at any port call."""

from __future__ import annotations

import importlib
import json
import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from typing import Any

import pytest

from infra.job_machine import TRAINING, definition
from trigpoint.adapters.open_jobs import OpenJobs
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.testing import (
    FakeClock,
    FakeFunctions,
    MemoryBlobs,
    MemoryLedger,
    MemoryMachine,
    MemoryNotices,
    MemoryQueue,
    RecordedEvents,
    SeededIds,
)

DEPLOYMENT = Deployment("data", "us-east-1", "000000000000")
HANDLERS = ("intake", "routing", "pre_annotation", "consolidation", "autolabel", "export", "metering", "portal_api")
NOT_KILLED = ("clock", "ids")
ROUNDS = 40
ENVIRONMENT = {
    "TRIGPOINT_TABLE": "none",
    "TRIGPOINT_BUCKET": DEPLOYMENT.bucket,
    "TRIGPOINT_CLOSING_QUEUE": "none",
    "TRIGPOINT_MACHINE": "arn:aws:states:us-east-1:000000000000:stateMachine:none",
    "TRIGPOINT_EVENT_BUS": "none",
    "AWS_REGION": DEPLOYMENT.region,
    "AWS_DEFAULT_REGION": DEPLOYMENT.region,
}


def load_handlers() -> dict[str, Any]:
    """The handlers' modules, whose `ports` a test replaces."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRONMENT.items():
            patch.setitem(os.environ, name, value)
        found = {name: importlib.import_module(f"functions.{name}.handler") for name in HANDLERS}
        return found | {TRAINING: importlib.import_module("functions.autolabel.at_length")}


def build(module: Any, variables: Mapping[str, str]) -> None:
    """The program of a build, in this process."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        module.main()


class ReadOnly:
    """The ledger as far as the role of a build goes."""

    def __init__(self, ledger: Any) -> None:
        self._ledger = ledger

    def __getattr__(self, name: str) -> Any:
        if name not in ("job", "shards", "shard_contents"):
            raise PermissionError(f"a build may not {name}")
        return getattr(self._ledger, name)


class Killed(BaseException):
    """The process is gone. Not an Exception: nothing survives it."""


@dataclass
class Life:
    """Counts port calls; the process dies after call number `dies_after`."""

    dies_after: int | None = None
    calls: int = 0
    dead: bool = False
    names: list[str] = field(default_factory=list)

    def spend(self, name: str) -> None:
        self.calls += 1
        self.names.append(name)
        if self.calls == self.dies_after:
            self.dead = True
            raise Killed

    def check(self) -> None:
        if self.dead:
            raise Killed


class Mortal:
    """A port whose calls count, and which nobody reaches after death."""

    def __init__(self, target: Any, life: Life) -> None:
        self._target, self._life = target, life

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._target, name)

        def call(*args: Any, **kwargs: Any) -> Any:
            self._life.check()
            result = method(*args, **kwargs)
            self._life.spend(name)
            return result

        return call


def answer_of(worker: str, seq: int) -> dict[str, Any]:
    """What a worker says of an object: ann and ben differ on every third."""
    return {"category": {"label": "spam" if (seq % 3 == 0 and worker == "ann") or seq % 2 else "ham"}}


class Installation:
    """Stores that survive a kill, and what runs on them, which does not."""

    def __init__(
        self,
        handlers: Mapping[str, Any],
        workers: tuple[str, ...] = ("ann", "ben"),
        deployment: Deployment = DEPLOYMENT,
    ) -> None:
        self.handlers, self.workers, self.deployment = handlers, workers, deployment
        self.life = Life()
        self.spent = 0
        self.ledger, self.blobs, self.queue = MemoryLedger(), MemoryBlobs(), MemoryQueue()
        self.events, self.functions, self.clock = RecordedEvents(), FakeFunctions(), FakeClock()
        self.notices = MemoryNotices()
        self.answer: Callable[[str, int], dict[str, Any]] = answer_of
        self.machine = MemoryMachine(definition(2, at_length=deployment.most_at_length > 0), self.invoke, self.blobs)
        self.delivered: Counter[str] = Counter()
        mortal = {
            name: Mortal(one, self.life)
            for name, one in {
                "ledger": self.ledger,
                "blobs": self.blobs,
                "queue": self.queue,
                "workflow": self.machine,
                "functions": self.functions,
                "events": self.events,
                "notices": self.notices,
            }.items()
        }
        self.ports = Ports(**mortal, clock=self.clock, ids=SeededIds())
        assert {one.name for one in fields(Ports)} == {*mortal, *NOT_KILLED}

    def invoke(self, function: str, event: dict[str, Any]) -> Any:
        """One of our functions, on these ports; its reply travels as JSON."""
        self.life.check()
        module = self.handlers[function]
        module.ports, module.deployment = self.ports, self.deployment
        if function == TRAINING:
            module.ports = replace(self.ports, ledger=ReadOnly(self.ports.ledger))
            return build(module, event)
        if function == "portal_api":
            module.open_jobs = OpenJobs(self.ports)
        return json.loads(json.dumps(module.handler(event, None)))

    # -- a job's life
    def upload(self, recipe: Mapping[str, Any], manifest: bytes, name: str = "Job-1") -> None:
        self.blobs.write(DEPLOYMENT.recipe("mail"), json.dumps(recipe).encode())
        self.blobs.write(DEPLOYMENT.upload("mail", name), manifest)
        stored = {"key": f"inbox/mail/{name}.manifest", "version-id": "1"}
        self.invoke("intake", {"detail": {"bucket": {"name": DEPLOYMENT.bucket}, "object": stored}})

    def restart(self) -> None:
        """What was in memory is gone: messages and executions; then `trigpoint up`."""
        self.life.dead, self.life.dies_after = False, None
        self.queue.messages.clear()
        self.machine.lose()
        self.invoke("routing", {"step": "resume"})

    def run(self, key: str = "job-1") -> None:
        """Until the job has ended. Fails when it stands still."""
        for turn in range(ROUNDS):
            self.machine.advance()
            if key in self.ledger.job_rows and self.ledger.job_rows[key].status.ended:
                return
            for worker in self.workers:
                self.work(worker, key)
            self.deliver()
            if turn % 3 == 2:
                self.invoke("routing", {"step": "sweep"})
        raise AssertionError(f"the job stands still: {self.ledger.job_rows.get(key)}, {self.machine.executions}")

    def work(self, worker: str, key: str) -> None:
        """A worker's seat: submit-and-next until there is nothing for them."""
        body: dict[str, Any] = {}
        while (task := self.next(worker, key, body)) is not None:
            answer = self.answer(worker, task["object"])
            body = {"lease": task["lease"], "accepted": task["accepted"], "answer": answer}

    def next(self, worker: str, key: str, body: Mapping[str, Any]) -> Any:
        claims = {"sub": worker, "cognito:groups": "[team-a]"}
        context = {"http": {"method": "POST"}, "authorizer": {"jwt": {"claims": claims}}}
        event = {"requestContext": context, "rawPath": f"/portal/jobs/{key}/next", "body": json.dumps(body)}
        reply = self.invoke("portal_api", event)
        document = json.loads(reply["body"])
        return document["task"] if reply["statusCode"] == 200 else None

    def deliver(self) -> None:
        """Each message once; those that fail come again as often as SQS would send them."""
        waiting, self.queue.messages = self.queue.messages, []
        for number, (job, seq) in enumerate(waiting):
            self.delivered[f"{job}/{seq}"] += 1
            record = {
                "messageId": str(number),
                "receiptHandle": str(number),
                "body": json.dumps({"job": job, "seqs": [seq]}),
                "attributes": {"ApproximateReceiveCount": str(self.delivered[f"{job}/{seq}"])},
            }
            if self.invoke("consolidation", {"Records": [record]})["batchItemFailures"]:
                self.queue.messages.append((job, seq))


@contextmanager
def surviving(installation: Installation) -> Iterator[None]:
    """If the process dies in here, start it again."""
    try:
        yield
    except Killed:
        installation.restart()


def through_kills(installation: Installation, begin: Callable[[], None], *more: int) -> None:
    """Begin and run to the end through a kill, and through one more after each number of calls in `more`."""
    with surviving(installation):
        begin()
        installation.run()
    for calls in more:
        installation.life.dies_after = installation.life.calls + calls
        with surviving(installation):
            installation.run()
    installation.run()
