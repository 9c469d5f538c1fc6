"""What is particular to some task types in a job: earlier labels on the page, masks that lie in S3, vast answers."""

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

from trigpoint.formats.builtin_names import suffix_of_type
from trigpoint.testing.waiting import wait_until

GOLDEN = Path(__file__).parents[1] / "golden"
NOISE_SIZE = (180, 120)


def picture(stack: Stack, name: str) -> str:
    file = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(file, "PNG")
    return stack.put(f"data/types/{name}.png", file.getvalue())


def first_line(stack: Stack, kind: str) -> dict[str, Any]:
    """The golden's, with a picture that is there."""
    line: dict[str, Any] = json.loads((GOLDEN / kind / "input.manifest").read_text().partition("\n")[0])
    return line | {"source-ref": picture(stack, "0")}


@pytest.mark.parametrize("kind", ["verification_bounding_box", "adjustment_bounding_box"])
def test_workers_see_the_label_that_is_there(stack: Stack, kind: str) -> None:
    document = json.loads((GOLDEN / kind / "job.json").read_text())
    recipe = stack.recipe(f"shown-{kind}".replace("_", "-"), str(suffix_of_type(kind)), tuple(document["categories"]))
    job = f"shown-{kind}".replace("_", "-")
    stack.drop(job, [first_line(stack, kind)], recipe | {"LabelAttributeName": "category"})
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
