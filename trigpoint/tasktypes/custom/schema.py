"""What an answer may be: whatever the template's form holds, but not nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from trigpoint.domain.errors import AnswerError


def check_answer(content: Mapping[str, Any], categories: Sequence[str]) -> dict[str, Any]:  # noqa: ARG001
    """The answer as it is. Raises AnswerError for one without any widget."""
    if not isinstance(content, Mapping) or not content:
        raise AnswerError("The answer holds no widget.", 'Send {"<widget name>": ...}.')
    return dict(content)
