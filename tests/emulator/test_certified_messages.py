"""Automated labeling through the embedded AWS: real text messages, three simulated workers, a certified model."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from stack import Stack

from trigpoint.testing.crowd import crowd
from trigpoint.testing.waiting import wait_until

OBJECTS, TARGET = 2000, 0.95
CATEGORIES = ("ham", "spam")
SKILLS = (0.98, 0.97, 0.95)
ALGORITHM = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"


def messages() -> list[tuple[str, str]]:
    """(text, category)."""
    path = Path(__file__).parents[2] / "examples/sms/messages.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file)]


def test_a_model_labels_most_of_two_thousand_messages(stack: Stack) -> None:
    known = messages()
    recipe = stack.recipe("automatic", categories=CATEGORIES, NumberOfHumanWorkersPerDataObject=len(SKILLS))
    recipe |= {"LabelingJobAlgorithmsConfig": {"LabelingJobAlgorithmSpecificationArn": ALGORITHM}}
    stack.drop("Automatic-1", [{"source": text} for text, _ in known], recipe, "automatic")
    label_all(stack, "automatic-1", [category for _, category in known])
    job = stack.ended("automatic-1", 120)
    assert job["status"] == "Completed"
    output = stack.manifest("Automatic-1")
    machine = [n for n, line in enumerate(output) if line["verdict-metadata"]["human-annotated"] == "no"]
    right = [output[n]["verdict-metadata"]["class-name"] == known[n][1] for n in machine]
    print(f"{len(machine)} of {OBJECTS} by machine, {sum(right) / len(right):.4f} right; {job['promise']}")
    assert len(machine) > 0.6 * OBJECTS
    assert sum(right) / len(right) >= TARGET
    assert all(output[n]["verdict-metadata"]["certified-accuracy"] >= TARGET for n in machine)
    assert int(job["machine"]) == len(machine)
    assert f"{len(machine):,} machine labels" in job["promise"]
    report = (stack.get("output/Automatic-1/activelearning/report.html") or b"").decode()
    assert job["promise"] in report
    assert "% by their agreement" in report


def label_all(stack: Stack, job: str, truths: list[str]) -> None:
    """Workers of known skill take turns until the job has ended."""
    people = crowd(CATEGORIES, 7, SKILLS)
    seats = [(person, stack.worker(f"auto-{person.name}"), dict[str, Any]()) for person in people]

    def a_round() -> bool:
        for person, token, body in seats:
            take_all(stack, job, person, token, body, truths)
        return str(stack.job(job).get("status")) in ("Completed", "Failed", "Stopped")

    wait_until(a_round, f"the end of {job}", 300)


def take_all(stack: Stack, job: str, person: Any, token: str, body: dict[str, Any], truths: list[str]) -> None:
    while True:
        status, reply = stack.call(token, f"/portal/jobs/{job}/next", body)
        body.clear()
        task = reply.get("task") if status == 200 else None
        if task is None:
            return
        said = person.answer(task["object"], truths[int(task["object"])])
        body |= {"lease": task["lease"], "accepted": task["accepted"], "answer": {"category": {"label": said}}}
