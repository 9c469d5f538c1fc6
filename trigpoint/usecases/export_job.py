"""Export: Ground Truth's output files, each input line in exactly one output line, in order.

Groups of shards are written side by side as parts; `finish` streams them in order into one multipart
upload. Answers stand in one file an object, consolidation files in one a group and wave.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from typing import Any

from trigpoint.domain.errors import ManifestError, NotFound
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Answer, Label, Outcome
from trigpoint.formats import jsontext
from trigpoint.formats.consolidation_files import request_item, request_payload, response_file
from trigpoint.formats.manifest import ManifestLine, parse_object
from trigpoint.formats.output_layout import (
    annotation,
    consolidation_request,
    consolidation_response,
    learned_model,
    learning_report,
    machine_output,
    output_manifest,
    worker_response,
)
from trigpoint.formats.output_manifest import merge
from trigpoint.formats.worker_response import private_worker_id
from trigpoint.formats.worker_response import worker_response as worker_response_document
from trigpoint.ports import Blobs, Ports
from trigpoint.usecases.job_files import lines_of
from trigpoint.usecases.mask_files import files_of, whole

GROUP_SHARDS = 20
PART_BYTES = 8 * 1024 * 1024
WRITES_AT_ONCE = 16


def plan_export(key: str, ports: Ports, deployment: Deployment) -> dict[str, str]:
    """Write the list of groups; where it lies: {"bucket", "key"}."""
    job = ports.ledger.job(key)
    starts = range(0, job.shards, GROUP_SHARDS)
    groups = [
        {"job": key, "group": number, "first": first, "last": min(first + GROUP_SHARDS, job.shards) - 1}
        for number, first in enumerate(starts)
    ]
    uri = deployment.work(key, "export/groups.json")
    ports.blobs.write(uri, json.dumps(groups).encode())
    return {"bucket": deployment.bucket, "key": uri.removeprefix(f"s3://{deployment.bucket}/")}


def export_group(key: str, group: int, first: int, last: int, ports: Ports, deployment: Deployment) -> int:
    """Write one part of the output manifest and its objects' answer files; how many lines."""
    job = ports.ledger.job(key)
    lines: list[bytes] = []
    ended: list[tuple[ManifestLine, Label, Sequence[Answer]]] = []
    machine: list[tuple[Label, bytes]] = []
    for shard in ports.ledger.shards(key, range(first, last + 1)):
        contents = ports.ledger.shard_contents(key, shard.number)
        for line in lines_of(job, shard, ports.blobs):
            label = contents.labels.get(line.number)
            lines.append(merge(line, label, job.spec.label_attribute) + b"\n")
            if label and label.by_machine:
                machine.append((label, lines[-1]))
            if label and contents.answers.get(line.number):
                ended.append((line, label, contents.answers[line.number]))
    ports.blobs.write(deployment.export_part(key, group), b"".join(lines), "application/x-ndjson")
    _write_machine_labels(job, group, machine, ports.blobs)
    _write_answers(job, ended, ports.blobs, deployment)
    if job.spec.post_function is None:
        _write_consolidation(job, group, ended, ports.blobs, deployment)
    return len(lines)


def _write_machine_labels(job: Job, group: int, machine: Sequence[tuple[Label, bytes]], blobs: Blobs) -> None:
    """`<object id> <manifest line>` of every machine label, as Ground Truth's active learning leaves them."""
    for wave in sorted({label.wave for label, _ in machine}):
        lines = [f"{label.seq} ".encode() + line for label, line in machine if label.wave == wave]
        blobs.write(machine_output(job.spec.output, job.name, wave, group), b"".join(lines), "text/plain")


Ended = Sequence[tuple[ManifestLine, Label, Sequence[Answer]]]


def _write_answers(job: Job, ended: Ended, blobs: Blobs, deployment: Deployment) -> None:
    """One file an object, many at once: one after the other, 10,000 of them would outlast the function."""

    def write(one: tuple[ManifestLine, Label, Sequence[Answer]]) -> None:
        line, label, answers = one
        sent = [whole(answer, blobs) for answer in answers]
        document = worker_response_document(sent, worker_id=lambda worker: private_worker_id(worker, deployment.region))
        uri = worker_response(job.spec.output, job.name, label.wave, line.number, label.created)
        blobs.write(uri, jsontext.encode(document))
        for answer, kept in zip(sent, answers, strict=True):
            if uri := annotation_of(job, label, kept, deployment):
                blobs.write(uri, jsontext.encode(dict(answer.content)))

    with ThreadPoolExecutor(WRITES_AT_ONCE) as pool:
        list(pool.map(write, ended))


def annotation_of(job: Job, label: Label, answer: Answer, deployment: Deployment) -> str:
    """The file of an answer whose masks are too many to stand, for a whole group, in one consolidation request."""
    if job.spec.post_function is not None or not files_of(answer.content):
        return ""
    worker = private_worker_id(answer.worker, deployment.region)
    return annotation(job.spec.output, job.name, label.wave, answer.seq, worker)


def _write_consolidation(job: Job, group: int, ended: Ended, blobs: Blobs, deployment: Deployment) -> None:
    """The request and response files of the built-in consolidation, one pair a wave."""
    for wave in sorted({label.wave for _, label, _ in ended}):
        some = [one for one in ended if one[1].wave == wave]
        at = max(label.created for _, label, _ in some)
        items = [
            request_item(
                line.number,
                _document(line),
                answers,
                lambda worker: private_worker_id(worker, deployment.region),
                partial(annotation_of, job, label, deployment=deployment),
            )
            for line, label, answers in some
        ]
        contents = {line.number: label.content for line, label, _ in some if label.outcome is Outcome.LABELLED}
        where = (job.spec.output, job.name, wave, at, str(group))
        blobs.write(consolidation_request(*where), request_payload(items))
        blobs.write(consolidation_response(*where), response_file(contents))


def _document(line: ManifestLine) -> Mapping[str, Any]:
    try:
        return parse_object(line)
    except ManifestError:
        return {}


def finish_export(key: str, ports: Ports, deployment: Deployment) -> str:
    """Join the parts into the output manifest; its URI, which goes on the job row."""
    job = ports.ledger.job(key)
    uri = output_manifest(job.spec.output, job.name)
    groups = -(-job.shards // GROUP_SHARDS)
    parts = (deployment.export_part(key, group) for group in range(groups))
    join(parts, uri, ports.blobs)
    ports.ledger.change_job(key, put={"output_manifest": uri})
    if job.promise:
        _copy_learned(job, ports, deployment)
    return uri


def _copy_learned(job: Job, ports: Ports, deployment: Deployment) -> None:
    """The report and the model, where there are any."""
    with suppress(NotFound):
        page = ports.blobs.read(deployment.learning_report(job.key))
        ports.blobs.write(learning_report(job.spec.output, job.name), page, "text/html; charset=utf-8")
    with suppress(NotFound):
        model = ports.blobs.read(deployment.learned_model(job.key))
        ports.blobs.write(learned_model(job.spec.output, job.name, job.waves), model, "application/gzip")


def join(parts: Iterator[str], uri: str, blobs: Blobs) -> None:
    """Stream objects one after the other into one, in parts of 8 MiB, in constant memory."""
    pieces = _pieces(chunk for part in parts for chunk in blobs.chunks(part))
    first, second = next(pieces, b""), next(pieces, None)
    if second is None:
        blobs.write(uri, first, "application/x-ndjson")
        return
    upload = blobs.begin_parts(uri, "application/x-ndjson")
    tags = [blobs.put_part(uri, upload, 1, first), blobs.put_part(uri, upload, 2, second)]
    tags += [blobs.put_part(uri, upload, number, piece) for number, piece in enumerate(pieces, 3)]
    blobs.finish_parts(uri, upload, tags)


def _pieces(chunks: Iterator[bytes]) -> Iterator[bytes]:
    held = bytearray()
    for chunk in chunks:
        held += chunk
        while len(held) >= PART_BYTES:
            yield bytes(held[:PART_BYTES])
            del held[:PART_BYTES]
    if held:
        yield bytes(held)
