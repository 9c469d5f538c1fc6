"""Answers of several batches put together for the objects of the newest, in the code space of what was fitted."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np

from trigpoint.consolidation.answer_table import AnswerTable, Codes, code_book, sorted_distinct


def united(tables: Sequence[AnswerTable]) -> AnswerTable:
    """All answers of all tables, over the same categories; later ones count where a worker changed an answer."""
    return joined(tables, sorted_distinct(name for table in tables for name in table.objects))


def joined(tables: Sequence[AnswerTable], names: Sequence[Hashable]) -> AnswerTable:
    """All answers to these objects, over the same categories; the last answer of a worker counts.

    Workers keep the codes they have in the first table; others follow.
    """
    objects = code_book(names)
    workers = list(dict.fromkeys(worker for table in tables for worker in table.workers))
    codes = code_book(workers)
    parts = [of_objects(table, objects, codes) for table in tables]
    at, who, what = (np.concatenate(column) for column in zip(*parts, strict=True))
    return AnswerTable.from_codes(names, workers, tables[0].categories, at, who, what)


Book = Mapping[Hashable, int]


def of_objects(table: AnswerTable, objects: Book, workers: Book) -> tuple[Codes, Codes, Codes]:
    moved = np.fromiter((objects.get(name, -1) for name in table.objects), dtype=np.int64, count=len(table.objects))
    at = moved[table.object_codes]
    kept = at >= 0
    who = np.fromiter((workers[name] for name in table.workers), dtype=np.int64, count=len(table.workers))
    return at[kept], who[table.worker_codes[kept]], table.category_codes[kept]
