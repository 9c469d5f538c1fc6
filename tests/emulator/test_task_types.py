"""Every family of task types from upload to output manifest: three workers, the golden files' answers."""

from __future__ import annotations

import base64
import io
import json
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from stack import Stack

from trigpoint.formats.builtin_names import REF_SUFFIXES, suffix_of_type
from trigpoint.testing.waiting import wait_until

GOLDEN = Path(__file__).parents[1] / "golden"
TYPES = (
    "image_multi_class_multi_label",
    "bounding_box",
    "semantic_segmentation",
    "text_multi_class_multi_label",
    "named_entity_recognition",
    "verification_bounding_box",
    "adjustment_bounding_box",
)
WORKERS = ("u", "v", "w")
OBJECTS = 2
WIDGETS = {
    "image_multi_class_multi_label": "crowd-image-classifier-multi-select",
    "bounding_box": "crowd-bounding-box",
    "semantic_segmentation": "crowd-semantic-segmentation",
    "text_multi_class_multi_label": "crowd-classifier-multi-select",
    "named_entity_recognition": "crowd-entity-annotation",
    "verification_bounding_box": "crowd-image-classifier",
    "adjustment_bounding_box": "crowd-bounding-box",
}
"""What the task type's own template shows."""

NOISE_SIZE = (180, 120)


def golden(kind: str, file: str) -> list[dict[str, Any]]:
    text = (GOLDEN / kind / file).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines() if line]


def picture(stack: Stack, name: str) -> str:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(file, "PNG")
    return stack.put(f"data/types/{name}.png", file.getvalue())


def lines_of(stack: Stack, kind: str) -> list[dict[str, Any]]:
    """The golden's first lines; pictures that are there instead of its own."""
    lines = golden(kind, "input.manifest")[:OBJECTS]
    return [
        line | ({"source-ref": picture(stack, str(n))} if "source-ref" in line else {}) for n, line in enumerate(lines)
    ]


def submit(stack: Stack, kind: str, lines: list[dict[str, Any]], categories: list[str], **more: Any) -> str:
    """Start the job; its name."""
    suffix = str(suffix_of_type(kind))
    recipe = stack.recipe(
        f"types-{kind}".replace("_", "-"), suffix, tuple(categories), NumberOfHumanWorkersPerDataObject=len(WORKERS)
    )
    name = f"all-{kind}".replace("_", "-")
    attribute = {"LabelAttributeName": "category-ref" if suffix in REF_SUFFIXES else "category"}
    stack.drop(name, lines, recipe | attribute | more)
    return name


def answer_all(stack: Stack, job: str, answers: dict[str, dict[str, Any]], pages: list[dict[str, Any]]) -> None:
    """Each worker answers every object; the last answer of an object may come from any of them."""
    for worker in WORKERS:
        token = stack.worker(f"types-{worker}")
        wait_until(lambda token=token: stack.call(token, f"/portal/jobs/{job}/next", {})[1].get("task"), "a task")
        tasks = stack.tasks(token, job)
        task = next(tasks, None)
        while task:
            pages.append(task)
            given = answers[str(task["object"])]
            try:
                task = tasks.send(given.get(worker) or given[WORKERS[0]])
            except StopIteration:
                task = None


def shape(value: Any) -> Any:
    """Keys and kinds of values, without the values; the entries of a list have one shape. A map by class is one."""
    if isinstance(value, dict):
        if value and all(key.isdigit() for key in value):
            return {"<class>": shape(next(iter(value.values())))}
        return {key: shape(entry) for key, entry in value.items()}
    if isinstance(value, list):
        return [shape(value[0])] if value else []
    return "number" if isinstance(value, int | float) and not isinstance(value, bool) else type(value).__name__


@pytest.mark.parametrize("kind", TYPES)
def test_a_job_of_this_type_gives_the_goldens_lines(stack: Stack, kind: str) -> None:
    document = json.loads((GOLDEN / kind / "job.json").read_text())
    lines = lines_of(stack, kind)
    pages: list[dict[str, Any]] = []
    job = submit(stack, kind, lines, document["categories"])
    answer_all(stack, job, document["answers"], pages)
    assert stack.ended(job)["status"] == "Completed"
    assert len(pages) == OBJECTS * len(WORKERS)
    assert all(f"<{WIDGETS[kind]}" in page["html"] for page in pages)
    for line, found, wanted in zip(lines, stack.manifest(job), golden(kind, "output.manifest"), strict=False):
        assert {key: found[key] for key in line} == line, "as it came in"
        own = {key.replace("-ref", ""): value for key, value in found.items() if key not in line}
        assert shape(own) == shape({key: wanted[key] for key in ("category", "category-metadata")})
        check_label(stack, kind, own, wanted)


def check_label(stack: Stack, kind: str, own: dict[str, Any], wanted: dict[str, Any]) -> None:
    """The golden's label; where one more worker than the golden's moves boxes a little, its status."""
    if kind == "semantic_segmentation":
        check_mask(stack, own)
    elif kind == "adjustment_bounding_box":
        status = [one["category-metadata"]["adjustment-status"] for one in (own, wanted)]
        assert status[0] == status[1]
    else:
        assert own["category"] == wanted["category"]


def check_mask(stack: Stack, line: dict[str, Any]) -> None:
    """The label is a palette PNG whose pixels are the classes that the metadata names."""
    uri = line["category"]
    assert uri.startswith(f"s3://{stack.bucket}/output/all-semantic-segmentation/annotations/")
    image = Image.open(io.BytesIO(stack.get(uri.removeprefix(f"s3://{stack.bucket}/")) or b""))
    assert (image.mode, image.size) == ("P", (24, 16))
    classes = {int(number) for number in line["category-metadata"]["internal-color-map"]}
    assert set(np.unique(np.asarray(image))) <= classes


@pytest.mark.parametrize("kind", ["verification_bounding_box", "adjustment_bounding_box"])
def test_workers_see_the_label_that_is_there(stack: Stack, kind: str) -> None:
    document = json.loads((GOLDEN / kind / "job.json").read_text())
    recipe = stack.recipe(f"shown-{kind}".replace("_", "-"), str(suffix_of_type(kind)), tuple(document["categories"]))
    job = f"shown-{kind}".replace("_", "-")
    stack.drop(job, lines_of(stack, kind)[:1], recipe | {"LabelAttributeName": "category"})
    token = stack.worker("types-u")
    task = wait_until(lambda: stack.call(token, f"/portal/jobs/{job}/next", {})[1].get("task"), "a task")
    box = {"label": "Canary", "left": 10, "top": 20, "width": 100, "height": 80}
    assert task["input"]["initialValue"] == [box]
    assert "&#34;left&#34;:10" in task["html"].replace(": ", ":")
    stack.stop_job(job)


# -- masks in S3
def noisy(seed: int) -> str:
    """A mask that does not compress: more than the ledger keeps in a row of its own, as base64."""
    pixels = np.random.default_rng(seed).integers(0, 2, (NOISE_SIZE[1], NOISE_SIZE[0]), dtype=np.uint8)
    image = Image.fromarray(np.where(pixels[..., None], (0x2C, 0xA0, 0x2C), (255, 255, 255)).astype(np.uint8))
    file = io.BytesIO()
    image.save(file, "PNG")
    return base64.b64encode(file.getvalue()).decode()


def painted(seed: int) -> dict[str, Any]:
    size = dict(zip(("width", "height"), NOISE_SIZE, strict=True))
    mappings = {"Canary": {"color": "#2ca02c"}}
    image = {"pngImageData": noisy(seed)}
    return {"s": {"labeledImage": image, "labelMappings": mappings, "inputImageProperties": size}}


def test_large_masks_lie_in_s3_and_come_back_in_every_file_and_reply(stack: Stack) -> None:
    recipe = stack.recipe("masks", "SemanticSegmentation", ("Canary", "Heron"))
    undo = {"Tags": [{"Key": "trigpoint:undo-seconds", "Value": "2"}]}
    stack.drop("masks", [{"source-ref": picture(stack, "0")}], recipe | {"LabelAttributeName": "mask-ref"} | undo)
    token = stack.worker("types-u")
    task = wait_until(lambda: stack.call(token, "/portal/jobs/masks/next", {})[1].get("task"), "a task")
    answer = painted(1)
    sent = {"lease": task["lease"], "answer": answer}
    assert stack.call(token, "/portal/jobs/masks/next", sent)[1]["accepted"] is True
    assert stack.call(token, "/portal/jobs/masks/next", sent)[0] == 200, "a repeat of the same answer"
    other = {"lease": task["lease"], "answer": painted(2)}
    assert stack.call(token, "/portal/jobs/masks/next", other)[1]["error"]["code"] == "AlreadyAnswered"
    (mask,) = stack.keys("work/masks/masks/")
    assert re.fullmatch(r"work/masks/masks/0-[\w.-]+\.png", mask)
    assert base64.b64encode(stack.get(mask) or b"").decode() == answer["s"]["labeledImage"]["pngImageData"]
    (given,) = stack.call(token, "/portal/jobs/masks/history")[1]["answers"]
    assert given["answer"] == answer
    stack.ended("masks")
    (line,) = stack.manifest("masks")
    assert line["mask-ref"].endswith(".png")
    (response,) = stack.keys("output/masks/annotations/worker-response/")
    assert json.loads(stack.get(response) or b"")["answers"][0]["answerContent"] == answer


def test_a_request_that_is_too_large_names_the_limit(stack: Stack) -> None:
    stack.drop("vast", [{"source": "x"}], stack.recipe("vast"))
    token = stack.worker("types-u")
    task = wait_until(lambda: stack.call(token, "/portal/jobs/vast/next", {})[1].get("task"), "a task")
    body = {"lease": task["lease"], "answer": {"category": {"label": "ham", "workerComment": "x" * 5_400_000}}}
    status, reply = stack.call(token, "/portal/jobs/vast/next", body)
    assert status == 413
    assert "5242880" in reply["error"]["message"] + reply["error"]["fix"]
    stack.stop_job("vast")
