"""Large masks of answers: in S3 beside the ledger, and in their place in every reply and output file."""

from __future__ import annotations

import base64
import json
from typing import Any

import numpy as np
import pytest
from usecase_bench import HERE, Installation

from trigpoint.adapters import http_events
from trigpoint.domain.errors import AlreadyAnswered, AnswerError, LeaseExpired, RequestTooLarge
from trigpoint.domain.job import Job
from trigpoint.domain.work import Answer
from trigpoint.formats.masks import WHITE, encode
from trigpoint.usecases import mask_files
from trigpoint.usecases.consolidate_objects import consolidate_objects, request_items
from trigpoint.usecases.end_job import stop_job
from trigpoint.usecases.export_job import export_group
from trigpoint.usecases.list_answers import list_answers
from trigpoint.usecases.mask_files import SMALL, put_apart, put_back, shown, whole
from trigpoint.usecases.serve_worker import NextRequest, OpenJob, serve_next
from trigpoint.usecases.undo_answer import undo_answer

SIDE = 240
PICTURE = {"source-ref": "s3://images/a.png"}


def painted(seed: int = 0, side: int = SIDE) -> dict[str, Any]:
    """A mask of noise: its PNG is about side * side / 8 bytes."""
    pixels = np.random.default_rng(seed).integers(0, 2, (side, side), dtype=np.uint8)
    image = {"pngImageData": base64.b64encode(encode(pixels, [WHITE, (0x2C, 0xA0, 0x2C)])).decode()}
    size = {"width": side, "height": side}
    return {"s": {"labeledImage": image, "labelMappings": {"spam": {"color": "#2ca02c"}}, "inputImageProperties": size}}


class Seat:
    """One worker of a segmentation job, one object or more."""

    def __init__(self, objects: int = 1, **fields: Any) -> None:
        self.made = Installation()
        self.made.blobs.write(PICTURE["source-ref"], b"picture")
        wanted = {"task_type": "semantic_segmentation", "workers": 1, "options": {"undo-seconds": "30"}}
        job = self.made.opened([PICTURE] * objects, **(wanted | fields))
        self.open = OpenJob(job, ("spam", "ham"), "<p></p>")
        self.lease = str(self.call()["task"]["lease"])

    @property
    def job(self) -> Job:
        return self.made.row

    def call(self, **body: Any) -> dict[str, Any]:
        return serve_next(self.open, "ann", NextRequest.parse(body), self.made.ports, HERE)

    def submit(self, answer: dict[str, Any], lease: str = "") -> dict[str, Any]:
        return self.call(lease=lease or self.lease, answer=answer)

    @property
    def row(self) -> Answer:
        return self.made.ledger.answers("job-1", 0)[0]

    @property
    def masks(self) -> list[str]:
        return [uri for uri in self.made.blobs.objects if "/masks/" in uri]

    def history(self) -> list[dict[str, Any]]:
        return shown(list_answers(self.job, "ann", ledger=self.made.ledger), self.made.blobs)


def image_of(answer: Answer) -> dict[str, Any]:
    return dict(answer.content["s"]["labeledImage"])


def test_a_large_mask_lies_in_s3_and_the_row_says_where() -> None:
    seat = Seat()
    answer = painted()
    seat.submit(answer)
    (uri,) = seat.masks
    assert uri.startswith(f"s3://data/work/job-1/masks/0-{seat.row.token}-")
    assert image_of(seat.row) == {"pngImageUri": uri}
    assert seat.made.blobs.objects[uri] == base64.b64decode(answer["s"]["labeledImage"]["pngImageData"])
    assert seat.made.blobs.content_types[uri] == "image/png"
    assert whole(seat.row, seat.made.blobs).content == answer


def test_a_small_mask_stays_in_the_row() -> None:
    seat = Seat()
    answer = painted(side=16)
    assert len(answer["s"]["labeledImage"]["pngImageData"]) <= SMALL
    seat.submit(answer)
    assert (seat.row.content, seat.masks) == (answer, [])


def test_the_same_answer_again_is_accepted_and_another_changes_nothing() -> None:
    seat = Seat()
    seat.submit(painted())
    kept = dict(seat.made.blobs.objects)
    assert seat.submit(painted())["accepted"] is True
    with pytest.raises(AlreadyAnswered):
        seat.submit(painted(1))
    assert seat.made.blobs.objects == kept, "no file of an answer that was refused"


def test_nothing_is_written_without_a_lease() -> None:
    seat = Seat()
    with pytest.raises(LeaseExpired):
        seat.submit(painted(), f"{seat.lease}x")
    seat.made.clock.advance(61)
    with pytest.raises(LeaseExpired):
        seat.submit(painted())
    assert seat.masks == []


@pytest.mark.parametrize("task_type", ["semantic_segmentation", "custom"])
def test_workers_name_no_files(task_type: str) -> None:
    seat = Seat(task_type=task_type)
    answer = painted()
    answer["s"]["labeledImage"] = {"pngImageUri": "s3://data/recipes/secret.json"}
    with pytest.raises(AnswerError, match="pngImageUri is not for workers to give"):
        seat.submit(answer)


def test_what_is_no_png_stays_as_it_is() -> None:
    content = {"s": {"labeledImage": {"pngImageData": "x" * 9000}}, "n": [1], "t": {"labeledImage": "none"}}
    assert put_apart(content, lambda _: "s3://never").content == content


def test_history_and_undo_give_the_mask_back() -> None:
    seat = Seat()
    seat.submit(painted())
    (given,) = seat.history()
    assert given["answer"] == painted()
    held = undo_answer(seat.job, "ann", 0, ledger=seat.made.ledger, clock=seat.made.clock, ids=seat.made.ids)
    seat.submit(painted(1), held.lease_id)
    assert seat.history()[0]["answer"] == painted(1)
    assert len(seat.masks) == 2, "each under its own lease"


def test_a_history_that_is_too_long_for_one_reply_gives_addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    length = len(painted(1)["s"]["labeledImage"]["pngImageData"])
    monkeypatch.setattr(mask_files, "HISTORY_CHARACTERS", length + 10)
    seat = Seat(objects=2)
    seat.lease = seat.submit(painted())["task"]["lease"]
    seat.made.clock.advance(1)
    seat.submit(painted(1))
    newest, older = seat.history()
    assert newest["answer"] == painted(1)
    assert older["answer"]["s"]["labeledImage"]["pngImageUri"].startswith("https://")


def test_a_label_is_merged_of_masks_in_s3() -> None:
    seat = Seat(options={})
    seat.submit(painted())
    (label,) = consolidate_objects("job-1", [0], seat.made.ports, HERE)
    assert label.content["verdict-metadata"]["internal-color-map"]["1"]["class-name"] == "spam"


def test_output_files_are_ground_truths() -> None:
    seat = Seat(options={})
    seat.submit(painted())
    consolidate_objects("job-1", [0], seat.made.ports, HERE)
    stop_job("job-1", seat.made.ports)
    export_group("job-1", 0, 0, 0, seat.made.ports, HERE)
    files = {uri: data for uri, data in seat.made.blobs.objects.items() if "/annotations/" in uri}
    (response,) = (json.loads(data) for uri, data in files.items() if "/worker-response/" in uri)
    assert response["answers"][0]["answerContent"] == painted()
    (request,) = (json.loads(data) for data in files.values() if b'"dataObject"' in data)
    data = request[0]["annotations"][0]["annotationData"]
    assert json.loads(files[data["s3Uri"]]) == painted(), "where the request points to"


def test_a_customers_function_gets_the_mask_in_the_payload() -> None:
    seat = Seat(post_function="arn:aws:lambda:us-east-1:000000000000:function:SageMaker-post")
    seat.submit(painted())
    task = next(iter(seat.made.ledger.task_rows.values()))
    (item,) = request_items(seat.job, [(task, [seat.row])], seat.made.ports, HERE)
    assert json.loads(item["annotations"][0]["annotationData"]["content"]) == painted()


def test_putting_back_keeps_all_else() -> None:
    content = {"s": {"labeledImage": {"pngImageUri": "u", "more": 1}, "x": [1]}, "note": "hm"}
    found = put_back(content, lambda uri: uri.encode())
    assert found == {"s": {"labeledImage": {"pngImageData": "dQ==", "more": 1}, "x": [1]}, "note": "hm"}


def test_a_request_that_is_too_large_names_the_limit() -> None:
    with pytest.raises(RequestTooLarge, match=str(http_events.REQUEST_BYTES)) as caught:
        http_events.body_of({"body": "x" * (http_events.REQUEST_BYTES + 1)})
    assert caught.value.status == 413
