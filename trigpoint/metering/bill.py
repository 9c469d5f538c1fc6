"""The bill of a calendar month: totals by job and over all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import Any

from trigpoint.domain.work import UsageKind, UsageRecord
from trigpoint.metering.price_book import GROUND_TRUTH, PriceBook
from trigpoint.metering.rate import RatedLine, rate

NOTES = (
    "no free tier applied",
    "tiers are marginal and per calendar month (UTC)",
    "failed and skipped objects are not billed",
)


@dataclass(frozen=True, slots=True)
class JobTotal:
    """One job's share of the month: objects by who labelled them, and the amount."""

    job: str
    human: int
    auto: int
    amount: Decimal

    @property
    def objects(self) -> int:
        return self.human + self.auto


@dataclass(frozen=True, slots=True)
class Bill:
    """`month` is yyyy-mm; `amount` in `currency`, exact."""

    month: str
    lines: tuple[RatedLine, ...]
    jobs: tuple[JobTotal, ...]
    currency: str = "USD"
    notes: tuple[str, ...] = NOTES

    @property
    def objects(self) -> int:
        return sum(job.objects for job in self.jobs)

    @property
    def amount(self) -> Decimal:
        return sum((job.amount for job in self.jobs), Decimal(0))

    def as_dict(self) -> dict[str, Any]:
        """For JSON: amounts are decimal strings."""
        return {
            "month": self.month,
            "currency": self.currency,
            "objects": self.objects,
            "amount": money(self.amount),
            "jobs": [job_entry(job) for job in self.jobs],
            "lines": [line_entry(line) for line in self.lines],
            "notes": list(self.notes),
        }


def bill_of(month: str, records: Iterable[UsageRecord], book: PriceBook = GROUND_TRUTH) -> Bill:
    """The bill of `month`; records of other months are left out."""
    lines = rate((record for record in records if record.month == month), book)
    jobs = tuple(job_total(job, tuple(own)) for job, own in groupby(lines, key=lambda line: line.job))
    return Bill(month, lines, jobs, book.currency)


def job_total(job: str, lines: tuple[RatedLine, ...]) -> JobTotal:
    def count(kind: UsageKind) -> int:
        return sum(line.objects for line in lines if line.kind is kind)

    amount = sum((line.amount for line in lines), Decimal(0))
    return JobTotal(job, count(UsageKind.HUMAN), count(UsageKind.AUTO), amount)


def job_entry(job: JobTotal) -> Mapping[str, Any]:
    return {"job": job.job, "human": job.human, "auto": job.auto, "amount": money(job.amount)}


def line_entry(line: RatedLine) -> Mapping[str, Any]:
    return {
        "job": line.job,
        "kind": line.kind.value,
        "objects": line.objects,
        "unitPrice": money(line.unit_price),
        "amount": money(line.amount),
    }


def money(amount: Decimal) -> str:
    return f"{amount:.2f}"
