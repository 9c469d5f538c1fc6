"""Output manifest, worker responses, consolidation files, function replies, layout, exports."""

from __future__ import annotations

import json
from typing import Any

import pytest

from trigpoint.domain.errors import CategoriesError, FunctionReplyError, ManifestError
from trigpoint.domain.work import Answer, Label, Outcome
from trigpoint.formats import consolidation_files, exports, output_layout, pre_annotation, timestamps
from trigpoint.formats.categories import parse_categories
from trigpoint.formats.manifest import ManifestLine
from trigpoint.formats.output_manifest import already_labelled, merge
from trigpoint.formats.worker_response import private_worker_id, worker_response

NOW = 1_609_181_955.191


def line(raw: bytes) -> ManifestLine:
    return ManifestLine(0, 0, len(raw), raw)


def labelled(**content: Any) -> Label:
    return Label("j", 0, Outcome.LABELLED, NOW, content)


def failed(reason: str) -> Label:
    return Label("j", 0, Outcome.FAILED, NOW, reason=reason)


def answer(worker: str = "w", **content: Any) -> Answer:
    return Answer("j", 0, worker, content or {"k": {"label": "é"}}, NOW - 40.543, NOW, "t")


def test_label_is_spliced_in_and_the_rest_kept_byte_for_byte() -> None:
    raw = b'{"source":"a",  "n": 1.10, "n": 2 } '
    assert merge(line(raw), labelled(L=1), "L") == b'{"source":"a",  "n": 1.10, "n": 2, "L": 1}'
    assert merge(line(b"{}"), labelled(L="\u00e9"), "L") == '{"L": "é"}'.encode()


def test_failed_object_gets_metadata_alone() -> None:
    merged = merge(line(b'{"source": "a"}'), failed("ClientError: expired"), "L")
    assert json.loads(merged) == {
        "source": "a",
        "L-metadata": {"retry-count": 1, "failure-reason": "ClientError: expired", "human-annotated": "true"},
    }


def test_failed_line_that_is_no_json_leaves_only_its_failure() -> None:
    assert list(json.loads(merge(line(b'{"source": '), failed("bad"), "L"))) == ["L-metadata"]


def test_stale_label_keys_are_replaced() -> None:
    raw = b'{"source": "a", "L-metadata": {"failure-reason": "x"}, "k": 1}'
    assert merge(line(raw), labelled(L=0), "L") == b'{"source": "a", "k": 1, "L": 0}'


@pytest.mark.parametrize("label", [None, Label("j", 0, Outcome.SKIPPED, NOW)])
def test_unlabelled_lines_come_out_verbatim(label: Label | None) -> None:
    assert merge(line(b'{"source":  "a"}'), label, "L") == b'{"source":  "a"}'


def test_lone_surrogates_survive() -> None:
    assert json.loads(merge(line(b'{"source": "a"}'), labelled(L="\ud800"), "L"))["L"] == "\ud800"


def test_already_labelled_lines_are_told_apart() -> None:
    assert already_labelled({"source": "a", "L": 0}, "L")
    assert not already_labelled({"source": "a", "L-metadata": {}}, "L")


def test_worker_response() -> None:
    issuer = "https://issuer.example"
    found = worker_response([answer()], worker_id=lambda w: private_worker_id(w, "eu-west-1"), issuer=issuer)
    (entry,) = found["answers"]
    assert entry["submissionTime"] == "2020-12-28T18:59:15.191Z"
    assert entry["timeSpentInSeconds"] == 40.543
    assert entry["workerId"].startswith("private.eu-west-1.")
    assert len(entry["workerId"]) == len("private.eu-west-1.") + 16
    assert entry["answerContent"] == {"k": {"label": "é"}}
    assert entry["workerMetadata"]["identityData"]["sub"] == "w"
    assert "workerMetadata" not in worker_response([answer()])["answers"][0]


def test_consolidation_payload() -> None:
    items = [
        consolidation_files.request_item(0, {"source": "t"}, [answer()]),
        consolidation_files.request_item(1, {"source-ref": "s3://b/k"}, []),
    ]
    assert json.loads(consolidation_files.request_payload(items)) == [
        {
            "datasetObjectId": "0",
            "dataObject": {"content": "t"},
            "annotations": [{"workerId": "w", "annotationData": {"content": '{"k": {"label": "é"}}'}}],
        },
        {"datasetObjectId": "1", "dataObject": {"s3Uri": "s3://b/k"}, "annotations": []},
    ]


def test_post_event() -> None:
    event = consolidation_files.post_event(
        job_arn="arn", attribute="L", categories=[], role="r", payload="s3://p", output="s3://o"
    )
    assert event["labelCategories"] is None
    assert event["payload"] == {"s3Uri": "s3://p"}
    assert "kmsKeyId" not in event


def entry(seq: object, content: object) -> dict[str, object]:
    return {"datasetObjectId": seq, "consolidatedAnnotation": {"content": content}}


def test_post_reply_is_sorted_out_by_object() -> None:
    reply = [
        entry("0", {"L": 1}),
        entry(1, {"L": 2}),
        entry("2", "text"),
        entry("3", {"M": 1}),
        entry("9", {}),
    ]
    found = consolidation_files.parse_post_reply(reply, [0, 1, 2, 3, 4], "L")
    assert found.contents == {0: {"L": 1}, 1: {"L": 2}}
    assert sorted(found.failed) == [2, 3, 4]
    assert "nothing for object 4" in found.failed[4]
    assert "no key 'L'" in found.failed[3]


@pytest.mark.parametrize("reply", [None, {}, "x", [1], [{"datasetObjectId": None}], [{"datasetObjectId": True}]])
def test_garbage_post_reply(reply: object) -> None:
    with pytest.raises(FunctionReplyError, match="post-annotation function"):
        consolidation_files.parse_post_reply(reply, [0], "L")


def test_custom_content_keeps_the_function_s_own_metadata() -> None:
    content = {"L": [1], "L-metadata": {"type": "mine"}}
    found = consolidation_files.custom_content(content, attribute="L", job_name="n", created=NOW)
    assert found["L-metadata"]["type"] == "mine"
    assert found["L-metadata"]["job-name"] == "labeling-job/n"
    bare = consolidation_files.custom_content({"L": 1}, attribute="L", job_name="n", created=NOW)
    assert bare["L-metadata"]["type"] == "groundtruth/custom"
    assert b'"datasetObjectId": "3"' in consolidation_files.response_file({3: bare})


@pytest.mark.parametrize(
    ("extra", "required"),
    [
        ({}, True),
        ({"isHumanAnnotationRequired": False}, False),
        ({"isHumanAnnotationRequired": "False"}, False),
        ({"humanAnnotationRequired": "true"}, True),
        ({"humanAnnotationRequired": "false"}, False),
    ],
)
def test_pre_reply_variants(extra: dict[str, object], required: bool) -> None:
    found = pre_annotation.parse_pre_reply({"taskInput": {"a": 1}, **extra}, 3)
    assert (found.task_input, found.human_required) == ({"a": 1}, required)


def test_pre_reply_may_skip_without_input() -> None:
    assert not pre_annotation.parse_pre_reply({"isHumanAnnotationRequired": False}, 3).human_required


@pytest.mark.parametrize(
    "reply", [None, [], {}, {"taskInput": "x"}, {"taskInput": {}, "humanAnnotationRequired": "no"}]
)
def test_bad_pre_reply_names_the_object(reply: object) -> None:
    with pytest.raises(FunctionReplyError, match="Object 3"):
        pre_annotation.parse_pre_reply(reply, 3)


def test_pre_event() -> None:
    event = pre_annotation.pre_event("arn", {"source": "a"})
    assert event == {"version": "2018-10-16", "labelingJobArn": "arn", "dataObject": {"source": "a"}}


def test_layout() -> None:
    place = ("s3://b/out/", "Job-1")
    assert output_layout.output_manifest(*place) == "s3://b/out/Job-1/manifests/output/output.manifest"
    assert output_layout.worker_response(*place, 2, 7, NOW) == (
        "s3://b/out/Job-1/annotations/worker-response/iteration-2/7/2020-12-28_18:59:15.json"
    )
    root = "s3://b/out/Job-1/annotations/consolidated-annotation"
    assert output_layout.consolidation_request(*place, 1, NOW) == (
        f"{root}/consolidation-request/iteration-1/2020-12-28_18:59:15.json"
    )
    assert output_layout.consolidation_response(*place, 1, NOW, "4") == (
        f"{root}/consolidation-response/iteration-1/2020-12-28_18:59:15-4.json"
    )
    assert output_layout.sequence_label(*place, 7) == f"{root}/output/7/SeqLabel.json"


def test_timestamps() -> None:
    assert timestamps.creation_date(1_609_181_955.0) == "2020-12-28T18:59:15.000000"
    assert timestamps.worker_time(1_609_181_955.0) == "2020-12-28T18:59:15.000Z"
    assert timestamps.month(1_609_459_199.9) == "2020-12"


def test_categories() -> None:
    assert parse_categories(b'\xef\xbb\xbf{"labels": [{"label": "a"}, {"label": "b"}]}') == ("a", "b")
    assert parse_categories(b'{"document-version": "2018-11-28", "labels": [{"label": "a"}]}', 1) == ("a",)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"{", "is not JSON"),
        (b"[]", "is not a JSON object"),
        (b"{}", "no list named labels"),
        (b'{"labels": [{"label": "a"}]}', "1 entries, fewer than 2"),
        (b'{"labels": [{"label": "a"}, {"name": "b"}]}', r"labels\[1\] has no label text"),
        (b'{"labels": [{"label": "a"}, {"label": "a"}]}', r"labels\[1\].label repeats 'a' of labels\[0\]"),
        (b'{"labels": [{"label": "' + b"a" * 257 + b'"}]}', "has 257 characters"),
    ],
)
def test_bad_categories(data: bytes, message: str) -> None:
    with pytest.raises(CategoriesError, match=message):
        parse_categories(data)


def test_exports() -> None:
    lines = [
        b'{"source": "a, \\"b\\"", "L": 1, "L-metadata": {"class-name": "spam", "confidence": 0.95}}',
        b'{"source": "unlabelled"}',
        b'{"source-ref": "s3://b/k", "L": {"x": 1}}',
    ]
    assert "".join(exports.to_csv(lines, "L")).splitlines() == [
        "id,source,label,confidence,human-annotated",
        '0,"a, ""b""",spam,0.95,',
        '2,s3://b/k,"{""x"": 1}",,',
    ]
    assert [json.loads(row)["id"] for row in exports.to_jsonl(lines, "L")] == [0, 2]
    with pytest.raises(ManifestError, match="Line 1 of the output manifest"):
        list(exports.to_jsonl([b"{"], "L"))
