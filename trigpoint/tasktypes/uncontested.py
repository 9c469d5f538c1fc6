"""What one worker alone said of an object is its label: nobody contradicts them.

Who is how good shows only where answers meet. A model of workers that has seen little of that may take a worker who got
all objects of a category for one who says it of everything, and would then put a label that nobody gave in place of the
only answer. What the model thinks of the answer decides only, as its posterior, whether others are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from trigpoint.domain.work import Answer
from trigpoint.tasktypes.grouping import LabelsOnDemand, by_object
from trigpoint.tasktypes.merging import Merged, Model, Refitted
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

if TYPE_CHECKING:
    from trigpoint.tasktypes.comparing import Comparison
    from trigpoint.tasktypes.registry import Merge


@dataclass(frozen=True, slots=True)
class Uncontested:
    """The merge of a task type, under that rule. Raises what the merge raises."""

    inner: Merge

    def merge(
        self, answers: Sequence[Answer], categories: Sequence[str], model: Any = None, around: Surroundings = BARE
    ) -> Merged:
        found = self.inner.merge(answers, categories, model, around)
        if model is None or len(found.workers) > 1:
            return found
        alone = self.inner.merge(answers, categories, None, around)
        same = alone.value == found.value
        return replace(alone, posterior=found.posterior if same else min(found.posterior, 1 - found.posterior))

    def refit(
        self, answers: Iterable[Answer], categories: Sequence[str], around: Callable[[int], Surroundings] = bare
    ) -> Refitted:
        own = by_object(answers)
        found = self.inner.refit([one for some in own.values() for one in some], categories, around)

        def make(seq: int) -> Merged:
            contested = len(own[seq]) > 1
            return found.labels[seq] if contested else self.inner.merge(own[seq], categories, None, around(seq))

        return Refitted(LabelsOnDemand(list(found.labels), make), found.model)

    def restore(self, document: Mapping[str, Any]) -> Model:
        return self.inner.restore(document)

    @property
    def comparison(self) -> Comparison[Any]:
        return self.inner.comparison
