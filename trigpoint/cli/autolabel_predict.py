"""`trigpoint autolabel predict`: what a finished job has learned, on objects of a file."""

from __future__ import annotations

import csv
import zipfile
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from trigpoint.cli.answers_file import opened
from trigpoint.cli.options import Json
from trigpoint.cli.terminal import put_json, put_table
from trigpoint.domain.errors import BadInput, NotFound

if TYPE_CHECKING:
    from trigpoint.autolabel.artefact import Predicted

ModelFile = Annotated[Path, typer.Argument(metavar="MODEL", help="model.tar.gz of a job, from training/<wave>/.")]
ObjectsFile = Annotated[Path, typer.Argument(metavar="FILE", help="CSV with a column text, or .npz with x.")]
FIX = {
    "text": "Give a CSV file with the column text.",
    "image": "Give an .npz with x: images of 0 to 255, (objects, height, width[, channels]).",
    "embedding": "Give an .npz with x: (objects, numbers).",
}


def predict(model: ModelFile, file: ObjectsFile, as_json: Json = False) -> None:
    """Predict the categories of a file's objects with what a job has learned.

    Nothing is certified: that holds for the objects of a job only. Confidence is how likely a label is right, were the
    objects like those of the job. An object that cannot be read has no label.

    \b
    Examples:
      trigpoint autolabel predict model.tar.gz messages.csv
      trigpoint autolabel predict model.tar.gz images.npz --json
    """
    from trigpoint.autolabel import artefact

    for path in (model, file):
        if not path.is_file():
            raise NotFound(f"There is no file {path}.", artefact.FIX if path is model else "Check its name.")
    learned = artefact.unpacked(model.read_bytes())
    objects = texts(file) if learned.kind == "text" else arrays(file, learned.kind)
    found = artefact.predict(learned, objects)
    put_json([as_dict(one) for one in found]) if as_json else show(file, found)


def as_dict(one: Predicted) -> dict[str, Any]:
    return {"labels": one.labels, "confidence": None if one.confidence is None else round(one.confidence, 4)}


def show(file: Path, found: list[Predicted]) -> None:
    rows = [
        (str(number), "-" if one.labels is None else ", ".join(one.labels), f"{one.confidence or 0:.2f}")
        for number, one in enumerate(found)
    ]
    put_table(f"{file.name}: {len(rows)} objects", ("object>", "label", "confidence>"), rows)


def texts(path: Path) -> list[str]:
    try:
        with opened(path) as file:
            reader = csv.DictReader(file)
            if "text" not in (reader.fieldnames or []):
                raise BadInput(f"{path.name} has no column 'text'.", FIX["text"])
            return [row["text"] or "" for row in reader]
    except csv.Error as error:
        raise BadInput(f"{path.name} is no readable CSV: {error}.", FIX["text"]) from None


def arrays(path: Path, kind: str) -> Any:
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as stored:
            x = np.asarray(stored["x"], dtype=np.float32)
    except (ValueError, TypeError, LookupError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(f"{path.name} is no readable .npz: {error}.", FIX[kind]) from None
    if x.ndim not in ((3, 4) if kind == "image" else (2,)):
        raise BadInput(f"{path.name}: x has the shape {x.shape}.", FIX[kind])
    return np.stack([small(one) for one in x]) if kind == "image" and len(x) else x


def small(pixels: Any) -> Any:
    """A picture as jobs look at it; NaN where it holds a number that is none."""
    import numpy as np
    from PIL import Image

    from trigpoint.usecases.learnable_objects import SIDE

    if not np.isfinite(pixels).all():
        return np.full((SIDE, SIDE, 3), np.nan, dtype=np.float32)
    flat = pixels[..., 0] if pixels.ndim == 3 and pixels.shape[2] < 3 else pixels[..., :3]
    picture = Image.fromarray(np.clip(pixels if pixels.ndim == 2 else flat, 0, 255).astype(np.uint8))
    return np.asarray(picture.convert("RGB").resize((SIDE, SIDE)), dtype=np.float32)
