"""How a run is laid out, known from its size alone: the random sample, its growth, the batches, the error budget."""

from __future__ import annotations

from dataclasses import dataclass

from trigpoint.autolabel.certificate import FIRST_WEIGHT, ROOM, check_levels, fewest_for, spend
from trigpoint.domain.errors import BadInput

FEWEST_OBJECTS = 200
FIRST, FEWEST_FIRST = 0.10, 300
SAMPLE, SAMPLE_SHARE = 1200, 0.30
"""The random sample grows to this many objects, or this share, before batches are chosen: hard jobs need checks."""
WORTH_GROWING = 1.25
BATCH = 0.05


@dataclass(frozen=True, slots=True)
class Options:
    """`target` accuracy of machine labels, `confidence` of the certificate, `budget` share that people may label.

    Labels that are more or less right are `rated` from 0 to 1; `target` is then of their mean.

    So many machine labels are an `audit`: people label them too, beside the budget, before the others are given.
    """

    target: float = 0.95
    confidence: float = 0.95
    budget: float = 0.40
    audit: int = 0
    rated: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """`sizes`: labels of people after each stage; the first `random_stages` random. `alphas`: budget of each stage."""

    sizes: tuple[int, ...]
    random_stages: int
    alphas: tuple[float, ...]

    @property
    def sample(self) -> int:
        """Size of the random sample."""
        return self.sizes[self.random_stages - 1]


def laid_out(objects: int, options: Options) -> Plan:
    """Raises BadInput where the options are no shares or the job is too small to be helped."""
    alpha = 1 - options.confidence
    check_levels(options.target, alpha)
    if not 0 < options.budget <= 1:
        raise BadInput(f"The budget is {options.budget}.", "Give the share that people may label, such as 0.4.")
    if objects < FEWEST_OBJECTS:
        raise BadInput(
            f"{objects} objects are too few: automated labeling can't help below {FEWEST_OBJECTS}.",
            "Let people label all of them.",
        )
    most = max(int(options.budget * objects), 1)
    sizes = random_sizes(objects, most, ROOM * fewest_for(options.target, alpha / 2, rated=options.rated))
    batch = max(int(BATCH * objects), 1)
    everything = (*sizes, *range(sizes[-1] + batch, most + 1, batch))
    return Plan(everything, len(sizes), spend(len(everything), alpha))


def random_sizes(objects: int, most: int, checks: float) -> tuple[int, ...]:
    """Strict targets need a larger start: below so many `checks` nothing can be certified."""
    first = min(max(int(FIRST * objects), FEWEST_FIRST, int(checks)), most)
    full = min(max(first, min(SAMPLE, int(SAMPLE_SHARE * objects))), most)
    return (first, full) if full >= WORTH_GROWING * first else (first,)


def shortfall(plan: Plan, options: Options) -> str:
    """Why not even a faultless machine could be certified on this plan; empty where it could."""
    level = FIRST_WEIGHT * max(plan.alphas[-1], plan.alphas[0])
    needed = fewest_for(options.target, level, rated=options.rated)
    if plan.sample >= needed:
        return ""
    return (
        f"A target of {options.target:g} needs {needed} checked objects without an error; the random sample has "
        f"{plan.sample}. The machine will label nothing: lower the target or give more objects."
    )
