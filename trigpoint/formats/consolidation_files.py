"""What a customer's post-annotation function gets and gives back (facts: ground-truth 3.2, 4).

The event points to a payload file with a batch of objects; the reply is a list, batch out. An
object the reply lacks, or whose content is no object, failed; a reply that is no such list is
the function's error as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from trigpoint.domain.errors import FunctionReplyError
from trigpoint.domain.job import Instant
from trigpoint.domain.work import Answer
from trigpoint.formats import jsontext
from trigpoint.formats.output_manifest import metadata_key
from trigpoint.formats.timestamps import creation_date

EVENT_VERSION = "2018-10-16"
FIX = 'Return [{"datasetObjectId": "0", "consolidatedAnnotation": {"content": {...}}}, ...].'


@dataclass(frozen=True, slots=True)
class PostReply:
    """Manifest keys to add by object id, and why the others of the batch failed."""

    contents: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)
    failed: Mapping[int, str] = field(default_factory=dict)


def request_item(
    seq: int,
    line: Mapping[str, Any],
    answers: Sequence[Answer],
    worker_id: Callable[[str], str] = str,
    elsewhere: Callable[[Answer], str] = lambda _: "",
) -> dict[str, Any]:
    """One object's entry of the payload file. An answer travels as a JSON string, or as the URI of a file that
    holds it: the one `elsewhere` gives, if any."""
    return {
        "datasetObjectId": str(seq),
        "dataObject": data_object(line),
        "annotations": [
            {"workerId": worker_id(answer.worker), "annotationData": annotation_data(answer, elsewhere(answer))}
            for answer in answers
        ],
    }


def annotation_data(answer: Answer, uri: str) -> dict[str, str]:
    return {"s3Uri": uri} if uri else {"content": jsontext.dumps(dict(answer.content))}


def data_object(line: Mapping[str, Any]) -> dict[str, Any]:
    if "source-ref" in line:
        return {"s3Uri": line["source-ref"]}
    return {"content": line.get("source", "")}


def request_payload(items: Sequence[Mapping[str, Any]]) -> bytes:
    return jsontext.encode(list(items))


def post_event(
    *,
    job_arn: str,
    attribute: str,
    categories: Sequence[str] | None,
    role: str,
    payload: str,
    output: str,
    kms_key: str | None = None,
) -> dict[str, Any]:
    """The event. outputConfig and kmsKeyId are undocumented but read by functions in the field."""
    event: dict[str, Any] = {
        "version": EVENT_VERSION,
        "labelingJobArn": job_arn,
        "labelCategories": list(categories) if categories else None,
        "labelAttributeName": attribute,
        "roleArn": role,
        "outputConfig": output,
        "payload": {"s3Uri": payload},
    }
    return {**event, "kmsKeyId": kms_key} if kms_key else event


def parse_post_reply(reply: Any, seqs: Collection[int], attribute: str) -> PostReply:
    """Sort a reply out by the object ids sent; ids that were not sent are passed over.

    Raises FunctionReplyError when the reply is not a list of entries with ids.
    """
    if not isinstance(reply, list):
        raise FunctionReplyError(f"The post-annotation function returned {kind(reply)}, not a list.", FIX)
    entries = {object_id(entry, index): entry for index, entry in enumerate(reply)}
    contents: dict[int, Mapping[str, Any]] = {}
    failed: dict[int, str] = {}
    for seq in seqs:
        content = content_of(entries.get(str(seq)))
        if isinstance(content, dict) and attribute in content:
            contents[seq] = content
        else:
            failed[seq] = trouble(seq, str(seq) in entries, content, attribute)
    return PostReply(contents, failed)


def object_id(entry: Any, index: int) -> str:
    value = entry.get("datasetObjectId") if isinstance(entry, dict) else None
    if not isinstance(value, str | int) or isinstance(value, bool):
        raise FunctionReplyError(f"Entry {index} of the post-annotation function's reply has no datasetObjectId.", FIX)
    return str(value)


def content_of(entry: Any) -> Any:
    annotation = entry.get("consolidatedAnnotation") if isinstance(entry, dict) else None
    return annotation.get("content") if isinstance(annotation, dict) else None


def trouble(seq: int, present: bool, content: Any, attribute: str) -> str:
    if not present:
        return f"The post-annotation function returned nothing for object {seq}."
    if not isinstance(content, dict):
        return f"The post-annotation function returned no consolidatedAnnotation.content for object {seq}."
    return f"The post-annotation function's content for object {seq} has no key {attribute!r}."


def kind(value: Any) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"


def custom_content(content: Mapping[str, Any], *, attribute: str, job_name: str, created: Instant) -> dict[str, Any]:
    """A customer function's content with the metadata Ground Truth adds to custom labels.

    What the function itself put under the metadata key wins.
    """
    key = metadata_key(attribute)
    metadata = {
        "type": "groundtruth/custom",
        "job-name": f"labeling-job/{job_name}",
        "human-annotated": "yes",
        "creation-date": creation_date(created),
    }
    own = content.get(key)
    return {**content, key: {**metadata, **own} if isinstance(own, dict) else metadata}


def response_file(contents: Mapping[int, Mapping[str, Any]]) -> bytes:
    """The consolidation-response file: the list as a post-annotation function returns it."""
    entries = [
        {"datasetObjectId": str(seq), "consolidatedAnnotation": {"content": dict(content)}}
        for seq, content in contents.items()
    ]
    return jsontext.encode(entries)
