"""One embedded AWS for the whole folder, with the CDK app deployed; its own home and ports.

`TRIGPOINT_TEST_HANDLERS=subprocess` runs our own functions as AWS would, each in a process of its own.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from stack import HANDLERS, Stack

from tests.contract.control_api_suite import SMALL_LIMITS
from trigpoint.domain.places import LIMITS
from trigpoint.local.launcher import LauncherError
from trigpoint.local.place import Place
from trigpoint.testing.loopback import free_ports
from trigpoint.testing.waiting import wait_until


def make_place(folder: Path) -> Place:
    return Place(folder / "home", *free_ports(3))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(make_place(tmp_path_factory.mktemp("stack")), HANDLERS)
    running.up()
    yield running
    running.down()


class BareStack(Stack):
    """`trigpoint up --bare`, with limits that a test can reach."""

    def up(self) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(LIMITS, SMALL_LIMITS)
            super().up()


@pytest.fixture(scope="module")
def bare_stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = BareStack(make_place(tmp_path_factory.mktemp("bare")), HANDLERS, bare=True)
    running.up()
    yield running
    running.down()


@pytest.fixture(scope="session")
def mortal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """A stack for tests that kill it. Its first deploy was killed half-way."""
    own = Stack(make_place(tmp_path_factory.mktemp("mortal")), HANDLERS)
    deploying = threading.Thread(target=_up_until_killed, args=(own,))
    deploying.start()
    log = own.place.home / "cdk.log"
    wait_until(lambda: log.exists() and "trigpoint-workflow | " in log.read_text(), "the middle of a deploy", 120)
    own.kill()
    deploying.join()
    own.up()
    yield own
    own.kill()


def _up_until_killed(stack: Stack) -> None:
    with pytest.raises(LauncherError, match="did not start"):
        stack.up()


@pytest.fixture
def lone_stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack that nothing was done with yet. Not started."""
    own = Stack(make_place(tmp_path), HANDLERS)
    yield own
    own.kill()
