"""Jobs in which a customer's model draws boxes or paints masks, or several categories are given, in memory."""

from __future__ import annotations

import base64
import io
import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PIL import Image
from whole_job import Installation, load_handlers

from trigpoint.domain.job import JobStatus
from trigpoint.domain.work import Source
from trigpoint.formats.masks import decode, indexes
from trigpoint.tasktypes.comparing import overlap
from trigpoint.tasktypes.detection_kinds import BOXES, box_shape
from trigpoint.usecases import customer_model

OBJECTS = 400
SIZE = (60, 40)
CATEGORIES = ["cat", "dog", "fox"]
OUTPUT = "s3://data/out/Job-1/manifests/output/output.manifest"
MODEL = "SageMaker-model"


@pytest.fixture(scope="module")
def handlers() -> dict[str, Any]:
    return load_handlers()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", SIZE, "grey").save(out, "PNG")
    return out.getvalue()


def recipe(kind: str, tags: dict[str, str]) -> dict[str, Any]:
    return {
        "LabelAttributeName": "seen-ref" if kind == "SemanticSegmentation" else "seen",
        "LabelCategoryConfigS3Uri": "s3://data/categories.json",
        "OutputConfig": {"S3OutputPath": "s3://data/out"},
        "HumanTaskConfig": {
            "WorkteamArn": "arn:aws:sagemaker:us-east-1:000000000000:workteam/private-crowd/team-a",
            "PreHumanTaskLambdaArn": f"arn:aws:lambda:us-east-1:432418664414:function:PRE-{kind}",
            "NumberOfHumanWorkersPerDataObject": 1,
            "MaxConcurrentTaskCount": 1000,
        },
        "Tags": [{"Key": f"trigpoint:{name}", "Value": value} for name, value in tags.items()],
    }


def begun(
    handlers: dict[str, Any],
    kind: str,
    answer: Callable[[str, int], dict[str, Any]],
    model: Callable[[int], Any] | None,
    lines: Callable[[int], dict[str, Any]] = lambda _: {"source-ref": "s3://data/a.png"},
    **tags: str,
) -> Installation:
    """A job; `model` gives an entry by object id, None: no prediction."""

    def foreign(event: Any) -> Any:
        assert event["labelCategories"] == CATEGORIES
        asked = [int(one["datasetObjectId"]) for one in event["dataObjects"]]
        entries = {seq: model(seq) for seq in asked} if model else {}
        return {"predictions": [{"datasetObjectId": str(seq)} | one for seq, one in entries.items() if one]}

    made = Installation(handlers, workers=("ben",))
    made.answer = answer
    made.blobs.write("s3://data/categories.json", json.dumps({"labels": [{"label": n} for n in CATEGORIES]}).encode())
    made.blobs.write("s3://data/a.png", picture())
    made.functions.functions |= {MODEL: foreign}
    options = {name.replace("_", "-"): value for name, value in tags.items()}
    manifest = b"\n".join(json.dumps(lines(seq)).encode() for seq in range(OBJECTS)) + b"\n"
    made.upload(recipe(kind, ({"model-function": MODEL} if model else {}) | options), manifest)
    return made


def ended(*given: Any, **tags: str) -> Installation:
    """As `begun`, run to its end."""
    made = begun(*given, **tags)
    made.run()
    return made


def output(made: Installation) -> list[dict[str, Any]]:
    return [json.loads(one) for one in made.blobs.objects[OUTPUT].splitlines()]


def machine(made: Installation) -> set[int]:
    return {seq for (_, seq), label in made.ledger.label_rows.items() if label.source is Source.MACHINE}


# -- boxes -------------------------------------------------------------------------
def boxes_of(seq: int) -> list[dict[str, Any]]:
    """What people draw: none, one or two boxes."""
    return [
        {"label": CATEGORIES[(seq + n) % 3], "left": 5 + 25 * n, "top": 5, "width": 20, "height": 20 + seq % 10}
        for n in range(seq % 3)
    ]


def box_answer(_worker: str, seq: int) -> dict[str, Any]:
    return {"boxes": {"boundingBoxes": boxes_of(seq), "inputImageProperties": {"width": SIZE[0], "height": SIZE[1]}}}


def box_model(seq: int) -> Any:
    """A little off; every tenth is nonsense, and unsure. Some predictions are broken."""
    if seq == 5:
        return None
    drawn = [box | {"left": box["left"] + 2, "confidence": 0.8} for box in boxes_of(seq)]
    if seq % 10 == 0:
        drawn = [box | {"label": CATEGORIES[0], "width": 3} for box in drawn] or [boxes_of(1)[0]]
    if seq == 6:
        return {"label": [{"label": "cat", "left": 100, "top": 0, "width": 3, "height": 3}], "confidence": 0.99}
    if seq == 7:
        return {"label": [{"label": "cow", "left": 1, "top": 0, "width": 3, "height": 3}], "confidence": 0.99}
    if seq == 8:
        return {"label": [{"label": "cat", "left": float("nan"), "top": 0, "width": 3, "height": 3}], "confidence": 1}
    if seq == 9:
        return {"label": "a box", "confidence": 0.99}
    return {"label": drawn, "confidence": 0.2 if seq % 10 == 0 else 0.9 - seq % 7 / 100}


def mean_iou(line: dict[str, Any], seq: int) -> float:
    """As the docs say it, by hand: boxes of one object here overlap in one way only."""
    names = line["seen-metadata"]["class-map"]
    said = [(names[str(one["class_id"])], one) for one in line["seen"]["annotations"]]
    true = [(one["label"], one) for one in boxes_of(seq)]
    if not said and not true:
        return 1.0
    shapes = [
        [box_shape([one[k] for k in ("left", "top", "width", "height")]) for _, one in side] for side in (said, true)
    ]
    found = BOXES.shapes.similarity(*shapes) if said and true else np.zeros((len(said), len(true)))
    pairs = [
        found[i, j] for i, (a, _) in enumerate(said) for j, (b, _) in enumerate(true) if a == b and found[i, j] > 0
    ]
    return float(sum(pairs) / (len(said) + len(true) - len(pairs)))


def test_boxes_of_a_customers_model_are_given_where_their_mean_iou_is_certified(handlers: dict[str, Any]) -> None:
    made = ended(handlers, "BoundingBox", box_answer, box_model)
    job, given, lines = made.ledger.job("job-1"), machine(made), output(made)
    assert (job.status, job.labelled, job.machine) == (JobStatus.COMPLETED, OBJECTS, len(given))
    assert len(given) > OBJECTS / 3
    assert not given & {5, 6, 7, 8, 9}
    assert "machine labels, a mean IoU with people's of at least 0." in str(job.promise)
    assert "4 predictions could not be used, first object 6: label.boundingBoxes[0] lies outside the picture" in str(
        job.promise
    )
    assert np.mean([mean_iou(lines[seq], seq) for seq in given]) >= 0.6
    one = next(seq for seq in sorted(given) if seq % 3 == 2)
    label, metadata = lines[one]["seen"], lines[one]["seen-metadata"]
    assert label["image_size"] == [{"width": SIZE[0], "height": SIZE[1], "depth": 3}]
    assert set(label["annotations"][0]) == {"class_id", "left", "top", "width", "height"}
    assert metadata["objects"] == [{"confidence": 0.8}, {"confidence": 0.8}]
    assert (metadata["type"], metadata["human-annotated"]) == ("groundtruth/object-detection", "no")
    assert metadata["certified-mean-iou"] >= 0.6
    report = made.blobs.objects["s3://data/out/Job-1/activelearning/report.html"].decode()
    assert "mean IoU on the sample" in report
    assert "not known for labels of this kind" in report


def test_boxes_below_the_target_stay_with_people(handlers: dict[str, Any]) -> None:
    def bad(seq: int) -> Any:
        return {"label": [box | {"width": 8} for box in boxes_of(seq)], "confidence": 0.9}

    made = ended(handlers, "BoundingBox", box_answer, bad, target_accuracy="0.8")
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert "no part of its labels could be certified" in str(job.promise)


def test_an_audit_of_boxes_says_their_mean_iou(handlers: dict[str, Any]) -> None:
    made = ended(handlers, "BoundingBox", box_answer, box_model, audit_objects="40")
    job = made.ledger.job("job-1")
    assert job.machine > OBJECTS / 4
    assert "Audit: 40 machine labels had a mean IoU of 0." in str(job.promise)


def test_what_is_given_is_what_was_certified(handlers: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    """A function thought lost may ask a model again that answers otherwise: who comes second takes what stands."""
    made, honest = begun(handlers, "BoundingBox", box_answer, box_model), customer_model.asked

    def overtaken(job: Any, objects: Any, categories: Any, ports: Any, deployment: Any) -> Any:
        said = honest(job, objects, categories, ports, deployment)
        document = {"labels": said.labels, "kept": said.kept, "unusable": said.unusable}
        assert ports.blobs.write_once(customer_model.predictions_uri(job, deployment), json.dumps(document).encode())
        worse = {"size": list(SIZE), "boxes": [["cat", 0, 0, 1, 1, 1.0]]}
        return replace(said, kept=dict.fromkeys(said.kept, worse))

    monkeypatch.setattr(customer_model, "asked", overtaken)
    made.run()
    given = machine(made)
    assert len(given) > OBJECTS / 4
    assert np.mean([mean_iou(output(made)[seq], seq) for seq in given]) >= 0.6


def test_boxes_without_a_model_stay_with_people(handlers: dict[str, Any]) -> None:
    made = ended(handlers, "BoundingBox", box_answer, None, automated_labeling="object-detection")
    job = made.ledger.job("job-1")
    assert (job.status, job.machine) == (JobStatus.COMPLETED, 0)
    assert "name a model of yours" in str(job.promise)


# -- masks -------------------------------------------------------------------------
def painting(seq: int, shift: int = 0, size: tuple[int, int] = SIZE) -> str:
    """A blue cat and an orange fox on white, base64."""
    image = Image.new("RGB", size, "white")
    image.paste((31, 119, 180), (5 + shift, 5, 25 + shift, 20 + seq % 10))
    if seq % 2:
        image.paste((255, 127, 14), (30 + shift, 5, 50 + shift, 30))
    out = io.BytesIO()
    image.save(out, "PNG")
    return base64.b64encode(out.getvalue()).decode()


MAPPINGS = {"cat": {"color": "#1f77b4"}, "fox": {"color": "#ff7f0e"}}


def mask_answer(_worker: str, seq: int) -> dict[str, Any]:
    return {
        "mask": {
            "labeledImage": {"pngImageData": painting(seq)},
            "labelMappings": MAPPINGS,
            "inputImageProperties": {"width": SIZE[0], "height": SIZE[1]},
        }
    }


def mask_model(seq: int) -> Any:
    data: dict[str, Any] = {"pngImageData": painting(seq, 1)}
    if seq == 5:
        data = {"pngImageData": painting(seq, 0, (30, 40))}
    if seq == 6:
        data = {"pngImageUri": "s3://elsewhere/mask.png"}
    if seq == 7:
        data = {"pngImageData": "nonsense!"}
    if seq == 8:
        data = {"pngImageUri": "s3://data/model/mask.png"}
    return {"label": data | {"labelMappings": MAPPINGS}, "confidence": 0.9}


def test_masks_of_a_customers_model_are_given_where_their_mean_iou_is_certified(handlers: dict[str, Any]) -> None:
    made = ended(handlers, "SemanticSegmentation", mask_answer, mask_model)
    job, given, lines = made.ledger.job("job-1"), machine(made), output(made)
    assert (job.status, job.labelled, job.machine) == (JobStatus.COMPLETED, OBJECTS, len(given))
    assert len(given) > OBJECTS / 3
    assert not given & {5, 6, 7, 8}, "wrong size, a bucket of others, no PNG, no file"
    assert "4 predictions could not be used, first object 5" in str(job.promise)
    one = next(seq for seq in sorted(given) if seq % 2)
    uri, metadata = lines[one]["seen-ref"], lines[one]["seen-ref-metadata"]
    assert uri.startswith("s3://data/out/Job-1/annotations/consolidated-annotation/output/")
    assert (metadata["type"], metadata["human-annotated"]) == ("groundtruth/semantic-segmentation", "no")
    assert metadata["certified-mean-iou"] >= 0.7
    colours = metadata["internal-color-map"]
    assert {number: (entry["class-name"], entry["hex-color"]) for number, entry in colours.items()} == {
        "0": ("BACKGROUND", "#ffffff"),
        "1": ("cat", "#1f77b4"),
        "3": ("fox", "#ff7f0e"),
    }
    mask, palette = indexes(made.blobs.objects[uri])
    assert palette[1] == (31, 119, 180)
    people = decode(base64.b64decode(painting(one)), {(31, 119, 180): 1, (255, 127, 14): 3})
    assert overlap(mask == 1, people == 1) > 0.7
    assert made.blobs.content_types[uri] == "image/png"


def kept(made: Installation) -> dict[str, Any]:
    """Labels, bill and mask files."""
    return {
        "labels": {seq: (one.source, one.content.get("seen-ref")) for (_, seq), one in made.ledger.label_rows.items()},
        "usage": sorted((one.seq, one.kind) for one in made.ledger.usage_rows.values()),
        "files": {uri: data for uri, data in made.blobs.objects.items() if uri.endswith(".png")},
        "promise": made.ledger.job("job-1").promise,
    }


def test_losing_the_execution_changes_no_mask_label_nor_bill(handlers: dict[str, Any]) -> None:
    whole = ended(handlers, "SemanticSegmentation", mask_answer, mask_model)
    wanted, states = kept(whole), whole.machine.steps
    wrong = []
    for lost_at in range(2, states, 5):
        made = begun(handlers, "SemanticSegmentation", mask_answer, mask_model)
        made.machine.lose_at(lost_at, lambda made=made: made.invoke("routing", {"step": "resume"}))
        made.run()
        if kept(made) != wanted:
            wrong.append(lost_at)
    assert wrong == []


# -- several categories --------------------------------------------------------------
WORDS = {"cat": "meow purr whiskers", "dog": "bark fetch leash", "fox": "forest den tail"}


def names_of(seq: int) -> list[str]:
    return [name for bit, name in enumerate(CATEGORIES) if seq % 8 >> bit & 1]


def several_answer(_worker: str, seq: int) -> dict[str, Any]:
    return {"categories": {"labels": names_of(seq)}}


def text_line(seq: int) -> dict[str, Any]:
    return {"source": f"number {seq % 11} " + " ".join(WORDS[name] for name in names_of(seq))}


def test_our_own_model_gives_several_categories(handlers: dict[str, Any]) -> None:
    made = ended(
        handlers, "TextMultiClassMultiLabel", several_answer, None, text_line, automated_labeling="text-classification"
    )
    job, given, lines = made.ledger.job("job-1"), machine(made), output(made)
    assert (job.status, job.labelled, job.machine) == (JobStatus.COMPLETED, OBJECTS, len(given))
    assert len(given) > OBJECTS / 3
    assert "every category right in at least 9" in str(job.promise)
    assert "had people's categories exactly" in str(job.promise)
    exact = [set(lines[seq]["seen-metadata"]["class-map"].values()) == set(names_of(seq)) for seq in given]
    assert np.mean(exact) > 0.9
    one = next(seq for seq in sorted(given) if seq % 8 == 5)
    label, metadata = lines[one]["seen"], lines[one]["seen-metadata"]
    assert label == [0, 2]
    assert metadata["class-map"] == {"0": "cat", "2": "fox"}
    assert set(metadata["confidence-map"]) == {"0", "2"}
    assert metadata["type"] == "groundtruth/text-classification-multilabel"
    assert (metadata["human-annotated"], metadata["certified-accuracy"] >= 0.95) == ("no", True)


def several_model(seq: int) -> Any:
    wrong = seq % 25 == 0
    return {"label": [] if wrong else names_of(seq), "confidence": 0.3 if wrong else 0.9}


def test_a_customers_model_gives_several_categories(handlers: dict[str, Any]) -> None:
    made = ended(handlers, "ImageMultiClassMultiLabel", several_answer, several_model)
    given, lines = machine(made), output(made)
    assert len(given) > OBJECTS / 3
    assert np.mean([lines[seq]["seen"] == [CATEGORIES.index(n) for n in names_of(seq)] for seq in given]) > 0.9


@pytest.mark.parametrize(("label", "said"), [("cat", "is no list of categories"), (["cow"], "is not a category")])
def test_labels_of_another_kind_are_named(handlers: dict[str, Any], label: Any, said: str) -> None:
    made = ended(handlers, "ImageMultiClassMultiLabel", several_answer, lambda _: {"label": label, "confidence": 1})
    job = made.ledger.job("job-1")
    assert (job.status, job.machine, job.labelled) == (JobStatus.COMPLETED, 0, OBJECTS)
    assert said in str(job.promise)
