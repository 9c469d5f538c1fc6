"""One embedded AWS for the whole folder, with the CDK app deployed; its own home and ports.

`TRIGPOINT_TEST_HANDLERS=subprocess` runs our own functions as AWS would, each in a process of its own.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from stack import HANDLERS, Stack

from tests.contract.control_api_suite import SMALL_LIMITS
from trigpoint.domain.places import LIMITS
from trigpoint.local.place import Place
from trigpoint.testing.loopback import free_ports


def make_place(folder: Path) -> Place:
    return Place(folder / "home", *free_ports(3))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(make_place(tmp_path_factory.mktemp("stack")), HANDLERS)
    running.up()
    yield running
    running.down()


@pytest.fixture(scope="module")
def bare_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """`trigpoint up --bare`, with limits that a test can reach."""
    running = Stack(make_place(tmp_path_factory.mktemp("bare")), HANDLERS, bare=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(LIMITS, SMALL_LIMITS)
        running.up()
    yield running
    running.down()


@pytest.fixture
def lone_stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack of its own, for tests that kill it. Not started."""
    own = Stack(make_place(tmp_path), HANDLERS)
    yield own
    own.kill()
