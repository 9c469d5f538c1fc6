"""Rating: usage records of one month to priced lines.

Which object stands where in the month is decided by the records alone (time, then job, object
and kind), so neither the order they are read in nor how they are batched changes a line.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from trigpoint.domain.work import UsageKind, UsageRecord
from trigpoint.metering.price_book import PriceBook

GroupKey = tuple[str, UsageKind, Decimal]


@dataclass(frozen=True, slots=True)
class RatedLine:
    """Objects of one job and kind that fell into one tier."""

    month: str
    job: str
    kind: UsageKind
    objects: int
    unit_price: Decimal

    @property
    def amount(self) -> Decimal:
        return self.unit_price * self.objects


def rate(records: Iterable[UsageRecord], book: PriceBook) -> tuple[RatedLine, ...]:
    """Lines sorted by month, job, kind, then falling price; a record given twice counts once."""
    ordered = sorted({identity(record): record for record in records}.values(), key=place_in_month)
    lines: list[RatedLine] = []
    for month, same_month in groupby(ordered, key=lambda record: record.month):
        lines.extend(rate_month(month, list(same_month), book))
    return tuple(lines)


def identity(record: UsageRecord) -> tuple[str, str, int, UsageKind]:
    return record.month, record.job, record.seq, record.kind


def place_in_month(record: UsageRecord) -> tuple[str, float, str, int, UsageKind]:
    return record.month, record.created, record.job, record.seq, record.kind


def rate_month(month: str, ordered: Sequence[UsageRecord], book: PriceBook) -> list[RatedLine]:
    counts: dict[GroupKey, int] = {}
    position = 0
    for price, objects in book.pieces(0, len(ordered)):
        for record in ordered[position : position + objects]:
            key = (record.job, record.kind, price)
            counts[key] = counts.get(key, 0) + 1
        position += objects
    by_price = sorted(counts, key=lambda key: (key[0], key[1], -key[2]))
    return [RatedLine(month, job, kind, counts[job, kind, price], price) for job, kind, price in by_price]
