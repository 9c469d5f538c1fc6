"""The job machine in memory: its Amazon States Language, run one state at a time on any functions.

Only what `infra/job_machine.py` uses: Lambda tasks with and without a token, builds, Distributed Maps over a JSON
file, Choice, Pass, Succeed, Fail, Retry, Catch. Retries happen at once, map items one after the other.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from trigpoint.ports import Blobs

State = Mapping[str, Any]
Data = dict[str, Any]
Invoke = Callable[[str, Data], Any]
"""(function or build as the definition names it, without ${}; payload or variables) -> the reply"""


class StateFailed(Exception):
    """A state's error by its name in the States Language, and its cause."""

    def __init__(self, error: str, cause: str) -> None:
        super().__init__(f"{error}: {cause}")
        self.error, self.cause = error, cause


@dataclass
class Execution:
    """Where one execution stands. `token` is set while it waits; `state` is None once it has ended."""

    state: str | None
    data: Data
    token: str | None = None
    failed: bool = False
    path: list[str] = field(default_factory=list)


class MemoryMachine:
    """Implements `ports.Workflow`: `start` and `fire` only note what is to happen, `advance` does it."""

    def __init__(self, definition: State, invoke: Invoke, blobs: Blobs) -> None:
        self.definition, self.invoke, self.blobs = definition, invoke, blobs
        self.executions: dict[str, Execution] = {}
        self.steps = 0
        self._lost: tuple[int, Callable[[], object]] | None = None
        self._tokens = 0
        self._fired: dict[str, Mapping[str, Any]] = {}

    # -- the port
    def start(self, name: str, payload: Mapping[str, Any]) -> None:
        self.executions.setdefault(name, Execution(self.definition["StartAt"], dict(payload)))

    def running(self, name: str) -> bool:
        return name in self.executions and self.executions[name].state is not None

    def fire(self, token: str, payload: Mapping[str, Any]) -> bool:
        known = any(one.token == token for one in self.executions.values()) and token not in self._fired
        if known:
            self._fired[token] = payload
        return known

    # -- what happens
    def advance(self) -> None:
        """Run every execution until it waits for its token or has ended."""
        for execution in list(self.executions.values()):
            while execution.state is not None and not self._waits(execution):
                self._step(execution)
                self.steps += 1
                if self._lost and self.steps == self._lost[0]:
                    self.lose()
                    self._lost[1]()
                    return

    def expire(self, name: str) -> None:
        """Let the wait of an execution time out: it goes where States.Timeout is caught."""
        execution = self.executions[name]
        state, execution.token = self.definition["States"][execution.state], None
        self._caught(execution, state, StateFailed("States.Timeout", "the token was not returned in time"))

    def lose_at(self, step: int, then: Callable[[], object]) -> None:
        """Lose everything after so many states in all, then call `then`, which may start executions again."""
        self._lost = (step, then)

    def lose(self) -> None:
        """Forget every execution and token, as a killed one-machine installation does."""
        self.executions.clear()
        self._fired.clear()

    def _waits(self, execution: Execution) -> bool:
        return execution.token is not None and execution.token not in self._fired

    def _step(self, execution: Execution) -> None:
        name = str(execution.state)
        state = self.definition["States"][name]
        if execution.token is None:
            execution.path.append(name)
        try:
            execution.state = self._run(execution, state)
        except StateFailed as error:
            execution.token = None
            self._caught(execution, state, error)

    def _run(self, execution: Execution, state: State) -> str | None:
        match state["Type"]:
            case "Succeed":
                return None
            case "Fail":
                execution.failed = True
                return None
            case "Choice":
                return chosen(state, execution.data)
            case "Pass":
                execution.data = placed(state, execution.data, state["Result"])
            case "Map":
                self._map(state, execution.data)
            case "Task" if state["Resource"].endswith(".waitForTaskToken"):
                if not self._answered(execution, state):
                    return execution.state
            case "Task":
                result = self._task(state, execution.data, {})
                execution.data = placed(state, execution.data, result)
        return str(state["Next"])

    def _answered(self, execution: Execution, state: State) -> bool:
        """Call with a fresh token, or take what the token was fired with."""
        if execution.token is None:
            self._tokens += 1
            execution.token = f"token-{self._tokens}"
            self._task(state, execution.data, {"Task": {"Token": execution.token}})
            return False
        execution.data = placed(state, execution.data, self._fired.pop(execution.token))
        execution.token = None
        return True

    def _map(self, state: State, data: Data) -> None:
        place = filled(state["ItemReader"]["Parameters"], data, {})
        items = json.loads(self.blobs.read(f"s3://{place['Bucket']}/{place['Key']}"))
        processor = state["ItemProcessor"]
        for item in items:
            self._task(processor["States"][processor["StartAt"]], item, {})

    def _task(self, state: State, data: Data, context: Data) -> Any:
        sent = filled(state["Parameters"], data, context)
        used = Counter[int]()
        while True:
            try:
                reply = self.invoke(*called(sent))
            except Exception as error:
                kind = type(error).__name__
                rule = retry_rule(state, kind)
                used[rule] += 1
                if rule >= 0 and used[rule] <= state["Retry"][rule]["MaxAttempts"]:
                    continue
                cause = json.dumps({"errorType": kind, "errorMessage": str(error)})
                raise StateFailed(kind, cause) from error
            return filled(state["ResultSelector"], {"Payload": reply}, {}) if "ResultSelector" in state else reply

    def _caught(self, execution: Execution, state: State, error: StateFailed) -> None:
        for catch in state.get("Catch", ()):
            if {error.error, "States.ALL"} & set(catch["ErrorEquals"]):
                execution.data = placed(catch, execution.data, {"Error": error.error, "Cause": error.cause})
                execution.state = str(catch["Next"])
                return
        execution.state, execution.failed = None, True


def retry_rule(state: State, error: str) -> int:
    """Number of the first rule that names the error, -1 for none. States.TaskFailed stands for any error of a task."""
    rules = enumerate(state.get("Retry", ()))
    return next((number for number, one in rules if {error, "States.TaskFailed"} & set(one["ErrorEquals"])), -1)


def called(sent: Mapping[str, Any]) -> tuple[str, Data]:
    """A function and its payload, or a build and the variables that it is given."""
    if "ProjectName" in sent:
        variables = {one["Name"]: one["Value"] for one in sent["EnvironmentVariablesOverride"]}
        return sent["ProjectName"].strip("${}"), variables
    return sent["FunctionName"].strip("${}"), sent["Payload"]


def looked_up(path: str, data: Any) -> Any:
    """`$.a.b` of the data; `$` is all of it. Raises KeyError when there is nothing."""
    for part in path.split(".")[1:]:
        data = data[part]
    return data


def filled(template: Any, data: Data, context: Data) -> Any:
    """The template with every `name.$` member replaced by what its path finds."""
    if isinstance(template, list):
        return [filled(one, data, context) for one in template]
    if not isinstance(template, Mapping):
        return template
    made: Data = {}
    for name, value in template.items():
        if name.endswith(".$"):
            found = looked_up(value[1:], context) if value.startswith("$$") else looked_up(value, data)
            made[name[:-2]] = found
        else:
            made[name] = filled(value, data, context)
    return made


def placed(state: State, data: Data, result: Any) -> Data:
    """The data with the result where ResultPath says: nowhere (None), at one key, or in place of all."""
    path = state.get("ResultPath", "$")
    if path is None:
        return data
    return result if path == "$" else {**data, path.removeprefix("$."): result}


def chosen(state: State, data: Data) -> str:
    for rule in state["Choices"]:
        try:
            value = looked_up(rule["Variable"], data)
        except KeyError:
            continue
        if "IsPresent" in rule or value == rule.get("StringEquals", rule.get("BooleanEquals")):
            return str(rule["Next"])
    return str(state["Default"])
