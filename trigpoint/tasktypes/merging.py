"""What merging gives, for every task type."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol


class Model(Protocol):
    """What a refit learned of the workers; each task type has its own kind."""

    def as_json(self) -> dict[str, Any]: ...


@dataclass(frozen=True, slots=True)
class Merged:
    """The value of one object's label, and how sure it is.

    `confidence` is what is published (ground-truth 3.4); `posterior`, in [0, 1] and uncapped, is
    what decides whether more answers are asked for. `file`, where there is one, is the label's PNG: it goes
    to S3, and its URI to `label_content`.
    """

    value: Any
    confidence: float
    posterior: float
    workers: tuple[str, ...]
    file: bytes | None = None


@dataclass(frozen=True, slots=True)
class Refitted:
    """Labels by object id after all answers informed each other, and the model they taught.

    A label that is dear to make or to keep is made when it is asked for.
    """

    labels: Mapping[int, Merged]
    model: Model
