"""What must hold of any bill."""

from __future__ import annotations

import random
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from trigpoint.domain.work import UsageKind, UsageRecord
from trigpoint.metering.bill import bill_of
from trigpoint.metering.price_book import GROUND_TRUTH, PriceBook, Tier
from trigpoint.metering.rate import rate

SMALL = PriceBook((Tier(3, Decimal("0.08")), Tier(7, Decimal("0.04")), Tier(None, Decimal("0.02"))))
counts = st.integers(0, 2_000_000)
records = st.lists(
    st.builds(
        UsageRecord,
        month=st.sampled_from(["2026-01", "2026-02"]),
        job=st.sampled_from(["a", "b"]),
        seq=st.integers(0, 15),
        kind=st.sampled_from(UsageKind),
        created=st.integers(0, 3).map(float),
    ),
    max_size=30,
    unique_by=lambda record: (record.month, record.job, record.seq, record.kind),
)


@given(counts, counts)
def test_more_objects_never_cost_less(fewer: int, more: int) -> None:
    fewer, more = sorted((fewer, more))
    assert GROUND_TRUTH.cost(fewer) <= GROUND_TRUTH.cost(more)


@given(counts)
def test_the_next_object_costs_its_tier(count: int) -> None:
    price = next(tier.price for tier in GROUND_TRUTH.tiers if tier.up_to is None or count < tier.up_to)
    assert GROUND_TRUTH.cost(count + 1) - GROUND_TRUTH.cost(count) == price


@given(counts, counts)
def test_splitting_a_batch_changes_nothing(first: int, second: int) -> None:
    parts = GROUND_TRUTH.cost(first) + GROUND_TRUTH.cost(second, before=first)
    assert parts == GROUND_TRUTH.cost(first + second)


@given(records, st.randoms(use_true_random=False))
def test_order_changes_nothing(usage: list[UsageRecord], shuffler: random.Random) -> None:
    mixed = list(usage)
    shuffler.shuffle(mixed)
    assert rate(usage, SMALL) == rate(mixed, SMALL)


@given(records)
def test_records_given_twice_count_once(usage: list[UsageRecord]) -> None:
    assert rate(usage + usage, SMALL) == rate(usage, SMALL)


@given(records)
def test_a_bill_is_the_sum_of_its_parts(usage: list[UsageRecord]) -> None:
    bill = bill_of("2026-01", usage, SMALL)
    own = [record for record in usage if record.month == "2026-01"]
    assert bill.objects == len(own) == sum(line.objects for line in bill.lines)
    assert bill.amount == SMALL.cost(len(own)) == sum((x.amount for x in bill.lines), Decimal(0))
