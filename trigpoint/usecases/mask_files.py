"""Large masks of answers lie in S3: the ledger keeps where, and whoever reads an answer finds the mask in its place.

A file's name holds a hash of its bytes, so that equal answers are equal rows, and another answer under
the same lease never overwrites the mask of the one that was accepted.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from trigpoint.domain.errors import AnswerError, LeaseExpired
from trigpoint.domain.job import Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Answer, lane_of
from trigpoint.formats.png import png_bytes, png_size
from trigpoint.ledger.lease import live_lease
from trigpoint.ledger.lease_id import parse_lease_id
from trigpoint.ports import Blobs, Ports
from trigpoint.tasktypes.painted import FILE_KEY

SMALL = 8 * 1024
"""Characters of base64 that stay in the answer's row."""

IMAGE, DATA = "labeledImage", "pngImageData"
MARK = 32
GRANT_SECONDS = 900

HISTORY_CHARACTERS = 5 << 20
"""Of base64 in one reply: AWS Lambda's replies end at 6 MB."""


@dataclass(frozen=True, slots=True)
class Apart:
    """An answer without its large masks, and those by URI."""

    content: Mapping[str, Any]
    files: Mapping[str, bytes]


def put_apart(content: Mapping[str, Any], place: Callable[[bytes], str]) -> Apart:
    """`place` names the file of a PNG. Raises AnswerError for an answer that names a file itself."""
    files: dict[str, bytes] = {}

    def apart(name: str, widget: Any) -> Any:
        image = _image(widget)
        if FILE_KEY in image:
            raise AnswerError(f"{name}.{IMAGE}.{FILE_KEY} is not for workers to give.", f"Send {DATA}.")
        png = _large_png(image.get(DATA))
        if png is None:
            return widget
        uri = place(png)
        files[uri] = png
        rest = {key: value for key, value in image.items() if key != DATA}
        return {**widget, IMAGE: {**rest, FILE_KEY: uri}}

    return Apart({name: apart(name, widget) for name, widget in content.items()}, files)


def _image(widget: Any) -> Mapping[str, Any]:
    image = widget.get(IMAGE) if isinstance(widget, Mapping) else None
    return image if isinstance(image, Mapping) else {}


def _large_png(text: Any) -> bytes | None:
    """The PNG of a base64 text that is too long for a row; None for all else, which stays as it is."""
    if not isinstance(text, str) or len(text) <= SMALL:
        return None
    try:
        png = png_bytes(text)
        png_size(png)
    except ValueError:
        return None
    return png


def files_of(content: Mapping[str, Any]) -> list[str]:
    """URIs of the masks that lie apart."""
    return [str(image[FILE_KEY]) for image in map(_image, content.values()) if FILE_KEY in image]


def put_back(content: Mapping[str, Any], read: Callable[[str], bytes]) -> dict[str, Any]:
    """The answer as its worker sent it."""

    def image_back(image: Mapping[str, Any]) -> dict[str, Any]:
        rest = {key: value for key, value in image.items() if key != FILE_KEY}
        return {**rest, DATA: base64.b64encode(read(image[FILE_KEY])).decode()}

    return _images_mapped(content, image_back)


def _images_mapped(content: Mapping[str, Any], change: Callable[[Mapping[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    return {
        name: {**widget, IMAGE: change(image)} if FILE_KEY in (image := _image(widget)) else widget
        for name, widget in content.items()
    }


# -- in and out of S3 ---------------------------------------------------------------
def keep_masks(
    job: Job, worker: str, lease: str, content: Mapping[str, Any], ports: Ports, deployment: Deployment
) -> Mapping[str, Any]:
    """The answer to be stored, whose large masks lie in S3 now.

    They are written under a live lease only. Without one the ledger has the word: it knows a repeat of an answer
    that is stored, masks and all, and refuses everything else.
    """
    seq, token = parse_lease_id(lease)

    def place(png: bytes) -> str:
        return deployment.mask(job.key, seq, token, hashlib.sha256(png).hexdigest()[:MARK])

    found = put_apart(content, place)
    if found.files and _holds(job, worker, seq, token, ports):
        for uri, png in found.files.items():
            ports.blobs.write(uri, png, "image/png")
    return found.content


def _holds(job: Job, worker: str, seq: int, token: str, ports: Ports) -> bool:
    task = ports.ledger.task(job.key, seq, lane_of(seq, job.lanes))
    return not isinstance(live_lease(task, worker, token, ports.clock.now()), LeaseExpired)


def whole(answer: Answer, blobs: Blobs) -> Answer:
    """The answer with its masks in it. Raises NotFound when a file is gone."""
    return replace(answer, content=put_back(answer.content, blobs.read)) if files_of(answer.content) else answer


def shown(answers: Sequence[Mapping[str, Any]], blobs: Blobs) -> list[dict[str, Any]]:
    """Entries of a history with masks in their `answer`, as many as fit into one reply, in order.

    From the first that does not fit, masks are short-lived addresses under `pngImageUri`.
    """
    left = HISTORY_CHARACTERS
    found = []
    for entry in answers:
        uris = files_of(entry["answer"])
        left -= sum(_base64_length(uri, blobs) for uri in uris)
        change = _back(blobs) if left >= 0 else _address(blobs)
        found.append({**entry, "answer": _images_mapped(entry["answer"], change) if uris else entry["answer"]})
    return found


def _base64_length(uri: str, blobs: Blobs) -> int:
    info = blobs.info(uri)
    return -(-info.size // 3) * 4 if info else 0


def _back(blobs: Blobs) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda image: put_back({"": {IMAGE: image}}, blobs.read)[""][IMAGE]


def _address(blobs: Blobs) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
    return lambda image: {**image, FILE_KEY: blobs.presign(image[FILE_KEY], GRANT_SECONDS)}
