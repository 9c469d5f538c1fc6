"""Boxes, masks and several categories under a certificate, through the embedded AWS.

The customer's models are Lambdas that look at the pictures in S3. Of faint things they see a part, and know it; people
see everything. What people say depends on person and object alone, and the random sample is the whole budget, so that
a run takes the same steps whoever comes first.
"""

from __future__ import annotations

import base64
import io
import json
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from html import unescape
from random import Random
from typing import Any

import numpy as np
import pytest
from manifest_schemas import check_line
from noisy_answers import answered
from numpy.typing import NDArray
from PIL import Image
from stack import Stack
from test_control_api import client_of, trigpoint
from test_customer_functions import install

from trigpoint.domain.work import UsageKind
from trigpoint.formats.builtin_names import suffix_of_type
from trigpoint.testing.waiting import wait_until
from trigpoint.usecases.customer_model import stored_predictions

CATEGORIES = ("cat", "dog", "fox")
SEATS = ("kinds-ann", "kinds-bob", "kinds-eve")
ALGORITHM = "arn:aws:sagemaker:us-east-1:027400017018:labeling-job-algorithm-specification/text-classification"
SECONDS = 240
PAUSE = 0.3
"""Seconds until an idle seat asks again: three that never pause would keep a core busy."""

CERTIFICATE = ("certified-accuracy", "certified-mean-iou", "certificate-confidence")

Line = dict[str, Any]
Say = Callable[[str, int], dict[str, Any]]
"""(worker, object id) -> what this worker answers."""


# -- people ------------------------------------------------------------------------
def label_all(stack: Stack, job: str, say: Say) -> dict[str, Any]:
    """Every seat answers until the job has ended; its row."""
    over, tokens = threading.Event(), [stack.worker(name) for name in SEATS]
    with ThreadPoolExecutor(len(SEATS)) as pool:
        seats = [
            pool.submit(sit, stack, job, name, token, say, over) for name, token in zip(SEATS, tokens, strict=True)
        ]

        def ended() -> bool:
            final = ("Completed", "Failed", "Stopped")
            return stack.job(job).get("status") in final or any(seat.done() for seat in seats)

        try:
            wait_until(ended, f"the end of {job}", SECONDS)
        finally:
            over.set()
    for seat in seats:
        seat.result()
    return stack.job(job)


def sit(stack: Stack, job: str, name: str, token: str, say: Say, over: threading.Event) -> None:
    """One seat; an answer that is not taken fails the test."""
    body: dict[str, Any] = {}
    while not over.is_set():
        status, reply = stack.call(token, f"/portal/jobs/{job}/next", body)
        assert status == 200 or not body, (status, reply)
        task = reply["task"] if status == 200 else None
        if task is None:
            body = {}
            over.wait(PAUSE)
            continue
        answer = say(name, int(task["object"]))
        body = {"lease": task["lease"], "accepted": task["accepted"], "answer": answer}


# -- jobs --------------------------------------------------------------------------
def drop(stack: Stack, job: str, kind: str, lines: Sequence[Line], workers: int, attribute: str, **tags: str) -> None:
    human = {"NumberOfHumanWorkersPerDataObject": workers, "TaskTimeLimitInSeconds": 300}
    recipe = stack.recipe(job, str(suffix_of_type(kind)), CATEGORIES, **human) | {"LabelAttributeName": attribute}
    if "model_function" not in tags:
        recipe |= {"LabelingJobAlgorithmsConfig": {"LabelingJobAlgorithmSpecificationArn": ALGORITHM}}
    options = {name.replace("_", "-"): value for name, value in tags.items()}
    recipe["Tags"] = [{"Key": f"trigpoint:{name}", "Value": value} for name, value in options.items()]
    stack.drop(job, list(lines), recipe)


def machine_of(output: Sequence[Line], attribute: str) -> set[int]:
    return {seq for seq, line in enumerate(output) if line[f"{attribute}-metadata"]["human-annotated"] == "no"}


def given_in(row: dict[str, Any], output: Sequence[Line], attribute: str) -> set[int]:
    """The machine's objects of a job that has ended well, with all of its objects labelled."""
    given = machine_of(output, attribute)
    assert (row["status"], int(row["labelled"]), int(row["failed"])) == ("Completed", len(output), 0)
    assert int(row["machine"]) == len(given) > len(output) / 3, row["promise"]
    return given


def check_lines(kind: str, attribute: str, lines: Sequence[Line], output: Sequence[Line]) -> None:
    """Each line as it came in, with a label in Ground Truth's shape; beside it the certificate of machine labels."""
    assert len(output) == len(lines)
    for line, out in zip(lines, output, strict=True):
        assert {key: out[key] for key in line} == line
        metadata = out[f"{attribute}-metadata"]
        certified = {name for name in CERTIFICATE if name in metadata}
        assert len(certified) == (2 if metadata["human-annotated"] == "no" else 0)
        plain = {key: value for key, value in metadata.items() if key not in certified}
        check_line(kind, attribute, {attribute: out[attribute], f"{attribute}-metadata": plain})


def check_certificate(name: str, target: float, found: Sequence[Line]) -> None:
    """One promise for all of the machine's labels, no less than was asked for."""
    (bound,) = {metadata[name] for metadata in found}
    assert target <= bound <= 1
    assert {metadata["certificate-confidence"] for metadata in found} == {0.95}


def check_bill(stack: Stack, job: str, output: Sequence[Line], attribute: str) -> None:
    """One usage record an object: the machine's as such, and people's."""
    months = {line[f"{attribute}-metadata"]["creation-date"][:7] for line in output}
    with stack.connected() as (ports, _):
        records = [one for month in sorted(months) for one in ports.ledger.usage(month) if one.job == job]
    assert sorted(one.seq for one in records) == list(range(len(output)))
    assert {one.seq for one in records if one.kind is UsageKind.AUTO} == machine_of(output, attribute)


def check_learning_files(stack: Stack, job: str, row: dict[str, Any], *, model: bool) -> None:
    """The report says the promise, the annotator's files name the machine's objects; our own model is kept."""
    folder = f"output/{job}/activelearning/"
    assert row["promise"] in unescape((stack.get(f"{folder}report.html") or b"").decode())
    files = [key for key in stack.keys(folder) if key.endswith("auto_annotator_output.txt")]
    named = [line for key in files for line in (stack.get(key) or b"").decode().splitlines()]
    assert len(named) == int(row["machine"])
    assert bool([key for key in stack.keys(f"output/{job}/training/") if key.endswith("model.tar.gz")]) is model


def check_description(stack: Stack, job: str, row: dict[str, Any], objects: int) -> None:
    """What unmodified boto3 tells of the machine's labels."""
    variables = json.loads(trigpoint(stack, "keys", "create", "--json"))
    told = client_of(variables).describe_labeling_job(LabelingJobName=job)
    counts, machine = told["LabelCounters"], int(row["machine"])
    assert (counts["MachineLabeled"], counts["HumanLabeled"]) == (machine, objects - machine)
    assert (counts["TotalLabeled"], counts["Unlabeled"], counts["FailedNonRetryableError"]) == (objects, 0, 0)
    promise = next(tag["Value"] for tag in told["Tags"] if tag["Key"] == "trigpoint:promise")
    assert promise.startswith(f"{machine} machine labels")


def unusable_of(stack: Stack, job: str) -> dict[int, str]:
    """Why predictions could not be used, by object."""
    with stack.connected() as (ports, deployment):
        said = stored_predictions(ports.ledger.job(job), ports, deployment)
    return {int(seq): why for seq, why in said.unusable.items()}


# -- pictures and those who look at them ---------------------------------------------
SIZE, GREY, PALE = (120, 80), 200, 20
COLOURS = {"cat": (200, 30, 30), "dog": (30, 80, 200), "fox": (30, 150, 30)}
MAPPINGS = {name: {"color": f"#{bytes(colour).hex()}"} for name, colour in COLOURS.items()}
PROPERTIES = {"width": SIZE[0], "height": SIZE[1]}
PICTURES = 200

SEE = f"""
import base64
import io

import boto3
from PIL import Image, ImageChops

S3, COLOURS, GREY = boto3.client("s3"), {COLOURS!r}, {GREY!r}


def same(image, colour):
    difference = ImageChops.difference(image, Image.new("RGB", image.size, colour)).convert("L")
    return difference.point(lambda far: 255 if far == 0 else 0)


def see(uri):
    '''Where each category is plain to see, and how much of all that is there is.'''
    bucket, _, key = uri.removeprefix("s3://").partition("/")
    image = Image.open(io.BytesIO(S3.get_object(Bucket=bucket, Key=key)["Body"].read())).convert("RGB")
    areas = {{name: same(image, colour) for name, colour in COLOURS.items()}}
    plain = sum(area.histogram()[255] for area in areas.values())
    there = same(image, (GREY, GREY, GREY)).histogram()[0]
    return {{name: area for name, area in areas.items() if area.getbbox()}}, 0.9 * plain / there if there else 0.9


def handler(event, context):
    assert event["version"] == "2018-10-16" and event["labelCategories"] == list(COLOURS)
    asked = [entry(one["datasetObjectId"], one["dataObject"]) for one in event["dataObjects"]]
    return {{"predictions": [one for one in asked if one]}}
"""

BOXES = f"""{SEE}

def entry(name, line):
    areas, sure = see(line["source-ref"])
    label = [box(name, area.getbbox()) for name, area in areas.items()]
    fault = line.get("fault")
    if fault == "silent":
        return None
    if fault == "no label":
        label = None
    if fault == "NaN box":
        label = [box("cat", (float("nan"), 0, 1, 1))]
    return {{"datasetObjectId": name, "label": label, "confidence": float("nan") if fault == "NaN sure" else sure}}


def box(name, corners):
    left, top, right, bottom = corners
    return {{"label": name, "left": left, "top": top, "width": right - left, "height": bottom - top, "confidence": 0.8}}
"""

MASKS = f"""{SEE}

def entry(name, line):
    areas, sure = see(line["source-ref"])
    bucket, fault = line["source-ref"].split("/")[2], line.get("fault")
    if fault == "silent":
        return None
    data = painted(areas, 0.5 if fault == "half the size" else 1)
    label = {{"pngImageData": base64.b64encode(data).decode()}}
    if int(name) % 5 == 0:
        key = "data/model-said/" + name + ".png"
        S3.put_object(Bucket=bucket, Key=key, Body=data)
        label = {{"pngImageUri": "s3://" + bucket + "/" + key}}
    if fault == "no PNG":
        label = {{"pngImageData": "nonsense!"}}
    if fault == "not there":
        label = {{"pngImageUri": "s3://" + bucket + "/data/model-said/nothing.png"}}
    if fault == "elsewhere":
        label = {{"pngImageUri": "s3://somebody-elses/mask.png"}}
    return {{"datasetObjectId": name, "label": label | {{"labelMappings": {MAPPINGS!r}}}, "confidence": sure}}


def painted(areas, scale):
    image = Image.new("RGB", {SIZE!r}, "white")
    for name, area in areas.items():
        image.paste(COLOURS[name], (0, 0), area)
    out = io.BytesIO()
    image.resize([int(side * scale) for side in image.size]).save(out, "PNG")
    return out.getvalue()
"""


@dataclass(frozen=True, slots=True)
class Thing:
    label: str
    left: int
    top: int
    width: int
    height: int

    @property
    def corners(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.left + self.width, self.top + self.height

    @property
    def pale(self) -> tuple[int, int, int, int]:
        """The part of a faint thing that the models do not see."""
        left, top, right, bottom = self.corners
        return left + self.width // 3, top, right, bottom


def things_of(seq: int) -> list[Thing]:
    """None, one or two, of different categories."""
    draw = Random(f"things/{seq}")
    return [
        Thing(name, 4 + 60 * place + draw.randrange(12), 4 + draw.randrange(12), *draw.choices(range(30, 42), k=2))
        for place, name in enumerate(draw.sample(CATEGORIES, seq % 3))
    ]


def is_faint(seq: int) -> bool:
    return seq % 8 == 3


def picture(seq: int) -> bytes:
    image = Image.new("RGB", SIZE, (GREY, GREY, GREY))
    for thing in things_of(seq):
        image.paste(COLOURS[thing.label], thing.corners)
        if is_faint(seq):
            image.paste(tuple(GREY + (one - GREY) // PALE for one in COLOURS[thing.label]), thing.pale)
    return png(image)


def png(image: Image.Image) -> bytes:
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@pytest.fixture(scope="module")
def uris(stack: Stack) -> list[str]:
    """The pictures in S3."""
    return [stack.put(f"data/kinds/{seq}.png", picture(seq)) for seq in range(PICTURES)]


def lines_with(uris: Sequence[str], faults: dict[int, str]) -> list[Line]:
    return [{"source-ref": uri} | ({"fault": faults[seq]} if seq in faults else {}) for seq, uri in enumerate(uris)]


# -- boxes -------------------------------------------------------------------------
BOX_FAULTS = {11: "NaN sure", 12: "silent", 13: "no label", 14: "NaN box", 20: "NaN box"}


def draw_boxes(worker: str, seq: int) -> dict[str, Any]:
    """A steady hand; each twelfth object has a worker who blunders."""
    boxes = [
        {"label": one.label, "left": one.left, "top": one.top, "width": one.width, "height": one.height}
        for one in things_of(seq)
    ]
    truth = {"boundingBox": {"boundingBoxes": boxes, "inputImageProperties": PROPERTIES}}
    blunder = bool(boxes) and seq % 12 == SEATS.index(worker)
    return answered(truth, CATEGORIES, Random(f"{worker}/{seq}"), blunder=blunder)


def boxes_iou(line: Line, seq: int, attribute: str) -> float:
    """As the docs say it: a category stands at most once on each side here."""
    names = line[f"{attribute}-metadata"]["class-map"]
    said = {names[str(one["class_id"])]: one for one in line[attribute]["annotations"]}
    true = {one.label: one for one in things_of(seq)}
    assert len(said) == len(line[attribute]["annotations"])
    shares = [iou(said[name], true[name]) if name in said and name in true else 0.0 for name in said.keys() | true]
    return float(np.mean(shares)) if shares else 1.0


def iou(said: dict[str, int], true: Thing) -> float:
    left, top, right, bottom = true.corners
    wide = min(right, said["left"] + said["width"]) - max(left, said["left"])
    high = min(bottom, said["top"] + said["height"]) - max(top, said["top"])
    both = max(wide, 0) * max(high, 0)
    return both / (true.width * true.height + said["width"] * said["height"] - both)


def test_boxes_that_a_customers_lambda_draws_are_given_under_a_mean_iou(stack: Stack, uris: list[str]) -> None:
    kind, attribute, target = "bounding_box", "seen", 0.8
    lines, model = lines_with(uris, BOX_FAULTS), install(stack, "SageMaker-kinds-boxes", BOXES, timeout=30)
    tags = {"model_function": model, "target_accuracy": str(target), "human_budget": "0.3", "seed": "1"}
    drop(stack, "Kinds-Boxes", kind, lines, len(SEATS), attribute, **tags)
    row, output = label_all(stack, "kinds-boxes", draw_boxes), stack.manifest("Kinds-Boxes")
    given = given_in(row, output, attribute)
    assert not given & BOX_FAULTS.keys(), "people label what the model said nothing usable of"
    promised, _, unusable = row["promise"].partition("confidence). ")
    assert promised.startswith(f"{len(given)} machine labels, a mean IoU with people's of at least 0.")
    assert unusable.startswith("4 predictions could not be used, first object 11: confidence is nan, ")
    reasons = unusable_of(stack, "kinds-boxes")
    assert reasons.keys() == {seq for seq, fault in BOX_FAULTS.items() if fault != "silent"}
    assert all("is nan" in reasons[seq] for seq, fault in BOX_FAULTS.items() if fault.startswith("NaN"))
    check_lines(kind, attribute, lines, output)
    shares = [boxes_iou(output[seq], seq, attribute) for seq in given]
    assert np.mean(shares) >= target
    assert np.mean([boxes_iou(line, seq, attribute) for seq, line in enumerate(output) if seq not in given]) > 0.85
    check_certificate("certified-mean-iou", target, [output[seq][f"{attribute}-metadata"] for seq in given])
    for seq in given:
        metadata = output[seq][f"{attribute}-metadata"]
        assert metadata["objects"] == [{"confidence": 0.8}] * len(output[seq][attribute]["annotations"])
    check_bill(stack, "kinds-boxes", output, attribute)
    check_learning_files(stack, "Kinds-Boxes", row, model=False)
    check_description(stack, "Kinds-Boxes", row, PICTURES)


# -- masks -------------------------------------------------------------------------
MASK_FAULTS = {15: "half the size", 16: "no PNG", 17: "not there", 22: "elsewhere", 23: "silent"}


def paint(_worker: str, seq: int) -> dict[str, Any]:
    """The same whoever is asked: a hundredth of the pixels is wrong."""
    image = Image.new("RGB", SIZE, "white")
    for thing in things_of(seq):
        image.paste(COLOURS[thing.label], thing.corners)
    data = {"pngImageData": base64.b64encode(png(image)).decode()}
    truth = {"mask": {"labeledImage": data, "labelMappings": MAPPINGS, "inputImageProperties": PROPERTIES}}
    return answered(truth, CATEGORIES, Random(seq), blunder=False)


def areas_of(stack: Stack, line: Line, attribute: str) -> dict[str, NDArray[np.bool_]]:
    """What a palette PNG says, by its metadata."""
    key = line[attribute].removeprefix(f"s3://{stack.bucket}/")
    image = Image.open(io.BytesIO(stack.get(key) or b""))
    assert (image.format, image.mode, image.size) == ("PNG", "P", SIZE)
    classes, colours = np.asarray(image), line[f"{attribute}-metadata"]["internal-color-map"]
    assert {str(one) for one in np.unique(classes)} <= colours.keys()
    shown = np.asarray(image.convert("RGB"))
    for number, entry in colours.items():
        wanted = tuple(bytes.fromhex(entry["hex-color"][1:]))
        assert (shown[classes == int(number)] == wanted).all(), "the palette has the colours of the metadata"
    found = {entry["class-name"]: classes == int(number) for number, entry in colours.items()}
    return {name: area for name, area in found.items() if name != "BACKGROUND" and area.any()}


def masks_iou(said: dict[str, NDArray[np.bool_]], seq: int) -> float:
    true = {one.label: np.zeros(SIZE[::-1], dtype=bool) for one in things_of(seq)}
    for one in things_of(seq):
        true[one.label][one.top : one.top + one.height, one.left : one.left + one.width] = True
    nothing = np.zeros(SIZE[::-1], dtype=bool)
    pairs = [(said.get(name, nothing), true.get(name, nothing)) for name in said.keys() | true]
    return float(np.mean([(one & other).sum() / (one | other).sum() for one, other in pairs])) if pairs else 1.0


def test_masks_that_a_customers_lambda_paints_are_given_as_palette_pictures(stack: Stack, uris: list[str]) -> None:
    kind, attribute, target = "semantic_segmentation", "seen-ref", 0.7
    lines, model = lines_with(uris, MASK_FAULTS), install(stack, "SageMaker-kinds-masks", MASKS, timeout=30)
    drop(stack, "Kinds-Masks", kind, lines, 1, attribute, model_function=model, human_budget="0.3", seed="1")
    row, output = label_all(stack, "kinds-masks", paint), stack.manifest("Kinds-Masks")
    given = given_in(row, output, attribute)
    assert not given & MASK_FAULTS.keys()
    assert "4 predictions could not be used, first object 15: " in row["promise"]
    assert "(60, 40)" in row["promise"]
    assert unusable_of(stack, "kinds-masks").keys() == MASK_FAULTS.keys() - {23}
    check_lines(kind, attribute, lines, output)
    masks = {seq: areas_of(stack, output[seq], attribute) for seq in given}
    shares = [masks_iou(said, seq) for seq, said in masks.items()]
    assert np.mean(shares) >= target
    assert any(seq % 5 == 0 for seq in given), "also where the model left a file"
    folder = "output/Kinds-Masks/annotations/consolidated-annotation/output/"
    files = {f"s3://{stack.bucket}/{key}" for key in stack.keys(folder)}
    assert {line[attribute] for line in output} <= files
    assert len({output[seq][attribute] for seq in given}) == len(given), "a file each"
    check_certificate("certified-mean-iou", target, [output[seq][f"{attribute}-metadata"] for seq in given])
    check_bill(stack, "kinds-masks", output, attribute)
    check_learning_files(stack, "Kinds-Masks", row, model=False)


# -- several categories --------------------------------------------------------------
TEXTS = 400
WORDS = {
    "cat": ("meow", "purr", "whiskers", "kitten", "litter"),
    "dog": ("bark", "fetch", "leash", "puppy", "kennel"),
    "fox": ("forest", "den", "tail", "cunning", "hunter"),
}
FILLER = ("today", "we", "saw", "it", "again", "near", "the", "house", "and", "then")


def names_of(seq: int) -> list[str]:
    """None to three categories. Lanes go by the object's number too: a seat may get all objects of a category, and its
    answers, which stand alone, must be left to it (decision 10)."""
    return [name for bit, name in enumerate(CATEGORIES) if seq % 8 >> bit & 1]


def text_of(seq: int) -> str:
    draw = Random(f"text/{seq}")
    words = [word for name in names_of(seq) for word in draw.sample(WORDS[name], 3)] + draw.sample(FILLER, 4)
    return " ".join(draw.sample(words, len(words)))


def choose_several(_worker: str, seq: int) -> dict[str, Any]:
    """The same whoever is asked: one in eighty is mistaken."""
    truth = {"categories": {"labels": names_of(seq)}}
    return answered(truth, CATEGORIES, Random(seq), blunder=seq % 80 == 7)


def test_our_own_model_gives_several_categories_to_a_text(stack: Stack) -> None:
    kind, attribute, target = "text_multi_class_multi_label", "about", 0.9
    lines = [{"source": text_of(seq), "row": seq} for seq in range(TEXTS)]
    drop(stack, "Kinds-Several", kind, lines, 1, attribute, target_accuracy=str(target), seed="1")
    row, output = label_all(stack, "kinds-several", choose_several), stack.manifest("Kinds-Several")
    given = given_in(row, output, attribute)
    assert row["promise"].startswith(f"{len(given)} machine labels, every category right in at least 9")
    assert "had people's categories exactly." in row["promise"]
    check_lines(kind, attribute, lines, output)
    for seq in set(range(TEXTS)) - set(given):
        said = choose_several("", seq)["categories"]["labels"]
        assert [CATEGORIES[number] for number in output[seq][attribute]] == said, "the only answer is the label"
    right = [
        [(n in output[seq][attribute]) == (name in names_of(seq)) for n, name in enumerate(CATEGORIES)] for seq in given
    ]
    assert np.mean(right, axis=0).min() >= target
    check_certificate("certified-accuracy", target, [output[seq][f"{attribute}-metadata"] for seq in given])
    for seq in given:
        label, metadata = output[seq][attribute], output[seq][f"{attribute}-metadata"]
        assert metadata["class-map"] == {str(number): CATEGORIES[number] for number in label}
        assert metadata["confidence-map"].keys() == metadata["class-map"].keys()
        assert len(set(metadata["confidence-map"].values())) <= 1, "one number, that of the least sure category"
    check_bill(stack, "kinds-several", output, attribute)
    check_learning_files(stack, "Kinds-Several", row, model=True)
