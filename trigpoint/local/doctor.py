"""`trigpoint doctor`: what this machine needs, what it has, and how to mend the difference."""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass

from trigpoint.domain.errors import TrigpointError
from trigpoint.local import symbols
from trigpoint.local.launcher import running
from trigpoint.local.place import Place, node_folder

FREE_BYTES = 2 * 1024**3
OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Check:
    name: str
    ok: bool
    detail: str
    fix: str = ""


def checks(place: Place) -> list[Check]:
    return [_python(), _emulator(), _node(), *_ports(place), _disk(place)]


def _python() -> Check:
    version = ".".join(map(str, sys.version_info[:3]))
    return Check("python", sys.version_info >= OLDEST_PYTHON, version, "Install Python 3.11 or newer.")


def _emulator() -> Check:
    try:
        symbols.check()
    except TrigpointError as error:
        return Check("emulator", False, error.message, error.fix)
    return Check("emulator", True, "version and source are the ones proved")


def _node() -> Check:
    command = [str(node_folder() / "node"), "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=20)
    return Check("node", done.returncode == 0, done.stdout.strip() or done.stderr.strip(), "Run `make` again.")


def _ports(place: Place) -> list[Check]:
    if running(place):
        return [Check("ports", True, "in use by this installation")]
    ports = (place.emulator_port, place.listener_port, place.frame_port)
    return [_port(port) for port in ports]


def _port(port: int) -> Check:
    with socket.socket() as probe:
        free = probe.connect_ex(("127.0.0.1", port)) != 0
    detail = "free" if free else "in use by another program"
    return Check(f"port {port}", free, detail, "Stop that program, or set TRIGPOINT_PORTS=4567,8090,8091.")


def _disk(place: Place) -> Check:
    folder = place.home if place.home.exists() else place.home.parent
    free = shutil.disk_usage(folder).free
    return Check("disk", free > FREE_BYTES, f"{free / 1024**3:.1f} GiB free", "Free 2 GiB.")
