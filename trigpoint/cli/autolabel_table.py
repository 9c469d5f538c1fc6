"""Labelled tables for `trigpoint autolabel`: CSV of texts, NPZ of images or embeddings. Every complaint says where.

Several categories an object: a CSV column `labels` with names between bars (`red|round`, empty: none), or an NPZ whose
y has a column of 0 and 1 for every category.
"""

from __future__ import annotations

import csv
import zipfile
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from trigpoint.cli.answers_file import opened
from trigpoint.domain.errors import BadInput, NotFound

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from trigpoint.autolabel.features import Features

TEXT, LABEL, LABELS = "text", "label", "labels"
BAR = "|"
CSV_FIX = "Give a CSV file with the columns text and label (or labels), or an .npz with the arrays x and y."
NPZ_FIX = "Write it with numpy.savez(path, x=images, y=labels): plain arrays, as many labels as images."


@dataclass(frozen=True, slots=True)
class Table:
    """`features` of n objects, their `truth` (n,) as numbers, and what the numbers stand for: categories, or with
    `many` bits of several categories."""

    features: Features
    truth: NDArray[np.intp]
    categories: tuple[str, ...]
    many: bool = False


def read(path: Path) -> Table:
    """Raises NotFound or BadInput."""
    if not path.is_file():
        raise NotFound(f"There is no file {path}.", CSV_FIX)
    features, labels = of_npz(path) if path.suffix.lower() == ".npz" else of_csv(path)
    if labels and not isinstance(labels[0], str):
        return several(path, features, [set(one) for one in labels])
    return coded(path, features, [str(one) for one in labels])


def several(path: Path, features: Features, labels: list[set[str]]) -> Table:
    import numpy as np

    from trigpoint.autolabel.sets import MOST_CATEGORIES, codes_of

    categories = sorted(set().union(*labels))
    if not categories:
        raise BadInput(f"{path.name} has no category at all: there is nothing to learn.", "Give some objects labels.")
    if len(categories) > MOST_CATEGORIES:
        found = f"{path.name} has {len(categories)} categories, more than {MOST_CATEGORIES}."
        raise BadInput(found, "Give fewer categories, with a bar between those of one object.")
    flags = np.array([[name in one for name in categories] for one in labels])
    return Table(features, codes_of(flags), tuple(categories), many=True)


def coded(path: Path, features: Features, labels: list[str]) -> Table:
    import numpy as np

    categories, truth = np.unique(np.array(labels), return_inverse=True)
    if len(categories) < 2:
        raise BadInput(
            f"{path.name} has one category only, {str(categories[0])!r}: there is nothing to learn.",
            "Give objects of two categories or more.",
        )
    if 2 * len(categories) > len(truth):
        raise BadInput(
            f"{path.name} has {len(categories)} categories for {len(truth)} objects: too few examples of each.",
            "Give categories, not numbers or names that hardly repeat.",
        )
    return Table(features, truth, tuple(map(str, categories)))


def enough(path: Path, objects: int) -> None:
    """Before the features are computed: an empty or small file is told at once. Raises BadInput."""
    from trigpoint.autolabel.plan import Options, laid_out

    if not objects:
        raise BadInput(f"{path.name} holds no objects.", CSV_FIX)
    laid_out(objects, Options())


Labels = list[str] | list[list[str]]
"""A category an object, or a list of them."""


def of_csv(path: Path) -> tuple[Features, Labels]:
    from trigpoint.autolabel.features import of_texts

    try:
        texts, labels = columns(path)
    except csv.Error as error:
        raise BadInput(f"{path.name} is no readable CSV: {error}.", CSV_FIX) from None
    enough(path, len(texts))
    return of_texts(texts), labels


def columns(path: Path) -> tuple[list[str], Labels]:
    texts: list[str] = []
    labels: list[str] = []
    lists: list[list[str]] = []
    with opened(path) as file:
        reader = csv.reader(file)
        header = [name.strip() for name in next(reader, [])]
        text, label = places(path, header)
        for cells in filter(any, reader):
            texts.append(cells[text] if text < len(cells) else "")
            given = cells[label] if label < len(cells) else ""
            if header[label] == LABEL:
                labels.append(named(path, reader.line_num, given))
            else:
                lists.append([name for one in given.split(BAR) if (name := one.strip())])
    return texts, labels or lists


def places(path: Path, header: list[str]) -> tuple[int, int]:
    if not header:
        raise BadInput(f"{path.name} is empty.", CSV_FIX)
    label = LABELS if LABELS in header and LABEL not in header else LABEL
    missing = [name for name in (TEXT, label) if name not in header]
    if missing:
        found = ", ".join(header)[:300]
        raise BadInput(f"{path.name} has no column {missing[0]!r}; its first line names: {found}.", CSV_FIX)
    return header.index(TEXT), header.index(label)


def named(path: Path, line: int, label: str) -> str:
    if not label.strip():
        raise BadInput(f"{path.name} line {line}: label is empty.", "Fill it in, or leave the line out.")
    return label.strip()


def of_npz(path: Path) -> tuple[Features, Labels]:
    from trigpoint.autolabel.features import of_embeddings, of_images

    x, y = arrays(path)
    if y.ndim not in (1, 2) or x.ndim < 2 or len(x) != len(y):
        raise BadInput(f"{path.name}: x has the shape {x.shape} and y {y.shape}.", NPZ_FIX)
    if x.dtype.kind not in "biuf":
        raise BadInput(f"{path.name}: x holds no real numbers but {x.dtype}.", NPZ_FIX)
    if y.dtype.kind == "f" and (y != y).any():
        raise BadInput(f"{path.name}: y number {int((y != y).argmax())} is NaN.", "Leave objects without a label out.")
    enough(path, len(x))
    return of_embeddings(x) if x.ndim == 2 else of_images(x), labels_in(path, y)


def labels_in(path: Path, y: NDArray[Any]) -> Labels:
    if y.ndim == 1:
        return [str(label) for label in y.tolist()]
    if y.dtype.kind not in "biuf" or not ((y == 0) | (y == 1)).all():
        raise BadInput(f"{path.name}: y has a column for every category, but not only 0 and 1 in them.", NPZ_FIX)
    # Numbered with leading zeros, so that their order is the columns'.
    width = len(str(y.shape[1] - 1))
    return [[f"{column:0{width}}" for column in row.nonzero()[0].tolist()] for row in y]


def arrays(path: Path) -> tuple[NDArray[Any], NDArray[Any]]:
    import numpy as np

    try:
        with np.load(path, allow_pickle=False) as stored:
            missing = [name for name in ("x", "y") if name not in stored.files]
            if missing:
                found = ", ".join(stored.files)[:300] or "nothing"
                raise BadInput(f"{path.name} has no array {missing[0]!r}; it holds: {found}.", NPZ_FIX)
            return stored["x"], stored["y"]
    except (ValueError, TypeError, OSError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise BadInput(f"{path.name} is no readable .npz: {error}.", NPZ_FIX) from None
