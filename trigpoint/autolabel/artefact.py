"""What a job has learned, as one file that predicts elsewhere: `model.tar.gz` (docs/automated-labeling.md).

The learner is a kernel machine: its model is what people labelled. The file holds these examples and what they stand
for. To predict, features are made of the examples and the asked objects together, and the learner is fitted anew. There
is no pickle in it and no code.
"""

from __future__ import annotations

import gzip
import io
import json
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.autolabel.confidence import FOLDS
from trigpoint.autolabel.features import Features, of_embeddings, of_images, of_texts
from trigpoint.autolabel.learner import choose_ridge, fit
from trigpoint.autolabel.rated import UNKNOWN, Rated
from trigpoint.autolabel.sets import flags_of
from trigpoint.domain.errors import BadInput

FORMAT = "trigpoint-examples/1"
DESCRIPTION, TEXTS, ARRAYS = "model.json", "texts.json", "examples.npz"
MOST_BYTES = 1 << 30
FIX = "Give a model.tar.gz from a job's output folder, training/<wave>/."

Objects = Sequence[str] | NDArray[Any]
OF: Mapping[str, Callable[[Any], Features]] = {"text": of_texts, "image": of_images, "embedding": of_embeddings}


@dataclass(frozen=True, slots=True)
class Artefact:
    """`examples` (n,) of a `kind` (text, image, embedding) with their `classes` (n,): numbers of `categories`, or with
    `many` bits of several."""

    kind: str
    categories: tuple[str, ...]
    classes: NDArray[np.intp]
    examples: Objects
    many: bool = False


# -- files ----------------------------------------------------------------------------
def packed(model: Artefact) -> bytes:
    about = {"format": FORMAT, "kind": model.kind, "categories": model.categories, "many": model.many}
    files = {DESCRIPTION: json.dumps(about).encode()}
    arrays: dict[str, Any] = {"classes": model.classes}
    if model.kind == "text":
        files[TEXTS] = json.dumps(list(model.examples)).encode()
    else:
        arrays["examples"] = np.asarray(model.examples)
    table = io.BytesIO()
    np.savez_compressed(table, **arrays)
    return archived(files | {ARRAYS: table.getvalue()})


def archived(files: Mapping[str, bytes]) -> bytes:
    """The same bytes for the same files, whenever it is written."""
    plain = io.BytesIO()
    with tarfile.open(fileobj=plain, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
    return gzip.compress(plain.getvalue(), mtime=0)


def unpacked(data: bytes) -> Artefact:
    """Raises BadInput for a file that is none."""
    try:
        return read(data)
    except (
        tarfile.TarError,
        OSError,
        EOFError,
        zlib.error,
        zipfile.BadZipFile,
        LookupError,
        TypeError,
        ValueError,
    ) as error:
        raise BadInput(f"This is no model that can be read: {error}.", FIX) from None


def read(data: bytes) -> Artefact:
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        about = json.loads(content(archive, DESCRIPTION))
        if about["format"] != FORMAT or about["kind"] not in OF:
            raise BadInput(f"The model has the format {about['format']!r}, not {FORMAT!r}.", FIX)
        with np.load(io.BytesIO(content(archive, ARRAYS)), allow_pickle=False) as arrays:
            examples = json.loads(content(archive, TEXTS)) if about["kind"] == "text" else arrays["examples"]
            classes = arrays["classes"].astype(np.intp)
    model = Artefact(about["kind"], tuple(about["categories"]), classes, examples, bool(about["many"]))
    if not fits(model):
        raise BadInput("The model's examples, classes and categories do not fit together.", FIX)
    return model


def fits(model: Artefact) -> bool:
    end = 1 << len(model.categories) if model.many else len(model.categories)
    told = bool(len(model.classes)) and model.classes.min() >= 0 and model.classes.max() < end
    texts = model.kind != "text" or all(isinstance(one, str) for one in model.examples)
    return told and texts and len(model.classes) == len(model.examples)


def content(archive: tarfile.TarFile, name: str) -> bytes:
    entry = archive.getmember(name)
    if not entry.isreg() or entry.size > MOST_BYTES:
        raise ValueError(f"{name} is no file, or larger than {MOST_BYTES >> 20} MB")
    file = archive.extractfile(entry)
    return file.read() if file else b""


# -- predictions ----------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Predicted:
    """Of one object: the categories, and how likely they are right (0..1). None where it cannot be read."""

    labels: tuple[str, ...] | None
    confidence: float | None


def predict(model: Artefact, objects: Objects) -> list[Predicted]:
    """One for each of the `objects`, which are of the model's kind. Nothing is certified here."""
    if not len(objects):
        return []
    known, k = len(model.classes), len(model.categories)
    features = OF[model.kind](together(model.examples, objects))
    rows, asked = np.arange(known, dtype=np.intp), np.arange(known, len(features), dtype=np.intp)
    classes = np.concatenate([model.classes, np.full(len(asked), UNKNOWN, dtype=np.intp)])
    truth: NDArray[Any] = flags_of(model.classes, k) if model.many else model.classes
    folds = np.where(np.arange(len(features)) < known, np.arange(len(features)) % FOLDS, -1).astype(np.intp)
    fitted = fit(features, rows, truth, k, choose_ridge(features, rows, truth, k), folds[rows])
    rated = Rated.by(fitted, classes, rows, folds, asked, k if model.many else 0)
    found = zip(rated.classes.tolist(), rated.confidence.tolist(), features.broken[asked].tolist(), strict=True)
    return [Predicted(None, None) if lost else Predicted(named(model, one), sure) for one, sure, lost in found]


def together(examples: Objects, objects: Objects) -> Any:
    if isinstance(examples, np.ndarray):
        asked = np.asarray(objects)
        if asked.shape[1:] != examples.shape[1:]:
            shapes = f"objects of the shape {asked.shape[1:]}, and the model knows {examples.shape[1:]}"
            raise BadInput(f"These are {shapes}.", "Give objects like those of the job.")
        return np.concatenate([examples, asked])
    return [*examples, *objects]


def named(model: Artefact, number: int) -> tuple[str, ...]:
    if not model.many:
        return (model.categories[number],)
    return tuple(name for bit, name in enumerate(model.categories) if number >> bit & 1)
