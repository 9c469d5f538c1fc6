"""The output: each input line in exactly one output line, in order, in pieces of constant size."""

from __future__ import annotations

import tracemalloc
from typing import Any

import pytest
from usecase_bench import HERE, Installation, an_answer, texts

from trigpoint.domain.work import Label, Outcome
from trigpoint.testing import MemoryBlobs
from trigpoint.usecases import export_job as exporter
from trigpoint.usecases.export_job import PART_BYTES, export_group, finish_export, join, plan_export

OUTPUT = "s3://data/output/Job-1/manifests/output/output.manifest"
CREATED = 1_790_000_000.0


def label(seq: int, outcome: Outcome = Outcome.LABELLED, wave: int = 1, reason: str = "") -> Label:
    content = {"verdict": seq % 2, "verdict-metadata": {"class-name": "ham"}} if outcome is Outcome.LABELLED else {}
    return Label("job-1", seq, outcome, CREATED, content, 0.9, workers=("ann",), wave=wave, reason=reason)


def put(made: Installation, *labels: Label, answered: bool = True) -> None:
    for one in labels:
        made.ledger.put_label(one)
        if answered:
            answer = an_answer(one.seq, "ann", "ham", CREATED)
            made.ledger.answer_rows["job-1", one.seq] = {"ann": answer}


def export(made: Installation, reverse: bool = False) -> list[bytes]:
    place = plan_export("job-1", made.ports, HERE)
    groups = made.json(f"s3://{place['bucket']}/{place['key']}")
    for one in reversed(groups) if reverse else groups:
        export_group(one["job"], one["group"], one["first"], one["last"], made.ports, HERE)
    assert finish_export("job-1", made.ports, HERE) == OUTPUT
    assert made.row.output_manifest == OUTPUT
    return made.blobs.read(OUTPUT).splitlines()


def test_every_line_comes_out_once_in_order_with_what_became_of_it() -> None:
    lines: list[Any] = [
        b'{"source": "a",  "n": 1.50, "n": 2}',
        b"not json at all",
        b'{"source": "skipped", "verdict": 1}',
        b'{"source": "never reached"}',
        b'{"source": "failed"}',
    ]
    made = Installation()
    made.job(lines)
    put(made, label(0))
    put(made, label(1, Outcome.FAILED, reason="no JSON"), label(2, Outcome.SKIPPED), answered=False)
    put(made, label(4, Outcome.FAILED, reason="expired"))
    out = export(made)
    assert out[0] == lines[0][:-1] + b', "verdict": 0, "verdict-metadata": {"class-name": "ham"}}'
    assert b'"failure-reason": "no JSON"' in out[1]
    assert out[2:4] == lines[2:4]
    assert out[4].startswith(b'{"source": "failed"')
    assert b"expired" in out[4]


def test_groups_may_be_written_in_any_order(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporter, "GROUP_SHARDS", 2)
    made = Installation()
    made.job(texts(2600))
    put(made, *(label(seq) for seq in range(0, 2600, 7)))
    place = plan_export("job-1", made.ports, HERE)
    groups = made.json(f"s3://{place['bucket']}/{place['key']}")
    assert [(one["first"], one["last"]) for one in groups] == [(0, 1), (2, 3), (4, 5)]
    out = export(made, reverse=True)
    assert len(out) == 2600
    assert all(f'"text {seq}"'.encode() in line for seq, line in enumerate(out))
    assert [seq for seq, line in enumerate(out) if b"verdict" in line] == list(range(0, 2600, 7))
    before = dict(made.blobs.objects)
    export(made)
    assert made.blobs.objects == before, "a redo writes the same bytes under the same names"


def test_answers_and_consolidation_files_lie_where_ground_truth_has_them() -> None:
    made = Installation()
    made.job(texts(3))
    put(made, label(0), label(1, wave=2), label(2, Outcome.FAILED, reason="expired"))
    export(made)
    root = "s3://data/output/Job-1/annotations/"
    answers = [uri for uri in made.blobs.objects if uri.startswith(f"{root}worker-response/")]
    assert [uri.removeprefix(f"{root}worker-response/").rpartition("/")[0] for uri in sorted(answers)] == [
        "iteration-1/0",
        "iteration-1/2",
        "iteration-2/1",
    ]
    (answer,) = made.json(answers[0])["answers"]
    assert answer["workerId"].startswith("private.us-east-1.")
    assert answer["answerContent"] == {"category": {"label": "ham"}}
    folder = f"{root}consolidated-annotation/"
    request, second = sorted(uri for uri in made.blobs.objects if uri.startswith(f"{folder}consolidation-request/"))
    assert "/iteration-1/" in request
    assert "/iteration-2/" in second
    assert [item["datasetObjectId"] for item in made.json(request)] == ["0", "2"]
    response = request.replace("consolidation-request", "consolidation-response")
    assert [item["datasetObjectId"] for item in made.json(response)] == ["0"], "the failed one has no result"


def test_a_customers_own_consolidation_files_are_left_to_consolidation() -> None:
    made = Installation()
    made.job(texts(1), post_function="combine")
    put(made, label(0))
    export(made)
    assert not [uri for uri in made.blobs.objects if "consolidated-annotation" in uri]


def test_a_job_without_shards_has_an_empty_output() -> None:
    made = Installation()
    made.job()
    assert export(made) == []
    assert made.blobs.read(OUTPUT) == b""


# -- join
class Counting(MemoryBlobs):
    """Makes parts up as they are read, remembers only the sizes and a sample of what is uploaded."""

    def __init__(self, sizes: list[int]) -> None:
        super().__init__()
        self.sizes = sizes
        self.parts: list[tuple[int, int, bytes]] = []
        self.finished = False

    def chunks(self, uri: str) -> Any:
        left, number = self.sizes[int(uri)], int(uri)
        while left > 0:
            yield bytes([65 + number]) * min(left, 1 << 20)
            left -= 1 << 20

    def put_part(self, _uri: str, _upload: str, number: int, data: bytes) -> str:
        self.parts.append((number, len(data), data[:1] + data[-1:]))
        return f"tag-{number}"

    def finish_parts(self, _uri: str, _upload: str, tags: Any) -> None:
        assert tags == [f"tag-{number}" for number, _, _ in self.parts]
        self.finished = True


def test_a_large_output_is_joined_in_pieces_of_8_mib() -> None:
    blobs = Counting([5 << 20, (40 << 20) + 17, 0, 3 << 20])
    join(iter(["0", "1", "2", "3"]), "s3://data/out", blobs)
    assert blobs.finished
    assert [size for _, size, _ in blobs.parts] == [PART_BYTES] * 6 + [17]
    assert [number for number, _, _ in blobs.parts] == list(range(1, 8))
    assert blobs.parts[0][2] == b"AB"


def peak_of_joining(parts: int) -> int:
    blobs = Counting([5 << 20] * parts)
    tracemalloc.start()
    join(map(str, range(parts)), "s3://data/out", blobs)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_joining_takes_no_more_memory_for_a_larger_output() -> None:
    assert peak_of_joining(60) < peak_of_joining(12) + (1 << 20)


@pytest.mark.parametrize("size", [0, 1, PART_BYTES - 1, PART_BYTES])
def test_up_to_one_piece_is_written_at_once(size: int) -> None:
    blobs = MemoryBlobs({"s3://data/a": b"x" * size})
    join(iter(["s3://data/a"]), "s3://data/out", blobs)
    assert len(blobs.read("s3://data/out")) == size
    assert blobs.uploads == {}


def test_one_byte_more_makes_two_parts() -> None:
    blobs = MemoryBlobs({"s3://data/a": b"x" * PART_BYTES, "s3://data/b": b"y"})
    join(iter(["s3://data/a", "s3://data/b"]), "s3://data/out", blobs)
    assert blobs.read("s3://data/out")[-2:] == b"xy"
    assert len(blobs.read("s3://data/out")) == PART_BYTES + 1
