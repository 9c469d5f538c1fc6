"""Thousands of interleavings with faults and not one invariant violated (docs/invariants.md)."""

from __future__ import annotations

from trigpoint.testing.simulator import Run, simulate

PAST = ((544, 0.1), (772, 0.1))
"""Seeds that once found a bug: `finished` named objects, not leases, and forgot a lease that lived."""


def violated(seeds: range, faults: float) -> list[Run]:
    return [run for seed in seeds if (run := simulate(seed, faults)).violations]


def test_a_thousand_seeds_with_one_call_in_ten_failing() -> None:
    assert violated(range(1000), 0.1) == []


def test_two_hundred_seeds_with_three_calls_in_ten_failing() -> None:
    assert violated(range(200), 0.3) == []


def test_seeds_that_once_found_a_bug() -> None:
    assert [run for seed, faults in PAST if (run := simulate(seed, faults)).violations] == []


def test_without_faults_people_still_dally_and_crowd() -> None:
    assert violated(range(5000, 5050), 0.0) == []


def test_a_seed_repeats_itself() -> None:
    assert simulate(11, 0.2) == simulate(11, 0.2)
