"""What the demo labels, with the truth that only the simulated workers and the report know."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from trigpoint.cli.dataset import Dataset, of_files, of_texts
from trigpoint.domain.errors import NotFound

SMS = Path(__file__).resolve().parents[3] / "examples" / "sms" / "texts.csv"
PIXELS = 96
"""Side of a digit's picture: eight by eight pixels are too few for people to look at."""

BRIGHTEST = 16


@dataclass(frozen=True, slots=True)
class Subject:
    """`truths` by object id; `keys` say which object a task shows: file name or text. `widget` is the template's."""

    stem: str
    categories: tuple[str, ...]
    widget: str
    keys: tuple[str, ...]
    truths: tuple[str, ...]
    folder: Path | None = None

    def object_of(self, task_object: str) -> int:
        """The object id, by what a task shows. Raises NotFound for an object that is not the demo's."""
        key = task_object.rpartition("/")[2] if self.folder else task_object
        try:
            return self.keys.index(key)
        except ValueError:
            raise NotFound(f"{task_object!r} is no object of the demo.", "Run the demo again.") from None

    def dataset(self, prefix: str) -> Dataset:
        if self.folder is None:
            return of_texts(SMS, self.keys)
        return of_files(self.folder, [self.folder / key for key in self.keys], prefix)


def digits(count: int, seed: int, folder: Path) -> Subject:
    """Handwritten digits of scikit-learn as PNG files in `folder`; the names do not tell the digit."""
    from sklearn.datasets import load_digits

    folder.mkdir(parents=True, exist_ok=True)
    found = load_digits()
    chosen = sorted(Random(seed).sample(range(len(found.images)), min(count, len(found.images))))
    names = tuple(f"digit-{index:04d}.png" for index in chosen)
    for index, name in zip(chosen, names, strict=True):
        write_picture(found.images[index].tolist(), folder / name)
    truths = tuple(str(found.target[index]) for index in chosen)
    return Subject("digits", tuple(map(str, range(10))), "crowd-image-classifier", names, truths, folder)


def write_picture(rows: list[list[float]], path: Path) -> None:
    """Grey levels 0 to 16 as a picture of `PIXELS` pixels a side."""
    from PIL import Image

    levels = bytes(round(level * 255 / BRIGHTEST) for row in rows for level in row)
    small = Image.frombytes("L", (len(rows[0]), len(rows)), levels)
    small.resize((PIXELS, PIXELS), Image.Resampling.BICUBIC).save(path, "PNG")


def messages(count: int) -> Subject:
    """The first `count` text messages of examples/sms."""
    rows = list(sms_rows())[:count]
    texts, truths = tuple(text for text, _ in rows), tuple(truth for _, truth in rows)
    return Subject("sms", ("ham", "spam"), "crowd-classifier", texts, truths)


def sms_rows() -> Iterator[tuple[str, str]]:
    with SMS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            yield row["text"], row["label"]
