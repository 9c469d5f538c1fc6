"""The state machine that drives one attempt of a job, as Amazon States Language.

In: `{"job": key, "attempt": n}`. The state carries pointers only, never objects, answers or labels.
The ledger is the truth: an execution may be lost and begun again under the next attempt.

    Validate > Split > ChooseWave > PreAnnotate > OpenWave > AwaitLowWater > RefitWave > ChooseWave > ...
    before ChooseWave in jobs with automated labeling:  Train > [TrainAtLength > TakeTrained] > [Infer]
    tail:  CloseWindow > Refit > PlanExport > ExportGroups > FinishExport > Meter > Announce

Whatever fails is noted on the job row, then the tail is walked once more, so that finished labels are
exported and billed. A failure after that ends the execution: `failed` in the state remembers it.
"""

from __future__ import annotations

from infra.states import CATCH, State, build, call_of, child_of, map_over, payload_of, retried_but, step_of

_REARM_SECONDS = 21_600
"""A waiting wave is re-armed every 6 h: 120 rounds in the 30 days of a job stay far below the limit
of 25,000 history events."""
_LIFE_SECONDS = 45 * 86_400
"""30 days of a job, and its tail."""


def definition(map_concurrency: int, *, at_length: bool = False) -> State:
    """The machine. `${intake}` and its like stand for function ARNs, `${training}` for the name of a build: where
    there is one (`at_length`), it takes the steps of jobs that are too large for a function."""
    return {
        "Comment": "One attempt of a labeling job.",
        "StartAt": "Validate",
        "TimeoutSeconds": _LIFE_SECONDS,
        "States": _waves(map_concurrency, at_length) | _tail(map_concurrency) | _failure(),
    }


def _waves(map_concurrency: int, at_length: bool) -> dict[str, State]:
    return {
        "Validate": step_of(
            "intake", "validate", then="Split", keep={"automated.$": "$.Payload.automated"}, at="$.learning"
        ),
        "Split": step_of("intake", "split", then="Learns"),
        "Learns": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.learning.automated", "BooleanEquals": True, "Next": "Train"}],
            "Default": "ChooseWave",
        },
        **_learning(map_concurrency, at_length),
        "ChooseWave": step_of("routing", "choose_wave", then="HasWave", keep={"chosen.$": "$.Payload"}, at="$.wave"),
        "HasWave": {
            "Type": "Choice",
            "Choices": [
                {"Variable": _NEXT, "StringEquals": "prepare", "Next": "PreAnnotate"},
                {"Variable": _NEXT, "StringEquals": "await", "Next": "AwaitLowWater"},
            ],
            "Default": "CloseWindow",
        },
        "PreAnnotate": map_over(
            "$.wave.chosen",
            "PrepareSlice",
            child_of("pre_annotation", "prepare_slice", {"wave.$": "$.wave", "slice.$": "$.slice"}),
            map_concurrency,
            then="OpenWave",
        ),
        "OpenWave": step_of("routing", "open_wave", then="AwaitLowWater", payload=_OF_WAVE),
        "AwaitLowWater": _wait("routing", "await_low_water", then="RefitWave"),
        "RefitWave": step_of("consolidation", "refit", then="Learns"),
    }


def _learning(map_concurrency: int, at_length: bool) -> dict[str, State]:
    """A model that fails takes no job with it: the reason is noted, and people label the rest."""
    keep = {"next.$": "$.Payload.next", "bucket.$": "$.Payload.bucket", "key.$": "$.Payload.key"}
    train = step_of("autolabel", "train", then="HasMachineLabels", keep=keep, at="$.trained")
    noted = {"error.$": "$.error"}
    forgone = [{**CATCH[0], "Next": "NoteUntrained"}]
    too_large = [{"ErrorEquals": _TOO_LARGE, "ResultPath": None, "Next": "TrainAtLength"}] if at_length else []
    return {
        "Train": {**train, "Retry": retried_but(_TOO_LARGE if at_length else []), "Catch": [*too_large, *forgone]},
        **(_at_length(train, forgone) if at_length else {}),
        "NoteUntrained": step_of("routing", "note_untrained", then="ChooseWave", payload=noted),
        "HasMachineLabels": {
            "Type": "Choice",
            "Choices": [
                {"Variable": "$.trained.next", "StringEquals": "label", "Next": "Infer"},
                *([_TO_LENGTH] if at_length else []),
            ],
            "Default": "ChooseWave",
        },
        "Infer": map_over(
            "$.trained",
            "LabelByMachine",
            child_of("autolabel", "label", {"group.$": "$.group"}),
            map_concurrency,
            then="ChooseWave",
        ),
    }


def _at_length(train: State, forgone: list[State]) -> dict[str, State]:
    """The function that comes after the build finds its step; one that cannot even write the labels begins no other."""
    return {
        "TrainAtLength": {**build(TRAINING), "Catch": forgone, "Next": "TakeTrained"},
        "TakeTrained": {**train, "Catch": forgone},
    }


def _tail(map_concurrency: int) -> dict[str, State]:
    return {
        "CloseWindow": step_of("consolidation", "close_window", then="Refit"),
        "Refit": step_of("consolidation", "refit", then="PlanExport"),
        "PlanExport": step_of(
            "export",
            "plan",
            then="ExportGroups",
            keep={"bucket.$": "$.Payload.bucket", "key.$": "$.Payload.key"},
            at="$.groups",
        ),
        "ExportGroups": map_over(
            "$.groups",
            "ExportGroup",
            child_of("export", "export_group", _GROUP),
            map_concurrency,
            then="FinishExport",
        ),
        "FinishExport": step_of("export", "finish", then="Meter"),
        "Meter": step_of("metering", "meter", then="Announce"),
        "Announce": step_of("intake", "announce", then="HasEndedWell"),
        "HasEndedWell": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.failed", "IsPresent": True, "Next": "JobFailed"}],
            "Default": "JobEnded",
        },
        "JobEnded": {"Type": "Succeed"},
    }


def _failure() -> dict[str, State]:
    noted = {"error.$": "$.error"}
    return {
        "HasFailed": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.failed", "IsPresent": True, "Next": "NoteTailFailure"}],
            "Default": "MarkFailed",
        },
        "MarkFailed": {"Type": "Pass", "Result": True, "ResultPath": "$.failed", "Next": "NoteFailure"},
        "NoteFailure": step_of("intake", "fail", then="CloseWindow", payload=noted),
        # Noted once more, in case the first note is what failed; a failure that is noted stays as it is.
        "NoteTailFailure": _last_step("fail", then="AnnounceFailure", payload=noted),
        "AnnounceFailure": _last_step("announce", then="JobFailed"),
        "JobFailed": {
            "Type": "Fail",
            "Error": "JobFailed",
            "Cause": "The job row and the failed step's event in this history say why.",
        },
    }


TRAINING = "training"
_TO_LENGTH = {"Variable": "$.trained.next", "StringEquals": "at_length", "Next": "TrainAtLength"}
_TOO_LARGE = [
    "Lambda.Unknown",
    "Runtime.ExitError",
    "Runtime.OutOfMemory",
    "Sandbox.Timedout",
    "MemoryError",
    # numpy's own.
    "_ArrayMemoryError",
]
"""How a function ends that ran out of memory or time, whatever the number of objects: texts may be long."""

_NEXT = "$.wave.chosen.next"
_OF_WAVE = {"wave.$": "$.wave.chosen.wave"}
_GROUP = {"group.$": "$.group", "first.$": "$.first", "last.$": "$.last"}


def _last_step(step: str, *, then: str, payload: State | None = None) -> State:
    """A call of intake after which nothing is left to try: its own failure ends the execution."""
    give_up = {"ErrorEquals": ["States.ALL"], "ResultPath": None, "Next": "JobFailed"}
    return {**step_of("intake", step, then=then, payload=payload), "Catch": [give_up]}


def _wait(function: str, step: str, *, then: str) -> State:
    """A call that ends when somebody fires its token; the timeout is only the next round."""
    payload = payload_of(step, {**_OF_WAVE, "token.$": "$$.Task.Token"})
    again = {"ErrorEquals": ["States.Timeout"], "ResultPath": None, "Next": "AwaitLowWater"}
    call = call_of(function, payload, _REARM_SECONDS, waits=True)
    return {**call, "ResultPath": None, "Catch": [again, *CATCH], "Next": then}
