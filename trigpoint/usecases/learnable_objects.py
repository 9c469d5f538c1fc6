"""What the model may learn from: the objects of a job that want a label, as features, and what people said of them."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from trigpoint.autolabel.features import Features, of_embeddings, of_images, of_texts
from trigpoint.autolabel.rated import GIVEN_UP, UNKNOWN
from trigpoint.domain.errors import BadInput, ManifestError, NotFound
from trigpoint.domain.job import EMBEDDING, MODEL_FUNCTION, Job
from trigpoint.domain.places import Deployment
from trigpoint.domain.work import Label, Outcome, Source
from trigpoint.formats.manifest import parse_object
from trigpoint.formats.output_manifest import already_labelled, metadata_key
from trigpoint.ports import Blobs, Ports
from trigpoint.usecases.job_files import lines_of
from trigpoint.usecases.kinds_of_labels import KNOWN_TO_CUSTOMERS, LEARNABLE, MANY, RATED

MOST_OBJECTS, MOST_PICTURES = 300_000, 100_000
"""What one function of 10 GB learns from in 15 minutes. Measured on one core: features of so many short texts and a
step over 30,000 labels take 99 CPU s and 4.3 GB, the features of so many pictures about 140 CPU s, before they are
read from S3. What a deployment trains outside of a function (`Deployment.most_at_length`) is counted in texts too."""

CONTENT = ("source", "source-ref")

SIDE = 32
"""Images are looked at in so many pixels a side; the features shrink them further."""

MOST_PIXELS, DRAFT = 64_000_000, 8 * SIDE
"""Larger pictures go to people: sixteen are decoded at once, at three bytes a pixel and more."""

READS_AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Learnable:
    """`seqs` of the objects that want a label, and of their manifest lines what is needed, in the same order."""

    seqs: NDArray[np.intp]
    lines: Sequence[Mapping[str, Any]]

    def places(self, seqs: Sequence[int]) -> NDArray[np.intp]:
        """Positions of these objects; those that do not want a label are left out."""
        found = np.searchsorted(self.seqs, np.asarray(seqs, dtype=np.intp))
        inside = found < len(self.seqs)
        same = self.seqs[np.minimum(found, len(self.seqs) - 1)] == np.asarray(seqs)
        return np.asarray(found[inside & same], dtype=np.intp)


def learnable(job: Job, ports: Ports, deployment: Deployment, *, reader: Job | None = None) -> Learnable:
    """For the job itself or another `reader`, whose options say what of a line is needed. Raises BadInput where a model
    cannot help: another task type, or too many objects."""
    if job.spec.task_type not in (KNOWN_TO_CUSTOMERS if job.spec.options.get(MODEL_FUNCTION) else LEARNABLE):
        fix = f"Use one of {', '.join(LEARNABLE)}, name a model of yours, or let people label all of them."
        raise BadInput(f"Automated labeling does not know task type {job.spec.task_type}.", fix)
    if job.total > (most := most_objects(job, max(MOST_OBJECTS, deployment.most_at_length))):
        fix = "Split the manifest into jobs of fewer objects."
        raise BadInput(f"{job.total:,} objects are more than the {most:,} a model can learn from here.", fix)
    found = [(seq, needed(reader or job, line)) for seq, line in wanting(job, ports)]
    return Learnable(np.array([seq for seq, _ in found], dtype=np.intp), [line for _, line in found])


def too_many_for_a_function(job: Job, deployment: Deployment) -> bool:
    """Whether a training outside of a function can learn from the job, and a function cannot."""
    return most_objects(job, MOST_OBJECTS) < job.total <= most_objects(job, deployment.most_at_length)


def most_objects(job: Job, texts: int) -> int:
    """Of this kind, where so many texts are the most. Pictures are the heavier, if their features are ours to make."""
    ours = not job.spec.options.get(EMBEDDING) and not job.spec.options.get(MODEL_FUNCTION)
    return texts * MOST_PICTURES // MOST_OBJECTS if ours and not is_text(job) else texts


def is_text(job: Job) -> bool:
    return job.spec.task_type.startswith("text")


def wanting(job: Job, ports: Ports) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Lines that are no objects, and objects that have a label already, go the usual way."""
    for shard in ports.ledger.shards(job.key, range(job.shards)):
        for line in lines_of(job, shard, ports.blobs):
            try:
                document = parse_object(line)
            except ManifestError:
                continue
            if not already_labelled(document, job.spec.label_attribute):
                yield line.number, document


def needed(job: Job, line: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the learner reads of a line; a customer's model is sent all of it. All lines of a job are in memory at once,
    and a list of numbers takes eight times what an array of them does."""
    if job.spec.options.get(MODEL_FUNCTION):
        return line
    if attribute := job.spec.options.get(EMBEDDING):
        return {attribute: vector(line.get(attribute))}
    return {name: line[name] for name in CONTENT if name in line}


Lines = Sequence[Mapping[str, Any]]


def features_of(job: Job, lines: Lines, ports: Ports, deployment: Deployment) -> Features:
    """Of manifest lines, in their order. Raises BadInput where nothing can be read."""
    attribute = job.spec.options.get(EMBEDDING, "")
    if attribute:
        return of_embeddings(embeddings(lines, attribute))
    read = reader(ports.blobs, deployment)
    if is_text(job):
        return of_texts([text_of(line, read) for line in lines])
    return of_images(images(lines, read))


def reader(blobs: Blobs, deployment: Deployment) -> Callable[[str], bytes]:
    """Bytes of a file, empty where it may not be read or is not there: its object goes to people."""

    def read(uri: str) -> bytes:
        try:
            return blobs.read(uri) if deployment.may_use(uri) else b""
        except NotFound:
            return b""

    return read


def text_of(line: Mapping[str, Any], read: Callable[[str], bytes]) -> str:
    if "source-ref" in line:
        return read(str(line["source-ref"])).decode("utf-8", errors="replace")
    return str(line.get("source", ""))


def images(lines: Lines, read: Callable[[str], bytes]) -> NDArray[np.float16]:
    """(n, SIDE, SIDE, 3), numbers from 0 to 255, which half precision holds exactly; NaN as in `image_of`."""
    found = np.empty((len(lines), SIDE, SIDE, 3), dtype=np.float16)
    with ThreadPoolExecutor(READS_AT_ONCE) as pool:
        for place, image in enumerate(pool.map(lambda line: image_of(line, read), lines)):
            found[place] = image
    return found


def image_of(line: Mapping[str, Any], read: Callable[[str], bytes]) -> NDArray[np.float16]:
    """(SIDE, SIDE, 3); NaN where the picture cannot be read."""
    try:
        with Image.open(io.BytesIO(read(str(line.get("source-ref", ""))))) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                raise Image.DecompressionBombError("too many pixels to be looked at")
            # JPEG files are decoded no larger than this needs.
            picture.draft("RGB", (DRAFT, DRAFT))
            return np.asarray(picture.convert("RGB").resize((SIDE, SIDE)), dtype=np.float16)
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return np.full((SIDE, SIDE, 3), np.nan, dtype=np.float16)


def embeddings(lines: Sequence[Mapping[str, Any]], attribute: str) -> NDArray[np.float32]:
    """(n, d); rows of NaN where a line has no vector of the usual length."""
    vectors = [vector(line.get(attribute)) for line in lines]
    lengths = [len(one) for one in vectors if len(one)]
    if not lengths:
        raise BadInput(f"No line has a list of numbers under {attribute!r}.", "Name the key of the embeddings.")
    usual = max(set(lengths), key=lengths.count)
    rows = np.full((len(vectors), usual), np.nan, dtype=np.float32)
    for row, one in zip(rows, vectors, strict=True):
        if len(one) == usual:
            row[:] = one
    return rows


def vector(value: Any) -> NDArray[np.float32]:
    """Empty where the value is no list of numbers; infinite where one is too large."""
    if isinstance(value, np.ndarray):
        return value
    numbers = value if isinstance(value, list) else []
    right = all(isinstance(one, int | float) and not isinstance(one, bool) for one in numbers)
    try:
        with np.errstate(over="ignore"):
            return np.array(numbers if right else [], dtype=np.float32)
    except OverflowError:
        # An integer of hundreds of digits.
        return np.full(len(numbers), np.inf, dtype=np.float32)


def classes_of(job: Job, objects: Learnable, categories: Sequence[str], ports: Ports) -> NDArray[np.intp]:
    """(n,): numbers of people's labels (`number_of`), UNKNOWN, or GIVEN_UP for objects that ended without."""
    found = np.full(len(objects.seqs), UNKNOWN, dtype=np.intp)
    place = {int(seq): at for at, seq in enumerate(objects.seqs)}
    for label in peoples_labels(job, ports):
        if label.seq in place:
            labelled = label.outcome is Outcome.LABELLED
            found[place[label.seq]] = number_of(job, label, categories) if labelled else GIVEN_UP
    return found


def peoples_labels(job: Job, ports: Ports) -> Iterator[Label]:
    """Of all objects that people have labelled or given up."""
    for shard in range(job.shards):
        labels = ports.ledger.shard_contents(job.key, shard).labels.values()
        yield from (label for label in labels if label.source is Source.HUMAN)


def number_of(job: Job, label: Label, categories: Sequence[str]) -> int:
    """The number of a label's category, its categories as bits, or 0 for boxes and masks; GIVEN_UP: not the job's."""
    if job.spec.task_type in RATED:
        return 0
    metadata = label.content.get(metadata_key(job.spec.label_attribute), {})
    many = job.spec.task_type in MANY
    if many and "class-map" not in metadata:
        return GIVEN_UP
    names = list(metadata.get("class-map", {}).values()) if many else [metadata.get("class-name", "")]
    if not set(names) <= set(categories):
        return GIVEN_UP
    numbers = [list(categories).index(name) for name in names]
    return sum(1 << number for number in numbers) if many else numbers[0]
