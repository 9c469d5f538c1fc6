"""The program of a build, as its buildspec starts it: on the packages of the assets alone, against the embedded AWS."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from stack import Stack

from infra import bundle
from infra.constructs.training import PACKAGES, commands
from infra.environments import local
from trigpoint.domain.places import execution_name
from trigpoint.local.place import client_environment
from trigpoint.testing.waiting import wait_until
from trigpoint.usecases.train_model import at_a_step

OBJECTS = 400
ALGORITHM = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"


def messages() -> list[tuple[str, str]]:
    """(text, category)."""
    path = Path(__file__).parents[2] / "examples/sms/messages.csv"
    with path.open(encoding="utf-8", newline="") as file:
        return [(row["text"], row["label"]) for row in csv.DictReader(file)][:OBJECTS]


def image(folder: Path) -> Path:
    """As bare as that of a build: a Python without any package."""
    program = folder / "python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -S "$@"\n')
    program.chmod(0o755)
    return folder


def build(stack: Stack, job: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs the commands of the buildspec as CodeBuild would: where its sources lie unzipped, with its variables."""
    function = stack.client("lambda").get_function_configuration(FunctionName="trigpoint-autolabel")
    sources = {f"CODEBUILD_SRC_DIR_{name}": str(bundle.layer(name, local())) for name in PACKAGES}
    environment = {
        **client_environment(stack.place),
        **function["Environment"]["Variables"],
        **sources,
        "CODEBUILD_SRC_DIR": str(bundle.code()),
        # The folders are those that are deployed from.
        "PYTHONDONTWRITEBYTECODE": "1",
        "TRIGPOINT_TRAINED_JOB": job,
        "PATH": f"{image(folder)}{os.pathsep}{os.environ['PATH']}",
    }
    phases: Any = commands(local().python)["phases"]
    script = "\n".join(phases["build"]["commands"])
    return subprocess.run(
        ["bash", "-e", "-c", script], env=environment, cwd=folder, capture_output=True, text=True, check=False
    )


def lose_execution(stack: Stack, job: str) -> None:
    machine, attempt = stack.output("MachineArn"), int(stack.job(job)["attempt"])
    arn = f"{machine.replace(':stateMachine:', ':execution:')}:{execution_name(job, attempt)}"
    stack.client("stepfunctions").stop_execution(executionArn=arn)


def answer_all(stack: Stack, token: str, job: str, known: Mapping[str, str]) -> None:
    tasks = stack.tasks(token, job)
    with suppress(StopIteration):
        task = next(tasks)
        while True:
            task = tasks.send({"category": {"label": known[task["input"]["taskObject"]]}})


def test_the_program_takes_the_step_and_the_job_goes_on_with_it(stack: Stack, tmp_path: Path) -> None:
    known = dict(messages())
    recipe = stack.recipe("outside", categories=("ham", "spam"), MaxConcurrentTaskCount=1000)
    recipe |= {"LabelingJobAlgorithmsConfig": {"LabelingJobAlgorithmSpecificationArn": ALGORITHM}}
    recipe["Tags"] = [{"Key": "trigpoint:target-accuracy", "Value": "0.9"}]
    stack.drop("Outside", [{"source": text} for text, _ in messages()], recipe, "outside")
    token = stack.worker("ann")
    wait_until(lambda: stack.job("outside").get("token"), "a machine that waits for people", 60)
    lose_execution(stack, "outside")
    with stack.connected() as (ports, deployment):

        def sampled() -> bool:
            answer_all(stack, token, "outside", known)
            return at_a_step(ports.ledger.job("outside"), ports, deployment)

        wait_until(sampled, "the answers of the first wave", 60)
    assert stack.get("work/outside/autolabel/step-1.json") is None
    done = build(stack, "outside", tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Job outside: after wave 1")
    written = json.loads(stack.get("work/outside/autolabel/step-1.json") or b"")
    stack.invoke("routing", {"step": "resume"})
    stack.label_all(token, "outside", lambda task: known[task["taskObject"]], 120)
    assert json.loads(stack.get("work/outside/autolabel/step-1.json") or b"") == written
    job = stack.job("outside")
    assert (job["status"], int(job["labelled"])) == ("Completed", OBJECTS)
    assert int(job["machine"]) > 0
    assert int(job["attempt"]) == 2


def test_a_program_that_fails_ends_with_its_reason(stack: Stack, tmp_path: Path) -> None:
    done = build(stack, "no-such-job", tmp_path)
    assert done.returncode != 0
    assert "no-such-job" in done.stderr
