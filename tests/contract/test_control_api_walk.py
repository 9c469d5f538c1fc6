"""The walk, the modelled errors and the paginators in process; tests/emulator runs the same ones over HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.contract.control_api_requests import prepared, without_state
from tests.contract.control_api_rig import Rig, control_rig
from tests.contract.control_api_suite import (
    NEVER,
    PAGINATORS,
    PROVOKED,
    SMALL_LIMITS,
    modelled_errors,
    paged,
    walk,
)
from trigpoint.formats.sagemaker_model import operations


@pytest.fixture(scope="module")
def rig() -> Iterator[Rig]:
    with control_rig(TRIGPOINT_LIMITS=SMALL_LIMITS) as found:
        yield found


@pytest.fixture(scope="module")
def requests(rig: Rig) -> dict[str, dict[str, Any]]:
    return prepared(rig) | without_state()


@pytest.mark.parametrize("operation", operations())
def test_both_sides_of_every_member(rig: Rig, requests: dict[str, dict[str, Any]], operation: str) -> None:
    count, wrong = walk(rig, operation, requests[operation])
    assert not wrong, "\n".join(wrong)
    assert count


@pytest.mark.parametrize("name", PAGINATORS)
def test_every_paginator(rig: Rig, name: str) -> None:
    found, whole = paged(rig, name)
    assert found == whole


def test_every_modelled_error_is_provoked_or_never_comes() -> None:
    assert modelled_errors() == set(PROVOKED) | NEVER


@pytest.mark.parametrize(("operation", "error"), PROVOKED)
def test_every_modelled_error(rig: Rig, operation: str, error: str) -> None:
    assert PROVOKED[operation, error](rig) == error
