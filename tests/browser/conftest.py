"""The embedded AWS with the built front end, and a Chromium."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "emulator"))

from seats import Seats, find_chromium, running


@pytest.fixture(scope="session")
def chromium() -> str:
    return find_chromium()


@pytest.fixture(scope="session")
def seats(tmp_path_factory: pytest.TempPathFactory, chromium: str) -> Iterator[Seats]:
    with running(tmp_path_factory.mktemp("browser"), chromium) as seated:
        yield seated
