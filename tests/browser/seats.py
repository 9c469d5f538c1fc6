"""People at the portal of the embedded AWS: a stack, the command line, and scripts that drive Chromium."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from stack import PASSWORD, Stack

from trigpoint.local.place import Place, node_folder
from trigpoint.testing.loopback import free_ports

HERE = Path(__file__).resolve().parent
CHECKOUT = HERE.parents[1]
SCRIPT_SECONDS = 480
SIZE = (900, 640)
COLOURS = {"red": "#c0392b", "green": "#1e8449", "blue": "#2471a3"}


class Seats:
    """People at the portal of one stack."""

    def __init__(self, stack: Stack, chromium: str) -> None:
        self.stack, self._chromium = stack, chromium

    def cli(self, *arguments: str) -> Any:
        """What `trigpoint … --json` prints."""
        place = self.stack.place
        ports = f"{place.emulator_port},{place.listener_port},{place.frame_port}"
        environment = os.environ | {"TRIGPOINT_HOME": str(place.home), "TRIGPOINT_PORTS": ports}
        command = [sys.executable, "-m", "trigpoint.cli.app", *arguments, "--json"]
        done = subprocess.run(command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
        return json.loads(done.stdout)

    def person(self, name: str, team: str) -> dict[str, str]:
        """Somebody who signs in with a password of their own."""
        self.stack.worker(name, team)
        return {"portal": self.stack.place.listener_url, "email": f"{name}@example.com", "password": PASSWORD}

    def join(self, name: str, group: str) -> None:
        """Add somebody to one more group."""
        pool = self.stack.output("UserPoolId")
        cognito = self.stack.client("cognito-idp")
        cognito.admin_add_user_to_group(UserPoolId=pool, Username=f"{name}@example.com", GroupName=group)

    def run(self, script: str, **given: Any) -> Any:
        """What a script prints last, as JSON."""
        return run_script(script, self._chromium, **given)


def run_script(script: str, chromium: str, **given: Any) -> Any:
    """What a script of this folder prints last, as JSON. Fails with everything it printed."""
    environment = os.environ | {"TRIGPOINT_CHROMIUM": chromium}
    command = [str(node_folder() / "node"), str(HERE / script), json.dumps(given)]
    done = subprocess.run(
        command, cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=SCRIPT_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@contextmanager
def running(folder: Path, chromium: str) -> Iterator[Seats]:
    """A stack of its own with the built front end."""
    assert (CHECKOUT / "dist" / "built").exists(), "the front end is not built: run `make dist/built`"
    stack = Stack(make_place(folder))
    stack.up()
    try:
        yield Seats(stack, chromium)
    finally:
        stack.down()


def find_chromium() -> str:
    found = subprocess.run([CHECKOUT / "scripts" / "chromium.sh"], capture_output=True, text=True, check=False)
    assert found.returncode == 0, found.stderr
    return found.stdout.strip().splitlines()[-1]


def make_images(folder: Path, count: int) -> Path:
    """Pictures of one coloured disc each, the colours in turn."""
    folder.mkdir()
    for number in range(count):
        picture = Image.new("RGB", SIZE, "#e9e4da")
        colour = list(COLOURS.values())[number % len(COLOURS)]
        ImageDraw.Draw(picture).ellipse((250, 120, 650, 520), fill=colour)
        picture.save(folder / f"{number}.png")
    return folder


def make_place(folder: Path) -> Place:
    """A home in the folder, on ports that are free."""
    return Place(folder / "home", *free_ports(3))
