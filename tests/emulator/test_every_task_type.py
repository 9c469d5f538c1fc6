"""Every built-in task type in a job of its own: three simulated workers of known noise, and the output manifest.

Each object has one worker who blunders, another one every time; the labels come out as if nobody had.
"""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from manifest_schemas import LABELS, check_line
from noisy_answers import answered
from PIL import Image
from stack import Stack

from trigpoint.domain.work import Answer
from trigpoint.formats.builtin_names import CUSTOM, REF_SUFFIXES, suffix_of_type
from trigpoint.tasktypes import registry, task_type
from trigpoint.tasktypes.surroundings import Surroundings
from trigpoint.testing.waiting import wait_until

GOLDEN = Path(__file__).parents[1] / "golden"
WORKERS = ("ann", "bob", "eve")
ROUNDS = 2
CLOSE = 6
"""Pixels; a jitter of .004 of 400 pixels has a standard deviation of 1.6."""
SAME_PIXELS = 0.97


def test_no_built_in_type_is_forgotten() -> None:
    assert set(LABELS) == registry.names() - {CUSTOM}


class Golden:
    """A golden job's categories, lines and right answers, each line `ROUNDS` times."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        document = json.loads((GOLDEN / kind / "job.json").read_text())
        self.categories = tuple(document["categories"])
        self.files: dict[str, str] = document.get("files", {})
        manifest = (GOLDEN / kind / "input.manifest").read_text(encoding="utf-8").splitlines()
        right = {int(seq): given["u"] for seq, given in document["answers"].items() if "u" in given}
        pairs = [(json.loads(manifest[seq]), answer) for seq, answer in sorted(right.items())] * ROUNDS
        self.lines = [line for line, _ in pairs]
        self.truths = [truth for _, truth in pairs]

    def placed(self, stack: Stack) -> list[dict[str, Any]]:
        """The lines with pictures and masks that are there."""
        return [{key: self.stored(stack, value) for key, value in line.items()} for line in self.lines]

    def stored(self, stack: Stack, value: Any) -> Any:
        if not isinstance(value, str) or not value.startswith("s3://"):
            return value
        data = base64.b64decode(self.files[value]) if value in self.files else teal()
        return stack.put(f"data/every/{self.kind}/{value.rpartition('/')[2]}", data)


def teal() -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(file, "PNG")
    return file.getvalue()


def answer_all(stack: Stack, job: str, golden: Golden) -> list[dict[str, Any]]:
    """Each worker answers every object, once; the last answers per object are checked to have been taken."""
    pages = []
    for place, worker in enumerate(WORKERS):
        token = stack.worker(f"every-{worker}")
        wait_until(lambda token=token: stack.call(token, f"/portal/jobs/{job}/next", {})[1].get("task"), "a task")
        for task in submitted(stack.tasks(token, job), place, golden):
            pages.append(task)
    return pages


def submitted(tasks: Iterator[Any], place: int, golden: Golden) -> Iterator[dict[str, Any]]:
    task = next(tasks, None)
    while task:
        yield task
        seq = int(task["object"])
        random = Random(f"{golden.kind}/{place}/{seq}")
        blunder = seq % len(WORKERS) == place
        answer = answered(golden.truths[seq], golden.categories, random, blunder=blunder)
        try:
            task = tasks.send(answer)  # type: ignore[attr-defined]
        except StopIteration:
            task = None


@pytest.mark.parametrize("kind", sorted(LABELS))
def test_three_noisy_workers_give_a_right_manifest(stack: Stack, kind: str) -> None:
    golden, suffix = Golden(kind), str(suffix_of_type(kind))
    job, lines = f"every-{kind}".replace("_", "-"), golden.placed(stack)
    attribute = "verdict-ref" if suffix in REF_SUFFIXES else "verdict"
    recipe = stack.recipe(job, suffix, golden.categories, NumberOfHumanWorkersPerDataObject=len(WORKERS))
    stack.drop(job, lines, recipe | {"LabelAttributeName": attribute})
    pages = answer_all(stack, job, golden)
    assert stack.ended(job)["status"] == "Completed"
    assert len(pages) == len(lines) * len(WORKERS)
    assert all("<crowd-" in page["html"] for page in pages)
    found = stack.manifest(job)
    assert len(found) == len(lines)
    for line, out, truth in zip(lines, found, golden.truths, strict=True):
        assert {key: out[key] for key in line} == line, "as it came in"
        own = {key: value for key, value in out.items() if key not in line}
        check_line(kind, attribute, own)
        wanted = right_label(golden, truth, attribute, line, stack)
        assert near(stack, kind, believed(own, attribute), believed(wanted, attribute))


def right_label(golden: Golden, truth: Any, attribute: str, line: dict[str, Any], stack: Stack) -> dict[str, Any]:
    """What the type writes where three workers all gave the right answer; a mask as its bytes."""
    kind = task_type(golden.kind)
    around = Surroundings(lambda: line, attribute, lambda uri: stack.get(uri.partition(f"{stack.bucket}/")[2]) or b"")
    answers = [Answer("right", 0, worker, truth, 1.0, 2.0, worker) for worker in WORKERS]
    merged = kind.merging.merge(answers, golden.categories, None, around)
    options: dict[str, Any] = {"attribute": attribute, "categories": golden.categories}
    label = kind.label.label_content(merged.value, merged.confidence, job_name="x", created=0.0, **options)
    return label | ({attribute: merged.file} if merged.file is not None else {})


def believed(label: dict[str, Any], attribute: str) -> Any:
    """A label's value; of several categories those more likely than not, for all that anyone chose are listed."""
    chances = label[f"{attribute}-metadata"].get("confidence-map")
    return [one for one in label[attribute] if chances[str(one)] > 0.5] if chances else label[attribute]


def near(stack: Stack, kind: str, found: Any, wanted: Any) -> bool:
    """Equal, but for a few pixels."""
    if isinstance(wanted, bytes):
        return same_pixels(stack.get(found.partition(f"{stack.bucket}/")[2]) or b"", wanted) >= SAME_PIXELS
    if isinstance(wanted, dict):
        return found.keys() == wanted.keys() and all(near(stack, kind, found[key], wanted[key]) for key in wanted)
    if isinstance(wanted, list):
        return len(found) == len(wanted) and all(near(stack, kind, *pair) for pair in zip(found, wanted, strict=True))
    exact = isinstance(wanted, str) or kind == "named_entity_recognition" or "multi_class" in kind
    return bool(found == wanted if exact else abs(found - wanted) <= CLOSE)


def same_pixels(one: bytes, other: bytes) -> float:
    """Share of the pixels of two PNGs that have the same class; both must be palette images."""
    pictures = [Image.open(io.BytesIO(data)) for data in (one, other)]
    assert [picture.mode for picture in pictures] == ["P", "P"]
    first, second = (np.asarray(picture.convert("RGB")) for picture in pictures)
    return float((first == second).all(axis=-1).mean()) if first.shape == second.shape else 0.0
