"""The emulator's process: check symbols, patch, serve on three loopback ports, stop without loss.

Run by the launcher as `python -m trigpoint.local.serve` with `emulator_environment`; ends with its parent.
"""

from __future__ import annotations

import asyncio
import gc
import os
import resource
import shutil
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from trigpoint.local import (
    bare,
    direct_dynamo,
    direct_queue,
    durable,
    failures,
    in_process,
    queries,
    row_copies,
    symbols,
)
from trigpoint.local.journal import Journal
from trigpoint.local.listener import Application, FrontDoor
from trigpoint.local.place import Place
from trigpoint.local.state import ControlPlane, StateFiles


def main() -> None:
    place = Place.from_environment()
    symbols.check()
    serve(place)


def serve(place: Place) -> None:
    """Serve until SIGTERM or SIGINT; everything is on the disk when the process ends."""
    from ministack import app
    from ministack.services import dynamodb

    use_own_scratch(place.scratch)
    journal = Journal(place.journal)
    control = patch(app, dynamodb, journal, place.state)

    def compacting_snapshot() -> bool:
        journal.compact(lambda: durable.rows(dynamodb))
        return control.snapshot()

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    collect_rarely()
    door = FrontDoor(place, app.app, compacting_snapshot)
    asyncio.run(listen(place, bare.Bare(place, door) if bare.is_bare() else door))
    compacting_snapshot()
    # Threads that wait for task tokens would keep the process alive for hours.
    sys.stdout.flush()
    os._exit(0)


def use_own_scratch(folder: Path) -> None:
    """Workers of customers' functions unpack hundreds of MB each; those of a run that was killed go here."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    tempfile.tempdir = str(folder)


def collect_rarely() -> None:
    """A full collection walks every row in memory while everybody waits; rows and replies form no cycles."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def patch(app: Any, dynamodb: Any, journal: Journal, state: Path) -> ControlPlane:
    """Install every patch; each has its contract test in tests/emulator."""
    from ministack.core import lambda_runtime, persistence
    from ministack.services import lambda_svc, sqs, stepfunctions

    in_process.scope_environment()
    row_copies.install(dynamodb)
    queries.install(dynamodb)
    durable.install(dynamodb, journal)
    direct_dynamo.install(dynamodb)
    direct_queue.install(sqs)
    in_process.settle_before_effects(journal)
    failures.install(lambda_runtime, lambda_svc, stepfunctions)
    in_process.InProcess(journal, in_process.Watchdog(journal), in_process.Checkout()).install(lambda_svc)
    files = StateFiles(persistence, state)
    files.install()
    control = ControlPlane(app, files)
    control.install()
    return control


async def listen(place: Place, door: Application) -> None:
    from hypercorn.asyncio import serve as hypercorn_serve
    from hypercorn.config import Config

    config = Config()
    config.bind = [f"127.0.0.1:{port}" for port in bare.ports(place)]
    config.keep_alive_timeout = 75
    config.loglevel = os.environ.get("LOG_LEVEL", "WARNING")
    config.accesslog = None
    stopping = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stopping.set)
    await hypercorn_serve(door, config, shutdown_trigger=stopping.wait)  # type: ignore[arg-type]


if __name__ == "__main__":
    main()
