"""What a kill must not undo: notices of machine labels, of which none is forgotten, and the step that was taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from test_automated_labeling import RECIPE, manifest
from whole_job import DEPLOYMENT, Installation, load_handlers, surviving

from trigpoint.domain.job import Job, JobStatus
from trigpoint.domain.notice import Listener
from trigpoint.domain.places import Deployment
from trigpoint.ports import Ports
from trigpoint.usecases import train_model
from trigpoint.usecases.end_job import stop_job
from trigpoint.usecases.learning_steps import LearningStep, read_step, write_step
from trigpoint.usecases.next_objects import wave_ids

HOOK = {"Tags": [{"Key": "trigpoint:webhook", "Value": "hook"}]}


@pytest.fixture(scope="module")
def handlers() -> dict[str, Any]:
    return load_handlers()


def begun(handlers: dict[str, Any]) -> Installation:
    made = Installation(handlers, workers=("ben",))
    made.blobs.write("s3://data/categories.json", b'{"labels": [{"label": "spam"}, {"label": "ham"}]}')
    made.upload(RECIPE | HOOK, manifest())
    return made


def by_machine(made: Installation) -> set[int]:
    return {seq for (_, seq), label in made.ledger.label_rows.items() if label.by_machine}


def told(made: Installation) -> Counter[int]:
    return Counter(one.seq for one in made.notices.sent if one.listener is Listener.WEBHOOK and one.seq is not None)


def storing(handlers: dict[str, Any]) -> tuple[int, int, list[str]]:
    """The numbers of the calls that store the first and the last machine label, and the names of all calls."""
    made = begun(handlers)
    made.run()
    calls = [number for number, name in enumerate(made.life.names, 1) if name == "close_unopened"]
    assert len(calls) == len(by_machine(made)) > 100
    return calls[0], calls[-1], made.life.names


def test_each_machine_label_is_told_once(handlers: dict[str, Any]) -> None:
    made = begun(handlers)
    made.run()
    assert by_machine(made) <= set(told(made))
    assert set(told(made).values()) == {1}


def test_a_kill_between_storing_and_telling_forgets_none(handlers: dict[str, Any]) -> None:
    first, last, names = storing(handlers)
    assert "send" in names[last:], "the notices come after the labels"
    for dies_after in (first, (first + last) // 2, *range(last, last + 6)):
        made = begun(handlers)
        made.life.dies_after = dies_after
        with surviving(made):
            made.run()
        made.run()
        assert by_machine(made) <= set(told(made)), names[dies_after - 1]


def test_a_job_that_is_stopped_before_it_has_told_tells_what_it_keeps(handlers: dict[str, Any]) -> None:
    _, last, _ = storing(handlers)
    made = begun(handlers)
    made.life.dies_after = last
    with surviving(made):
        made.run()
    assert not by_machine(made) & set(told(made))
    stop_job("job-1", made.ports)
    made.run()
    assert made.ledger.job("job-1").status is JobStatus.STOPPED
    assert len(by_machine(made)) > 100
    assert by_machine(made) <= set(told(made))


def test_a_step_that_somebody_thought_lost_took_meanwhile_stands(
    handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A killed installation's training process may live on, and finish beside the one that took up its work."""
    made, honest = begun(handlers), train_model.taken
    first: list[LearningStep] = []

    def overtaken(job: Job, earlier: Any, ports: Ports, deployment: Deployment) -> LearningStep:
        step = honest(job, earlier, ports, deployment)
        if not job.waves:
            first.append(replace(step, ids=step.ids[::-1]))
            write_step(job.key, first[0], ports, deployment)
        return step

    monkeypatch.setattr(train_model, "taken", overtaken)
    made.run()
    assert read_step("job-1", 0, made.blobs, DEPLOYMENT) == first[0]
    assert list(wave_ids("job-1", 1, made.ports, DEPLOYMENT)) == first[0].ids
    assert by_machine(made)
