"""`trigpoint up`: emulator, deploy, resumed jobs; and the way down again."""

from __future__ import annotations

import json
import logging
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

from trigpoint.domain.errors import TrigpointError
from trigpoint.local.bare import VARIABLE, is_bare
from trigpoint.local.children import end_with_parent
from trigpoint.local.deploy import CHECKOUT, deploy
from trigpoint.local.place import Place, client_environment, emulator_environment, without_aws

Report = Callable[[str], None]
START_SECONDS = 60.0
DETACHED_SECONDS = 900.0
STOP_SECONDS = 30.0


class LauncherError(TrigpointError):
    """The one-machine installation cannot be started or stopped."""

    code = "LauncherError"


def start(place: Place, *, detach: bool, report: Report, handlers: str = "", bare: bool = False) -> None:
    """Bring everything up. Without `detach` it serves until Ctrl-C or `trigpoint down`. `bare`: without pages.

    Raises LauncherError, DeployFailed.
    """
    if running(place):
        raise LauncherError(f"already running (process {pid_of(place)}).", "Use it, or `trigpoint down` first.")
    place.home.mkdir(parents=True, exist_ok=True)
    os.environ[VARIABLE] = "1" if bare else "0"
    if detach:
        _start_detached(place, report, handlers)
    else:
        _serve(place, report, handlers)


def _start_detached(place: Place, report: Report, handlers: str) -> None:
    log = place.home / "launcher.log"
    command = [sys.executable, "-m", "trigpoint.local.launcher", handlers]
    with log.open("w") as output:
        process = subprocess.Popen(
            command, cwd=CHECKOUT, env=_environment(place), stdout=output, stderr=output, start_new_session=True
        )
    seen = 0
    until = time.monotonic() + DETACHED_SECONDS
    while not place.pid.exists() or pid_of(place) != process.pid:
        seen = _pass_on(log, seen, report)
        if process.poll() is not None or time.monotonic() > until:
            raise LauncherError(f"it did not start: {log.read_text().strip()[-500:]}", f"Read {log} and {place.log}.")
        time.sleep(0.1)  # it tells by its pid file and its log alone; until its end or the deadline
    _pass_on(log, seen, report)


def _pass_on(log: Path, seen: int, report: Report) -> int:
    lines = log.read_text(errors="replace").splitlines()
    for line in lines[seen:]:
        report(line)
    return len(lines)


def _environment(place: Place) -> dict[str, str]:
    ports = f"{place.emulator_port},{place.listener_port},{place.frame_port}"
    return without_aws(os.environ) | {
        "TRIGPOINT_HOME": str(place.home),
        "TRIGPOINT_PORTS": ports,
        "PYTHONPATH": str(CHECKOUT),
        "PYTHONDONTWRITEBYTECODE": "1",
    }


def _serve(place: Place, report: Report, handlers: str) -> None:
    forget_unfinished(place)
    emulator = start_emulator(place)
    stop = _Stop(emulator)
    try:
        deploy(place, lambda: emulator.poll() is None, report, handlers=handlers)
        resumed = resume(place)
        if any(resumed.values()):
            report(f"Resumed: {', '.join([*resumed['accepted'], *resumed['resumed']])}")
        place.pid.write_text(str(os.getpid()))
        report(addresses(place))
        emulator.wait()
    finally:
        place.pid.unlink(missing_ok=True)
        stop.emulator()


def addresses(place: Place) -> str:
    if is_bare():
        return f"Control endpoint {place.listener_url}   S3 and the rest of AWS {place.emulator_url}   no pages"
    return f"Portal {place.listener_url}   task frame {place.frame_url}   control endpoint {place.listener_url}"


def forget_unfinished(place: Place) -> None:
    """Before the first deploy has finished there is nothing to keep: start over from an empty installation.

    A first deploy that was killed leaves buckets but no stack, and CloudFormation refuses names that exist.
    """
    if not place.outputs.exists():
        for folder in (place.state, place.objects, place.journal):
            shutil.rmtree(folder, ignore_errors=True)


class _Stop:
    """Passes SIGTERM and Ctrl-C on to the emulator, and waits for its last save."""

    def __init__(self, emulator: subprocess.Popen[bytes]) -> None:
        self._emulator = emulator
        signal.signal(signal.SIGTERM, lambda *_: emulator.terminate())
        signal.signal(signal.SIGINT, lambda *_: emulator.terminate())

    def emulator(self) -> None:
        self._emulator.terminate()
        try:
            self._emulator.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._emulator.kill()


def start_emulator(place: Place) -> subprocess.Popen[bytes]:
    """The emulator's process, once it answers. Raises LauncherError with its last words."""
    with place.log.open("a") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "trigpoint.local.serve"],
            cwd=CHECKOUT,
            env=_environment(place) | emulator_environment(place),
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent,
        )
    until = time.monotonic() + START_SECONDS
    while not _healthy(place):
        if process.poll() is not None or time.monotonic() > until:
            process.kill()
            raise LauncherError(
                f"the emulator did not start: {place.log.read_text(errors='replace').strip()[-600:]}",
                f"Read {place.log}; `trigpoint doctor` checks the ports.",
            )
        time.sleep(0.05)  # it tells nobody when it serves: it is asked until its end or the deadline
    return process


def _healthy(place: Place) -> bool:
    try:
        with urllib.request.urlopen(f"{place.emulator_url}/_ministack/health", timeout=2) as reply:  # noqa: S310
            return bool(reply.status == 200)
    except OSError:
        return False


def resume(place: Place) -> dict[str, list[str]]:
    """{"accepted": uploads taken up, "resumed": executions started again}."""
    os.environ.update(client_environment(place))
    logging.getLogger("botocore").setLevel(logging.WARNING)
    import boto3

    reply = boto3.client("lambda").invoke(FunctionName="trigpoint-routing", Payload=json.dumps({"step": "resume"}))
    body: dict[str, Any] = json.loads(reply["Payload"].read())
    if reply.get("FunctionError"):
        raise LauncherError(f"jobs could not be resumed: {body}", f"Read {place.log}.")
    return body


def pid_of(place: Place) -> int | None:
    try:
        return int(place.pid.read_text())
    except (FileNotFoundError, ValueError):
        return None


def running(place: Place) -> bool:
    pid = pid_of(place)
    return pid is not None and Path(f"/proc/{pid}").exists() and _healthy(place)


def stop(place: Place) -> bool:
    """Stop without loss; False when nothing was running."""
    pid = pid_of(place)
    if pid is None or not Path(f"/proc/{pid}").exists():
        place.pid.unlink(missing_ok=True)
        return False
    os.kill(pid, signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while Path(f"/proc/{pid}").exists() and not _ended(pid) and time.monotonic() < until:
        time.sleep(0.05)  # no child of ours, so there is nothing to wait for but its absence; until the deadline
    return True


def _ended(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except FileNotFoundError:
        return True


def status(place: Place) -> dict[str, Any]:
    """{"running", "pid", "portal", "frame", "emulator", "home"}."""
    return {
        "running": running(place),
        "pid": pid_of(place),
        "portal": place.listener_url,
        "frame": place.frame_url,
        "emulator": place.emulator_url,
        "home": str(place.home),
    }


def reset(place: Place) -> None:
    """Remove every row, object, user and key of this installation. Raises LauncherError while it runs."""
    if running(place):
        raise LauncherError("it is running.", "Stop it first with `trigpoint down`.")
    shutil.rmtree(place.home, ignore_errors=True)


def main() -> None:
    """The detached launcher: `python -m trigpoint.local.launcher [handlers]`."""
    try:
        start(
            Place.from_environment(),
            detach=False,
            report=lambda line: print(line, flush=True),
            handlers=sys.argv[1] if len(sys.argv) > 1 else "",
            bare=is_bare(),
        )
    except TrigpointError as error:
        print(error, flush=True)
        sys.exit(1)


if __name__ == "__main__":
    main()
