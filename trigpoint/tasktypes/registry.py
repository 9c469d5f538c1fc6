"""Finding a task type's parts by its folder name.

A folder has schema.py, task_input.py, label.py and merge.py. They are loaded when first used:
the portal checks answers without ever loading numpy, which only merge.py needs.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any, Protocol, cast

from trigpoint.domain.errors import NotFound
from trigpoint.domain.job import Instant
from trigpoint.domain.work import Answer
from trigpoint.tasktypes.surroundings import BARE, Surroundings, bare

if TYPE_CHECKING:
    from trigpoint.tasktypes.comparing import Comparison
    from trigpoint.tasktypes.merging import Merged, Model, Refitted

PACKAGE = "trigpoint.tasktypes"


class Schema(Protocol):
    def check_answer(self, content: Mapping[str, Any], categories: Sequence[str]) -> Any: ...


class TaskInput(Protocol):
    def task_input(self, line: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]: ...


class LabelJson(Protocol):
    def label_content(
        self,
        value: Any,
        confidence: float,
        *,
        attribute: str,
        categories: Sequence[str],
        job_name: str,
        created: Instant,
        human: bool = True,
        uri: str = "",
    ) -> dict[str, Any]: ...


class Merge(Protocol):
    """`model` is what `restore` made of the JSON of a refit's model, or None before the first refit."""

    def merge(
        self, answers: Sequence[Answer], categories: Sequence[str], model: Any = None, around: Surroundings = BARE
    ) -> Merged: ...

    def refit(
        self, answers: Iterable[Answer], categories: Sequence[str], around: Callable[[int], Surroundings] = bare
    ) -> Refitted: ...

    def restore(self, document: Mapping[str, Any]) -> Model: ...

    @property
    def comparison(self) -> Comparison[Any]: ...


@dataclass(frozen=True, slots=True)
class TaskType:
    """One kind of work, by its folder name such as `image_multi_class`."""

    name: str

    @property
    def schema(self) -> Schema:
        """What an answer may be: `check_answer` raises AnswerError, else gives its value."""
        return cast(Schema, self.part("schema"))

    @property
    def input(self) -> TaskInput:
        """The built-in pre-annotation: a manifest line's `taskInput`."""
        return cast(TaskInput, self.part("task_input"))

    @property
    def label(self) -> LabelJson:
        """The manifest keys of a label."""
        return cast(LabelJson, self.part("label"))

    @property
    def merging(self) -> Merge:
        """Answers to a label value, of which one alone stands as it is. Loads numpy."""
        from trigpoint.tasktypes.uncontested import Uncontested

        return Uncontested(cast(Merge, self.part("merge")))

    @property
    def fewest_categories(self) -> int:
        """How many categories a job of this type needs: 1, or 2 where one is chosen."""
        return int(getattr(self.schema, "FEWEST_CATEGORIES", 1))

    def part(self, module: str) -> ModuleType:
        return import_module(f"{PACKAGE}.{self.name}.{module}")


@cache
def names() -> frozenset[str]:
    """Names of the task types of this installation."""
    package = import_module(PACKAGE)
    return frozenset(found.name for found in pkgutil.iter_modules(package.__path__) if found.ispkg)


def task_type(name: str) -> TaskType:
    """Raises NotFound, listing what there is."""
    if name not in names():
        raise NotFound(f"There is no task type {name!r}.", f"Use one of: {', '.join(sorted(names()))}.")
    return TaskType(name)
