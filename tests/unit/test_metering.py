"""Price book, rating and bill against hand-made figures."""

from __future__ import annotations

from decimal import Decimal

import pytest

from trigpoint.domain.work import UsageKind, UsageRecord
from trigpoint.metering.bill import bill_of
from trigpoint.metering.price_book import GROUND_TRUTH, PriceBook, Tier
from trigpoint.metering.rate import rate

SMALL = PriceBook((Tier(2, Decimal("0.08")), Tier(4, Decimal("0.04")), Tier(None, Decimal("0.02"))))


def usage(seq: int, job: str = "j", kind: UsageKind = UsageKind.HUMAN, month: str = "2026-01") -> UsageRecord:
    return UsageRecord(month, job, seq, kind, created=float(seq))


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (0, "0"),
        (1, "0.08"),
        (50_000, "4000"),
        (50_001, "4000.04"),
        (1_000_000, "42000"),
        (1_000_001, "42000.02"),
        (3_000_000, "82000"),
    ],
)
def test_ground_truth_prices(objects: int, expected: str) -> None:
    assert GROUND_TRUTH.cost(objects) == Decimal(expected)


@pytest.mark.parametrize(
    "tiers",
    [
        (),
        (Tier(5, Decimal(1)),),
        (Tier(None, Decimal(1)), Tier(5, Decimal(1))),
        (Tier(0, Decimal(1)), Tier(None, Decimal(1))),
    ],
)
def test_tiers_must_rise_and_end_open(tiers: tuple[Tier, ...]) -> None:
    with pytest.raises(ValueError, match=r"(?i)upper bound"):
        PriceBook(tiers)


def test_lines_by_job_kind_and_tier() -> None:
    records = [usage(0), usage(1, "k"), usage(2), usage(3, kind=UsageKind.AUTO), usage(4)]
    lines = rate(records, SMALL)
    assert [(x.job, x.kind.value, x.objects, x.unit_price) for x in lines] == [
        ("j", "auto", 1, Decimal("0.04")),
        ("j", "human", 1, Decimal("0.08")),
        ("j", "human", 1, Decimal("0.04")),
        ("j", "human", 1, Decimal("0.02")),
        ("k", "human", 1, Decimal("0.08")),
    ]


def test_every_month_begins_anew() -> None:
    records = [usage(n, month=month) for month in ("2026-01", "2026-02") for n in range(2)]
    assert {line.unit_price for line in rate(records, SMALL)} == {Decimal("0.08")}


def test_bill() -> None:
    records = [usage(n) for n in range(10)] + [usage(0, "k", UsageKind.AUTO), usage(1, month="2026-02")]
    bill = bill_of("2026-01", records)
    assert (bill.objects, bill.amount) == (11, Decimal("0.88"))
    assert [(job.job, job.human, job.auto, job.amount) for job in bill.jobs] == [
        ("j", 10, 0, Decimal("0.80")),
        ("k", 0, 1, Decimal("0.08")),
    ]
    assert bill.as_dict()["amount"] == "0.88"
    assert "no free tier applied" in bill.as_dict()["notes"]


def test_bill_of_an_empty_month() -> None:
    assert bill_of("2026-01", []).as_dict()["amount"] == "0.00"
