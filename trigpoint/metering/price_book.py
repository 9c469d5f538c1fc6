"""The price book: what one labelled object costs, by how many came before it in the month.

Prices are Ground Truth's of 2018 in US dollars (facts: ground-truth 9). A tier is marginal and
per calendar month: the 50,001st object costs the second tier's price, those before keep theirs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Tier:
    """Objects up to and including number `up_to` of the month cost `price` each; None: all further."""

    up_to: int | None
    price: Decimal


@dataclass(frozen=True, slots=True)
class PriceBook:
    """Tiers in rising order, the last without end."""

    tiers: tuple[Tier, ...]
    currency: str = "USD"

    def __post_init__(self) -> None:
        bounds = [tier.up_to for tier in self.tiers]
        if not bounds or bounds[-1] is not None or None in bounds[:-1]:
            raise ValueError("The last tier, and only that, has no upper bound.")
        limits = [0, *(bound for bound in bounds if bound is not None)]
        if any(low >= high for low, high in pairwise(limits)):
            raise ValueError("Upper bounds of tiers must rise.")

    def pieces(self, before: int, count: int) -> Iterator[tuple[Decimal, int]]:
        """(unit price, objects) of `count` objects that follow `before` others in the month."""
        for tier in self.tiers:
            room = count if tier.up_to is None else min(count, tier.up_to - before)
            if room > 0:
                yield tier.price, room
                before, count = before + room, count - room

    def cost(self, count: int, before: int = 0) -> Decimal:
        return sum((price * objects for price, objects in self.pieces(before, count)), Decimal(0))


GROUND_TRUTH = PriceBook((Tier(50_000, Decimal("0.08")), Tier(1_000_000, Decimal("0.04")), Tier(None, Decimal("0.02"))))
