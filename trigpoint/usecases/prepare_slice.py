"""PreAnnotate: task inputs for the objects of one slice of a wave.

A bad line, a missing object or a failing customer function fails *that object*, with its reason; the
others go on. An object that has ended already is left alone, so a redo is harmless.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from trigpoint.domain.errors import FunctionFailed, NotAllowed, NotFound, TrigpointError
from trigpoint.domain.job import GOLD_ATTRIBUTE, Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Label, Outcome, shard_of
from trigpoint.formats import jsontext
from trigpoint.formats.manifest import ManifestLine, parse_object
from trigpoint.formats.output_manifest import already_labelled
from trigpoint.formats.pre_annotation import parse_pre_reply, pre_event
from trigpoint.ports import Blobs, Ports
from trigpoint.tasktypes import task_type
from trigpoint.tasktypes.gold import gold_of
from trigpoint.usecases.choose_wave import wave_slices
from trigpoint.usecases.close_object import counts_of, go_on
from trigpoint.usecases.job_files import categories_of, lines_of

FUNCTION_CALLS_AT_ONCE = 8


@dataclass(frozen=True, slots=True)
class Prepared:
    """One object: its task input, or why it ends here."""

    seq: int
    line: Mapping[str, Any]
    task_input: Mapping[str, Any] | None = None
    outcome: Outcome | None = None
    reason: str = ""


def prepare_slice(key: str, wave: int, number: int, ports: Ports, deployment: Deployment) -> int:
    """Write the slice's inputs and index; how many of its objects go to people."""
    job = ports.ledger.job(key)
    ids = next(one["ids"] for one in wave_slices(key, wave, ports, deployment) if one["slice"] == number)
    prepare = preparer(job, ports, deployment)
    with ThreadPoolExecutor(FUNCTION_CALLS_AT_ONCE if job.spec.pre_function else 1) as pool:
        found = list(pool.map(prepare, open_lines(job, ids, ports)))
    _end([one for one in found if one.outcome], job, wave, ports)
    return _write([one for one in found if one.outcome is None], key, number, ports.blobs, deployment)


def open_lines(job: Job, ids: Sequence[int], ports: Ports) -> Iterator[ManifestLine]:
    """Manifest lines of objects that have not ended yet, in the order of `ids`."""
    lines: dict[int, ManifestLine] = {}
    ended: set[int] = set()
    for shard in ports.ledger.shards(job.key, sorted({shard_of(seq) for seq in ids})):
        lines |= {line.number: line for line in lines_of(job, shard, ports.blobs)}
        ended |= ports.ledger.shard_contents(job.key, shard.number).labels.keys()
    return (lines[seq] for seq in ids if seq not in ended)


def preparer(job: Job, ports: Ports, deployment: Deployment) -> Callable[[ManifestLine], Prepared]:
    """The function that prepares one line of this job; it never raises for a bad object."""
    categories = categories_of(job, ports.blobs)
    kind = task_type(job.spec.task_type)

    def inputs(line: ManifestLine) -> Prepared:
        document = parse_object(line)
        if already_labelled(document, job.spec.label_attribute):
            return Prepared(line.number, document, outcome=Outcome.SKIPPED, reason="it has a label already")
        _check_object(line.number, document, ports.blobs, deployment)
        gold_of(document, job.spec.options.get(GOLD_ATTRIBUTE, ""), categories)
        if job.spec.pre_function is None:
            return Prepared(line.number, document, kind.input.task_input(document, categories))
        reply = ports.functions.invoke(job.spec.pre_function, pre_event(deployment.job_arn(job.key), document))
        parsed = parse_pre_reply(reply, line.number)
        if not parsed.human_required:
            reason = "the pre-annotation function asked for no people"
            return Prepared(line.number, document, outcome=Outcome.SKIPPED, reason=reason)
        return Prepared(line.number, document, parsed.task_input)

    def prepare(line: ManifestLine) -> Prepared:
        try:
            return inputs(line)
        except FunctionFailed as error:
            reason = f"PreAnnotationFailed: object {line.number}: {error.message} {error.fix}"
            return Prepared(line.number, {}, outcome=Outcome.FAILED, reason=reason)
        except TrigpointError as error:
            return Prepared(line.number, {}, outcome=Outcome.FAILED, reason=str(error))

    return prepare


def _check_object(seq: int, document: Mapping[str, Any], blobs: Blobs, deployment: Deployment) -> None:
    uri = document.get("source-ref")
    if uri is None:
        return
    if not deployment.may_use(uri):
        raise NotAllowed(f"object {seq}: {uri} is in a bucket this deployment may not read.", "Allow it first.")
    if blobs.info(uri) is None:
        raise NotFound(f"object {seq}: {uri} does not exist.", "Upload the object, or correct source-ref.")


def _end(ended: Iterable[Prepared], job: Job, wave: int, ports: Ports) -> None:
    now = ports.clock.now()
    labels = [Label(job.key, one.seq, one.outcome, now, wave=wave, reason=one.reason) for one in ended if one.outcome]
    closed = [label for label in labels if ports.ledger.close_unopened(label)]
    if closed:
        counted = counts_of(closed) | {"unopened": len(closed)}
        go_on(ports.ledger.change_job(job.key, add=counted), ledger=ports.ledger, workflow=ports.workflow)


def _write(going: Iterable[Prepared], key: str, number: int, blobs: Blobs, deployment: Deployment) -> int:
    index: list[tuple[int, int, int]] = []
    lines: list[bytes] = []
    position = 0
    for one in going:
        line = jsontext.encode({"seq": one.seq, "dataObject": one.line, "taskInput": one.task_input}) + b"\n"
        index.append((one.seq, position, len(line)))
        lines.append(line)
        position += len(line)
    blobs.write(deployment.slice_inputs(key, number), b"".join(lines), "application/x-ndjson")
    blobs.write(deployment.slice_index(key, number), json.dumps(index).encode())
    return len(index)
