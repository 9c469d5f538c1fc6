"""One embedded AWS for the whole folder, with the CDK app deployed; its own home and ports.

`TRIGPOINT_TEST_HANDLERS=subprocess` runs our own functions as AWS would, each in a process of its own.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from stack import Stack

from trigpoint.local.place import Place
from trigpoint.testing.loopback import free_ports

HANDLERS = os.environ.get("TRIGPOINT_TEST_HANDLERS", "")


def make_place(folder: Path) -> Place:
    return Place(folder / "home", *free_ports(3))


@pytest.fixture(scope="session")
def stack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    running = Stack(make_place(tmp_path_factory.mktemp("stack")), HANDLERS)
    running.up()
    yield running
    running.down()


@pytest.fixture
def lone_stack(tmp_path: Path) -> Iterator[Stack]:
    """A stack of its own, for tests that kill it. Not started."""
    own = Stack(make_place(tmp_path), HANDLERS)
    yield own
    own.kill()
