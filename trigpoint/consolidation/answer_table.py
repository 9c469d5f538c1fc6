"""Answers as integer codes: what every consolidator computes on.

In: (object, worker, category) triples of any hashables. Out: three parallel integer arrays with
the code books that turn codes back into what the caller gave.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from trigpoint.domain.errors import AnswerError

Codes = NDArray[np.int64]
Triple = tuple[Hashable, Hashable, Hashable]


@dataclass(frozen=True, eq=False)
class AnswerTable:
    """Parallel arrays, one entry an answer: codes into `objects`, `workers` and `categories`.

    Rows are sorted by object, then worker, and a pair occurs once: the last answer given counts,
    as in AWS's published consolidation. The order answers arrive in therefore changes nothing.
    """

    objects: Sequence[Hashable]
    workers: Sequence[Hashable]
    categories: Sequence[Hashable]
    object_codes: Codes
    worker_codes: Codes
    category_codes: Codes

    @classmethod
    def of(cls, triples: Iterable[Triple], categories: Sequence[Hashable] | None = None) -> AnswerTable:
        """Code (object, worker, category) triples.

        `categories` fixes the category order; without it they are those seen, sorted. Raises
        AnswerError, naming object and worker, for a category that is not among them.
        """
        rows = list({(row[0], row[1]): row for row in triples}.values())
        objects, workers = sorted_distinct(r[0] for r in rows), sorted_distinct(r[1] for r in rows)
        known = list(categories) if categories is not None else sorted_distinct(r[2] for r in rows)
        codes = code_book(known)
        return cls.from_codes(
            objects,
            workers,
            known,
            coded((r[0] for r in rows), objects),
            coded((r[1] for r in rows), workers),
            np.array([category_code(row, codes) for row in rows], dtype=np.int64),
        )

    @classmethod
    def from_codes(
        cls,
        objects: Sequence[Hashable],
        workers: Sequence[Hashable],
        categories: Sequence[Hashable],
        object_codes: Codes,
        worker_codes: Codes,
        category_codes: Codes,
    ) -> AnswerTable:
        """A table of ready-made codes; repeated pairs are reduced to their last answer."""
        pair = object_codes * max(len(workers), 1) + worker_codes
        order = np.argsort(pair, kind="stable")
        ordered = pair[order]
        last = np.ones(len(order), dtype=bool)
        last[:-1] = ordered[1:] != ordered[:-1]
        kept = order[last]
        return cls(objects, workers, categories, object_codes[kept], worker_codes[kept], category_codes[kept])

    def __len__(self) -> int:
        return len(self.object_codes)

    def votes(self) -> NDArray[np.float64]:
        """Answers per object and category, shape (objects, categories)."""
        shape = (len(self.objects), len(self.categories))
        flat = self.object_codes * shape[1] + self.category_codes
        return np.bincount(flat, minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)

    def answers_per_object(self) -> Codes:
        return np.bincount(self.object_codes, minlength=len(self.objects))


def sorted_distinct(values: Iterable[Hashable]) -> list[Hashable]:
    """Distinct values in an order that does not depend on the order they came in."""
    distinct: set[Any] = set(values)
    try:
        return sorted(distinct)
    except TypeError:  # kinds that do not compare, such as 1 and "a"
        return sorted(distinct, key=lambda value: (type(value).__name__, repr(value)))


def code_book(values: Sequence[Hashable]) -> dict[Hashable, int]:
    return {value: code for code, value in enumerate(values)}


def coded(values: Iterable[Hashable], book_order: Sequence[Hashable]) -> Codes:
    codes = code_book(book_order)
    return np.fromiter((codes[value] for value in values), dtype=np.int64)


def category_code(row: Triple, codes: dict[Hashable, int]) -> int:
    try:
        return codes[row[2]]
    except KeyError:
        raise AnswerError(
            f"Object {row[0]}: worker {row[1]} answered {row[2]!r}, which is not a category of the job.",
            "Use a label of the category configuration.",
        ) from None
